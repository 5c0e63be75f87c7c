// Names that complete what somebody types: a combobox with a listbox, as WAI-ARIA APG describes it (a list, chosen by hand).
//
// The list stands outside all regions and the names are plain markup: a <datalist> that is tied to a field in a region that
// is morphed kills the browser's tab (Chromium 156).

import { say } from "./say.js";
import { word } from "./words.js";

const GAP = 8; // px that the list keeps from the edge of what is seen
const HIGHEST = 320; // px
const LOWEST = 96;
const PAUSE = 600; // ms without a key before the number of names is told

const box = document.getElementById("suggestions");
let field = null; // whose list is open
let active = null; // the option that Enter takes
let telling = 0;

export function start() {
  if (!box) return; // a page without fields for names
  for (const [name, act] of Object.entries({ input: onInput, click: onClick, keydown: onKey, focusout: onLeave })) {
    document.addEventListener(name, act, true);
  }
  document.addEventListener("kr:swapped", refresh);
  document.addEventListener("scroll", ({ target }) => target !== box && place(), true);
  visualViewport?.addEventListener("resize", place); // the keyboard of a phone comes and goes
  box.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
}

function onInput({ target }) {
  if (isCombobox(target)) open(target);
}

function onClick({ target }) {
  const option = target.closest("#suggestions [role=option]");
  if (option) choose(option);
  else if (isCombobox(target) && !target.value) open(target);
}

function onLeave({ target }) {
  if (target === field) close();
}

function onKey(event) {
  if (!isCombobox(event.target) || event.isComposing) return;
  if (event.key.startsWith("Arrow") ? byArrow(event) : byKey(event)) event.preventDefault();
}

/** Whether the key was for the list, and not for the text. */
function byKey({ key }) {
  if (!field) return false;
  if (key === "Enter" && active) choose(active);
  else if (key === "Escape") close();
  else return activate(["Home", "End"].includes(key) ? null : active);
  return true;
}

function byArrow({ key, target, altKey }) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (!by) return activate(null);
  if (altKey && by < 0) return close() ?? true;
  if (!field && !open(target)) return false;
  if (!altKey) activate(next(by));
  return true;
}

function next(by) {
  const options = [...box.children];
  const at = active ? options.indexOf(active) + by : by > 0 ? 0 : -1;
  return options.at(at % options.length);
}

function isCombobox(node) {
  return node.matches?.("[role=combobox]");
}

/** Show the names that fit what stands in the field; false when none does. */
function open(target) {
  const names = matching(target.value);
  if (!names.length) return close() ?? false;
  field = target;
  active = null;
  box.replaceChildren(...names.map(optionFor));
  if (!box.matches(":popover-open")) box.showPopover();
  place();
  activate(null);
  clearTimeout(telling);
  telling = setTimeout(() => field && say(word("suggestions", { n: names.length })), PAUSE);
  return true;
}

function close() {
  if (!field) return;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
  field = active = null;
  box.hidePopover();
}

function optionFor(name, number) {
  const option = document.createElement("li");
  Object.assign(option, { id: `suggestion-${number}`, role: "option", textContent: name });
  return option;
}

/** Mark one option, or none; false, for a key that goes on to the text. */
function activate(option) {
  if (!field) return false;
  active = option;
  for (const one of box.children) one.setAttribute("aria-selected", String(one === option));
  field.setAttribute("aria-expanded", "true");
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
  return false;
}

function choose(option) {
  const target = field;
  target.value = option.textContent;
  target.dispatchEvent(new Event("input", { bubbles: true })); // it is a draft, as if it had been typed
  close();
  target.setSelectionRange(target.value.length, target.value.length);
}

/** What was painted anew does not know that its list is open. */
function refresh() {
  if (!field) return;
  if (field.isConnected && field === document.activeElement && isCombobox(field)) activate(active);
  else close();
}

function place() {
  if (!field) return;
  const { left, top, bottom, width } = field.getBoundingClientRect();
  const below = (visualViewport?.height ?? innerHeight) - bottom - GAP;
  const up = below < LOWEST && top - GAP > below;
  const style = { left: `${scrollX + left}px`, width: `${width}px` };
  style.maxHeight = `${Math.max(LOWEST, Math.min(HIGHEST, up ? top - GAP : below))}px`;
  Object.assign(box.style, style);
  box.style.top = `${scrollY + (up ? top - box.offsetHeight : bottom)}px`;
}

/** The names that hold what was typed: those that begin with it first, then those of which a word does. */
function matching(typed) {
  const wanted = plain(typed);
  const names = Array.from(document.querySelectorAll("#known-names li"), (one) => one.textContent);
  const fitting = names.filter((name) => plain(name).includes(wanted) && name !== typed);
  return fitting.sort((one, other) => rank(one, wanted) - rank(other, wanted));
}

function rank(name, wanted) {
  const at = plain(name).indexOf(wanted);
  return at > 0 && plain(name)[at - 1] !== " " ? 2 : Math.min(at, 1);
}

/** Without accents, capitals and needless blanks. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
