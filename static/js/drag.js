// Dragging with mouse or pen: an extra for those who like it. Touch is tap–tap, so that a list can scroll.

import { tellHold } from "./connection.js";
import { drop, itemAt, placeAt } from "./pick.js";

const STILL = 6; // px: less is a click
let drag = null;

start();

function start() {
  document.addEventListener("pointerdown", onDown);
  document.addEventListener("pointermove", onMove);
  document.addEventListener("pointerup", onUp);
  document.addEventListener("pointercancel", cancel);
  document.addEventListener("keydown", (event) => event.key === "Escape" && cancel());
  // The browser's own dragging of text and pictures would take the pointer away.
  document.addEventListener("dragstart", (event) => itemAt(event.target) && event.preventDefault());
}

function onDown(event) {
  cancel(); // of the last drag, whose end was nowhere to be seen
  const item = event.button === 0 && event.pointerType !== "touch" && itemAt(event.target);
  if (item) drag = { item, pointer: event.pointerId, x: event.clientX, y: event.clientY, ghost: null, target: null };
}

function onMove(event) {
  if (event.pointerId !== drag?.pointer) return;
  // Let go of outside the window, where nobody tells us.
  if (!(event.buttons & 1)) return cancel();
  const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
  if (!drag.ghost && Math.hypot(x, y) < STILL) return;
  drag.ghost ??= lift(drag.item);
  event.preventDefault();
  drag.ghost.style.translate = `${x}px ${y}px`;
  aim(placeAt(document.elementFromPoint(event.clientX, event.clientY), drag.item));
}

function lift(item) {
  const box = item.getBoundingClientRect();
  const ghost = item.closest("li, span")?.cloneNode(true) ?? item.cloneNode(true);
  // Whoever looks for the figure finds the real one, for the ghost comes last in the page; but no id stands there twice.
  for (const node of [ghost, ...ghost.querySelectorAll("[id]")]) node.removeAttribute("id");
  ghost.classList.add("ghost");
  ghost.setAttribute("aria-hidden", "true");
  // Not for the stylesheet to forget: under the pointer must be the place, not what is carried over it.
  Object.assign(ghost.style, { position: "fixed", pointerEvents: "none" });
  Object.assign(ghost.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px` });
  document.body.append(ghost);
  item.closest("li")?.classList.add("dragging");
  document.body.classList.add("is-dragging");
  drag.held = isPublic(item);
  if (drag.held) tellHold(item.dataset.figure);
  return ghost;
}

/** What lies on the table may be seen in hand; what lies on a private list is nobody's business. */
function isPublic(item) {
  return Boolean(item.dataset.figure && item.closest("[data-zone]"));
}

function aim(target) {
  if (target === drag.target) return;
  drag.target?.removeAttribute("data-target");
  target?.setAttribute("data-target", "");
  drag.target = target;
}

function onUp(event) {
  if (event.pointerId !== drag?.pointer) return;
  const { item, ghost, target } = drag;
  finish();
  if (!ghost) return;
  event.preventDefault();
  // First, for it may press a button of the item; the click to swallow is the browser's own.
  if (target && item.isConnected) drop(item, target);
  swallowClick();
}

function cancel() {
  if (drag) finish();
}

function finish() {
  const { item, ghost, held } = drag;
  aim(null);
  drag = null;
  if (!ghost) return;
  ghost.remove();
  item.closest("li")?.classList.remove("dragging");
  document.body.classList.remove("is-dragging");
  if (held) tellHold(null);
}

/** The click that follows a drag is not a click. */
function swallowClick() {
  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
}
