// The few things that a page cannot do without a script. Loaded as a module; nothing here runs words that came from data.
window.carillon = {
  openDialog(dialog) {
    if (dialog && !dialog.open) { dialog.showModal(); }
  },
  closeDialog(dialog) {
    if (dialog && dialog.open) { dialog.close(); }
  },
  // What was typed into a form that keeps itself and has not reached the server: survives the page, in this tab only.
  kept() {
    const all = JSON.parse(sessionStorage.getItem("carillon-kept") ?? "null");
    return all?.path === location.pathname ? all.fields : {};
  },
  isKept(path) {
    sessionStorage.removeItem("carillon-kept");
    if (location.pathname !== path) { history.replaceState(history.state, "", path); }
  },
  scrollToEnd(element) {
    if (element) { element.scrollTop = element.scrollHeight; }
  },
  insertText(area, text) {
    if (!area) { return ""; }
    const { selectionStart: from, selectionEnd: to } = area;
    area.setRangeText(text, from ?? area.value.length, to ?? area.value.length, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    return area.value;
  },
};

document.addEventListener("click", async (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const copy = target?.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    const before = copy.textContent;
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = before; }, 1600);
  }

  const menu = document.querySelector(".topbar details[open]");
  if (menu && target && (!menu.contains(target) || target.closest("a"))) { menu.open = false; }

  if (target?.closest("[data-reload]")) { location.reload(); }
});

