// The sheets of the regie: one at a time, over the side of the page; Escape closes it, and the focus goes back.
//
// What a sheet holds are regions that come with its opening: from then on the page keeps them fresh like all others. A
// closed sheet leaves the page, unless somebody typed in it.

import { isTouched } from "./fields.js";
import { bring } from "./regions.js";

const sheet = document.getElementById("sheet");
const body = document.getElementById("sheet-body");
let shown = ""; // the name of the open one
let opener = null; // what had the focus
let borrowed = []; // regions of the page itself, and where they stood

export function start() {
  if (!sheet) return;
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("kr:swapped", ({ detail }) => detail.region === "dock" && mark());
  document.addEventListener("kr:stopped", close);
  document.addEventListener("kr:signed-out", close);
}

function onClick({ target }) {
  const button = target.closest("[data-sheet]");
  if (button) {
    if (button.dataset.sheet === shown) close();
    else open(button);
  } else if (target.closest("[data-close-sheet]")) close();
}

function onKey(event) {
  if (event.key !== "Escape" || !shown || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  close();
}

/** Open the sheet that a button names; another one goes. */
export function open(button) {
  const { sheet: name, regions, title } = button.dataset;
  const from = sheet.contains(button) ? opener : button; // one sheet that leads to another
  if (shown) clear();
  shown = name;
  opener = from;
  document.getElementById("sheet-title").textContent = title ?? button.textContent.trim();
  sheet.toggleAttribute("data-wide", "wide" in button.dataset);
  sheet.dataset.shows = name;
  sheet.hidden = false;
  for (const region of regions.split(" ")) put(region);
  body.scrollTo(0, 0);
  mark();
  sheet.focus({ preventScroll: true });
  document.dispatchEvent(new Event("kr:sheet"));
}

function close() {
  if (!shown) return;
  const held = sheet.contains(document.activeElement);
  clear();
  sheet.hidden = true;
  shown = "";
  mark();
  // A dock that was painted anew has another button of that name.
  const back = opener?.isConnected ? opener : document.querySelector(`[data-sheet="${opener?.dataset.sheet}"]`);
  if (held) (back ?? document.getElementById("main")).focus({ preventScroll: true });
  document.dispatchEvent(new Event("kr:sheet"));
}

function clear() {
  for (const { id, place } of borrowed.splice(0)) place.replaceWith(document.getElementById(id));
  for (const holder of body.querySelectorAll(":scope > div")) {
    const typed = [...holder.querySelectorAll("form[data-command]")].some(isTouched);
    if (typed) holder.hidden = true;
    else holder.remove();
  }
}

/** Each stands in a holder of its own. One that was kept shows again, one that the page has already is borrowed, and
 *  what is neither is fetched. */
function put(name) {
  const here = document.getElementById(`region-${name}`);
  if (here && body.contains(here)) return (here.parentElement.hidden = false);
  const holder = document.createElement("div");
  body.append(holder);
  if (here) return borrow(here, holder);
  holder.append(empty(name));
  bring(name);
}

function borrow(region, holder) {
  const place = Object.assign(document.createElement("span"), { hidden: true });
  region.replaceWith(place);
  borrowed.push({ id: region.id, place });
  holder.append(region);
}

function empty(name) {
  const region = document.createElement("section");
  Object.assign(region, { id: `region-${name}`, tabIndex: -1 });
  Object.assign(region.dataset, { region: name, seq: "-1" });
  return region;
}

function mark() {
  for (const button of document.querySelectorAll(".dock [data-sheet]")) {
    button.setAttribute("aria-expanded", String(button.dataset.sheet === shown));
  }
}
