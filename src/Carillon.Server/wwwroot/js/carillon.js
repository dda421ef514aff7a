// The few things that a page cannot do without a script. Loaded as a module; nothing here runs words that came from data.
window.carillon = {
  openDialog(dialog) {
    if (dialog && !dialog.open) { dialog.showModal(); }
  },
  closeDialog(dialog) {
    if (dialog && dialog.open) { dialog.close(); }
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

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".topbar details[open]");
  if (event.key === "Escape" && menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

// The number of unread conversations beside the navigation, on every page, also on those without a circuit.
setInterval(async () => {
  const marks = document.querySelectorAll("[data-unread]");
  if (document.hidden || marks.length === 0) { return; }
  const answer = await fetch("/unread", { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) { return; }
  const count = Number(await answer.text());
  for (const mark of marks) {
    mark.hidden = !(count > 0);
    mark.firstElementChild.textContent = String(count);
  }
}, 5000);
