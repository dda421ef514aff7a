// Passkeys: asks the server for the question, the browser for the answer, and sends the answer with the form around the button.
const words = {
  NotAllowedError: "No passkey was used. Try again, or go on with your password.",
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "Passkeys work over https and on localhost only.",
};

async function answer(kind) {
  const asked = await fetch(kind === "make" ? "/passkeys/options" : "/passkeys/ask", { method: "POST" });
  if (!asked.ok) { throw new Error(String(asked.status)); }
  const question = await asked.json();
  return kind === "make"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(question) });
}

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-passkey]") : null;
  const form = button?.closest("form");
  if (!form) { return; }
  const said = form.querySelector("[data-passkey-said]");
  said.textContent = "";
  button.disabled = true;
  try {
    if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) { throw new DOMException("", "SecurityError"); }
    form.querySelector("[data-passkey-credential]").value = JSON.stringify(await answer(button.dataset.passkey));
    form.submit();
  } catch (wrong) {
    said.textContent = words[wrong?.name] ?? "The passkey could not be used. Load the page again and try once more.";
    button.disabled = false;
  }
});
