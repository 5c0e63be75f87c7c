// Asks before what cannot be undone lightly. One question at a time.

let act = null; // what a yes does

/** Do it, after a yes when there is a question: `doIt(sure)`. */
export function confirm(question, doIt) {
  const dialog = document.getElementById("confirm");
  if (!question) doIt(false);
  else if (!dialog) globalThis.confirm(question) && doIt(true);
  else if (!dialog.open) ask(dialog, question, doIt); // keys reach the page behind an open one
}

function ask(dialog, question, doIt) {
  act = doIt;
  dialog.querySelector("[data-confirm-text]").textContent = question;
  dialog.returnValue = "";
  dialog.addEventListener("close", answer, { once: true });
  dialog.showModal();
}

function answer({ target }) {
  if (target.returnValue === "yes") act(true);
}
