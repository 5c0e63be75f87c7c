// The views of a page: the task of this step, and what else there is to see, one at a time.
//
// On a small screen each has the screen; on a large one what is no task lies over the right half of it. A tab names its view
// (data-tab), the page bears the name of the one that shows (data-view), and Escape leads back to the task.

const TASK = "task";
let opener = null; // what had the focus when another view was opened

export function start() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("toggle", noteFold, true);
  document.addEventListener("kr:swapped", noteFold); // an open one may have gone
  document.addEventListener("kr:step", () => show(TASK));
  document.addEventListener("kr:marked", mark);
  document.addEventListener("kr:reveal", bring);
  matchMedia("(min-width: 62rem) and (min-height: 33rem)").addEventListener("change", () => show(TASK));
  show(TASK);
  noteFold();
}

/** Bring a view to the front. */
export function show(name) {
  const changed = document.body.dataset.view !== name;
  document.body.dataset.view = name;
  mark();
  if (!changed) return;
  if (name === TASK) opener = null;
  document.documentElement.scrollTo(0, 0);
  document.dispatchEvent(new Event("kr:view"));
}

/** Bring something to the front: the view in which it stands, its fold, its card (deck.js). */
export function reveal(node) {
  node.dispatchEvent(new Event("kr:reveal", { bubbles: true }));
}

function bring({ target }) {
  const view = target.closest("main > .view");
  if (view && !view.checkVisibility()) show(nameOf(view));
  target.closest("details:not([open])")?.setAttribute("open", "");
}

function nameOf(view) {
  return [...view.classList].find((one) => one.endsWith("-view")).replace("-view", "");
}

function onClick({ target }) {
  const tab = target.closest("[data-tab]");
  if (tab) press(tab);
  else if (target.closest("[data-close-view]")) closeTop();
}

function press(tab) {
  const { tab: name } = tab.dataset;
  const fold = openFold();
  if (fold) close(fold); // a tab shows its view, and nothing over it
  if (name === document.body.dataset.view) return fold ? undefined : back();
  const far = !tab.closest(".tabs"); // its own view goes, and it with that
  opener = far ? opener : tab;
  show(name);
  if (far) document.querySelector(`main > .${name}-view > :not([hidden])`)?.focus({ preventScroll: true });
}

function onKey(event) {
  const busy = event.defaultPrevented || document.querySelector("dialog[open], :popover-open");
  if (event.key !== "Escape" || busy) return;
  if (closeTop()) event.preventDefault();
}

/** Close what lies uppermost: an open fold, or another view than the task. False when only the task shows. */
function closeTop() {
  const fold = document.querySelector("#drafts[open]") ?? openFold();
  if (fold) close(fold);
  else if (document.body.dataset.view !== TASK) back();
  else return false;
  return true;
}

/** The innermost that lies over the task. */
function openFold() {
  return [...document.querySelectorAll("details:is(.act, .more)[open]")].at(-1);
}

function noteFold() {
  document.body.toggleAttribute("data-opened", Boolean(openFold()));
  const wrapping = document.querySelector(".wrap-up > details[open]")?.id;
  if (wrapping) document.body.dataset.wrapping = wrapping;
  else delete document.body.dataset.wrapping;
}

function close(fold) {
  const held = fold.contains(document.activeElement) || document.activeElement.matches("[data-close-view]");
  fold.open = false;
  if (held) fold.querySelector("summary").focus({ preventScroll: true });
}

function back() {
  const to = opener?.isConnected ? opener : document.querySelector(`.tabs [data-tab="${opener?.dataset.tab ?? TASK}"]`);
  show(TASK);
  (to?.checkVisibility() ? to : document.getElementById("main")).focus({ preventScroll: true });
}

/** Which tab is the open one; what shows nothing has none. */
function mark() {
  const { view } = document.body.dataset;
  for (const tab of document.querySelectorAll("[data-tab]")) {
    const group = document.querySelector(`main > .${tab.dataset.tab}-view, [data-part="${tab.dataset.tab}"]`);
    tab.hidden = !group || group.hasAttribute("data-bare");
    if (tab.hidden && tab.dataset.tab === view) return show(TASK); // what it showed is gone
    if (tab.dataset.tab === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}
