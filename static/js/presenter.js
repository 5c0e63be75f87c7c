// A presenter's keys on the regie: on and back, one turn, question or slip at a time; a step change asks first.
//
// No key works while a field or a button has the focus: there it means something else. And none is a letter, which who
// dictates says by chance (WCAG 2.1.4).

const NEXT = ["PageDown", "ArrowRight"];
const PREVIOUS = ["PageUp", "ArrowLeft"];

document.addEventListener("keydown", onKey);
document.addEventListener("keydown", onZoomKey);

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (document.querySelector("dialog[open]") || isBusy(document.activeElement)) return;
  const mark = NEXT.includes(event.key) ? "next" : PREVIOUS.includes(event.key) ? "previous" : event.key === "Home" ? "join" : "";
  const button = mark && document.querySelector(`button[data-shortcut="${mark}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

/** With the focus among the parts of the table that the beamer can open: their number, and Escape for the whole table. */
function onZoomKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const group = document.activeElement?.closest("[data-zoom-keys]");
  const button = group?.querySelector(`[data-zoom-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.focus();
  button.click();
}

function isBusy(node) {
  return Boolean(node?.closest("input, textarea, select, button, a, summary, [contenteditable]"));
}
