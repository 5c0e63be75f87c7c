// The menu "Verplaats": every place where an item may go is a button in it. A menu as WAI-ARIA APG describes it:
// arrows, Home and End move in it, a number chooses, Escape and Tab leave it.

import { digitOf } from "./keys.js";

const GAP = 8; // px that it keeps from the edge of the window

const box = document.getElementById("menu"); // only who may move something has one
const list = box?.querySelector('[role="menu"]');
let leave = null;

export function start() {
  box?.addEventListener("keydown", onKey);
  box?.addEventListener("click", onClick);
}

/** Open beside an item: `choose(place)` when a place is chosen, `leave()` when none is. */
export function open(item, name, places, tools) {
  leave = tools.leave;
  box.querySelector("bdi").textContent = name;
  list.replaceChildren(...places.map((place) => buttonFor(place, tools.choose)), list.lastElementChild);
  box.showPopover();
  putBeside(item.getBoundingClientRect());
  list.firstElementChild.focus({ preventScroll: true });
}

/** Close; true when the focus was in it and needs another place. */
export function close() {
  if (!isOpen()) return false;
  const had = box.contains(document.activeElement);
  box.hidePopover();
  return had;
}

export function isOpen() {
  return box?.matches(":popover-open");
}

function buttonFor(place, choose) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", role: "menuitem", tabIndex: -1, className: `choice ${place.dataset.dropValue}` });
  button.append(textOf(place.querySelector("h3") ?? place));
  const key = place.querySelector("kbd")?.cloneNode(true);
  key?.setAttribute("aria-hidden", "true");
  button.append(key ?? "");
  button.setAttribute("aria-keyshortcuts", key?.textContent ?? "");
  button.onclick = () => choose(place);
  return button;
}

/** The words of a heading without its number and its count; a browser that translates puts them into elements. */
function textOf(heading) {
  const copy = heading.cloneNode(true);
  for (const one of copy.querySelectorAll("kbd, .count")) one.remove();
  return copy.textContent.trim();
}

function putBeside({ left, top, bottom }) {
  const { offsetWidth, offsetHeight } = box;
  const below = bottom + offsetHeight + GAP < innerHeight;
  box.style.left = `${scrollX + Math.max(GAP, Math.min(left, innerWidth - offsetWidth - GAP))}px`;
  box.style.top = `${scrollY + Math.max(GAP, below ? bottom : top - offsetHeight)}px`;
}

function onClick(event) {
  event.stopPropagation();
  if ("stay" in event.target.dataset) leave();
}

function onKey(event) {
  const items = [...list.children];
  const [at, last] = [items.indexOf(document.activeElement), items.length - 1];
  const next = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last }[event.key];
  const digit = digitOf(event);
  const chosen = digit && items.find((one) => one.getAttribute("aria-keyshortcuts") === digit);
  event.stopPropagation();
  if (event.key === "Tab") return leave(); // and on from the item
  if (event.key === "Escape") leave();
  else if (chosen) chosen.click();
  else if (next !== undefined) items[next].focus();
  else return;
  event.preventDefault();
}