// The way past the navigation moves the focus itself: following an address within the page would leave it where it was.
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest(".skip-link")) {
    event.preventDefault();
    document.getElementById("content")?.focus();
  }
}, { capture: true });

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".topbar details[open]");
  if (event.key === "Escape" && menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

// The figures beside the navigation, on every page, also on those without a circuit.
setInterval(async () => {
  const marks = document.querySelectorAll("[data-unread], [data-news]");
  if (document.hidden || marks.length === 0) { return; }
  const answer = await fetch("/shell", { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) { return; }
  const counts = await answer.json();
  for (const mark of marks) {
    const count = "unread" in mark.dataset ? counts.unread : counts.news;
    mark.hidden = !(count > 0);
    mark.firstElementChild.textContent = String(count);
  }
}, 5000);

// Instants are shown in the zone of this browser: the server learns its name from here.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) { document.cookie = `carillon-zone=${encodeURIComponent(zone)};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`; }

// Which columns somebody wants of a table: this browser remembers.
document.addEventListener("click", (event) => {
  const choice = event.target instanceof Element ? event.target.closest("[data-table][data-columns]") : null;
  if (choice && /^[a-z-]+$/.test(choice.dataset.table)) {
    const age = choice.dataset.columns ? 31536000 : 0;
    document.cookie = `carillon-columns-${choice.dataset.table}=${encodeURIComponent(choice.dataset.columns)};path=/;max-age=${age};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  }
}, { capture: true });

// Searching everything. Words from data become text, never markup.
const find = {
  asked: 0,
  get dialog() { return document.getElementById("search"); },
  get words() { return document.getElementById("search-words"); },
  get results() { return document.getElementById("search-results"); },
  open() {
    if (!this.dialog || this.dialog.open) { return; }
    this.dialog.showModal();
    this.words.value = "";
    this.ask();
  },
  choose(at) {
    const options = [...this.results.children];
    const chosen = options.length ? options[(at + options.length) % options.length] : null;
    for (const option of options) { option.setAttribute("aria-selected", String(option === chosen)); }
    if (chosen) { this.words.setAttribute("aria-activedescendant", chosen.id); chosen.scrollIntoView({ block: "nearest" }); } else { this.words.removeAttribute("aria-activedescendant"); }
  },
  get chosen() { return [...this.results.children].findIndex((option) => option.getAttribute("aria-selected") === "true"); },
  async ask() {
    const turn = ++this.asked;
    const answer = await fetch(`/search?q=${encodeURIComponent(this.words.value)}`, { redirect: "manual" }).catch(() => null);
    if (turn !== this.asked || !answer?.ok) { return; }
    const found = await answer.json();
    if (turn !== this.asked) { return; }
    this.results.replaceChildren(...found.map((one, at) => {
      const option = document.createElement("a");
      option.href = one.href;
      option.id = `search-result-${at}`;
      option.tabIndex = -1;
      option.setAttribute("role", "option");
      for (const [name, text] of [["kind", one.kind], ["title", one.title], ["detail", one.detail]]) {
        const part = document.createElement("span");
        part.className = name;
        part.textContent = text;
        option.append(part);
      }
      return option;
    }));
    this.words.setAttribute("aria-expanded", String(found.length > 0));
    document.getElementById("search-status").textContent = found.length === 0 ? "Nothing found." : `${found.length} found. Arrow keys choose, Enter opens.`;
    this.choose(0);
  },
};

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-search]")) { find.open(); }
  if (find.dialog?.open && (target === find.dialog || target?.closest("#search-results a"))) { find.dialog.close(); }
  for (const menu of document.querySelectorAll("details.menu[open]")) { if (!menu.contains(target)) { menu.open = false; } }
});
document.addEventListener("input", (event) => {
  if (event.target === find.words) { find.ask(); }
  if (event.target.id && event.target.closest?.("[data-keep]")) {
    const fields = { ...window.carillon.kept(), [event.target.id]: event.target.value };
    sessionStorage.setItem("carillon-kept", JSON.stringify({ path: location.pathname, fields }));
  }
});

// A circuit that the server no longer knows cannot be taken up again: the page is loaded anew as soon as the server answers.
const lost = document.getElementById("components-reconnect-modal");
let isComingBack = false;
async function comeBack() {
  if (isComingBack || !/components-reconnect-(failed|rejected)/.test(lost.className)) { return; }
  isComingBack = true;
  for (;;) {
    const answer = await fetch("/health/ready", { cache: "no-store" }).catch(() => null);
    if (answer?.ok) { location.reload(); return; }
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
}
if (lost) {
  new MutationObserver(comeBack).observe(lost, { attributes: true, attributeFilter: ["class"] });
  lost.addEventListener("components-reconnect-state-changed", comeBack);
}
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); find.open(); return; }
  if (event.key === "Escape") { for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); } }
  if (event.target !== find.words) { return; }
  if (event.key === "Escape") { event.preventDefault(); find.dialog.close(); }
  if (event.key === "ArrowDown") { event.preventDefault(); find.choose(find.chosen + 1); }
  if (event.key === "ArrowUp") { event.preventDefault(); find.choose(find.chosen - 1); }
  if (event.key === "Enter") { event.preventDefault(); find.results.children[Math.max(find.chosen, 0)]?.click(); }
});

// Bars of long work on pages without a circuit: moved by the work's own events until it is done. A page that is gone listens to nothing.
const followed = new Map();
function followWork() {
  for (const [bar, events] of followed) {
    if (!bar.isConnected) { events.close(); followed.delete(bar); }
  }
  for (const bar of document.querySelectorAll(".progress[data-events]")) {
    if (followed.has(bar)) { continue; }
    const events = new EventSource(bar.dataset.events);
    followed.set(bar, events);
    events.addEventListener("progress", (event) => {
      const state = JSON.parse(event.data);
      const sum = (fields) => fields.split(" ").reduce((all, field) => all + (Number(state[field]) || 0), 0);
      const total = sum(bar.dataset.total);
      const done = bar.dataset.done ? sum(bar.dataset.done) : total - sum(bar.dataset.rest);
      const part = total > 0 ? Math.min(100, Math.floor(done * 100 / total)) : 0;
      const words = `${done.toLocaleString()} of ${total.toLocaleString()}`;
      bar.setAttribute("aria-valuenow", String(part));
      bar.setAttribute("aria-valuetext", words);
      bar.firstElementChild.style.width = `${part}%`;
      const beside = bar.parentElement.querySelector("[data-words]");
      if (beside) { beside.textContent = words; }
      if (total > 0 && done >= total) { events.close(); }
    });
  }
}
followWork();
window.Blazor?.addEventListener?.("enhancedload", followWork);
