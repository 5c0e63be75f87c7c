// A new step begins at the top: its task comes into sight, and its heading has the focus. Who is typing types on.

let shown = number();

export function start() {
  // The step is known when its heading is painted and all that came with it.
  for (const name of ["kr:step", "kr:swapped"]) document.addEventListener(name, look);
}

function number() {
  return document.querySelector("#region-head .number")?.textContent ?? "";
}

function look() {
  const now = number();
  if (now === shown || now !== document.body.dataset.step) return;
  shown = now;
  if (!isTyping(document.activeElement)) begin();
}

/** @param {Partial<HTMLInputElement>} place what has the focus: only a field has these */
function isTyping({ selectionStart, value, defaultValue }) {
  return selectionStart != null && value !== defaultValue;
}

function begin() {
  for (const place of [document.documentElement, document.querySelector("main > .task-view")]) place?.scrollTo(0, 0);
  document.querySelector("#region-head h1").focus({ preventScroll: true });
}
