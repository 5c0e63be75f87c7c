// What is longer than its place turns pages: ‹ 2/3 ›. It neither scrolls nor shrinks.
//
// The stylesheet lays a group (data-pages, and two of the regie) in columns, beside each other; a page is as many of them as
// are in sight; on a phone a card is a page, which a thumb may also push aside.

import { word } from "./words.js";

const GROUPS = "main > :is(.now, .side), [data-pages]";
const HAIR = 0.05; // of a page: less than that is no page of its own
const current = new WeakMap(); // group → its page

let begun = false;

export function start() {
  if (begun) return;
  begun = true;
  for (const name of ["kr:swapped", "kr:sheet", "kr:step", "kr:view", "kr:card"]) document.addEventListener(name, ask);
  addEventListener("resize", ask);
  document.fonts?.ready.then(ask);
  // Who comes to something by keys sees it: the browser has scrolled there.
  document.addEventListener("focusin", ({ target }) => target.closest(GROUPS) && ask());
  document.addEventListener("scroll", ({ target }) => target.matches?.(GROUPS) && ask(), true);
  ask();
}

let asked = false;

function ask() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    for (const group of document.querySelectorAll(GROUPS)) show(group);
  });
}

function show(group) {
  const gap = Number.parseFloat(getComputedStyle(group).columnGap) || 0;
  const step = group.clientWidth + gap;
  const pages = step ? Math.ceil((group.scrollWidth + gap) / step - HAIR) : 1;
  const end = group.scrollWidth - group.clientWidth; // the last page may be no whole one
  const at = group.scrollLeft >= end - 1 ? pages - 1 : Math.min(pages - 1, Math.round(group.scrollLeft / step));
  current.set(group, at);
  group.scrollLeft = at * step;
  const pager = pagerOf(group);
  pager.hidden = pages < 2;
  const [back, text, on] = pager.children;
  if (text.textContent !== `${at + 1}/${pages}`) text.textContent = `${at + 1}/${pages}`;
  back.disabled = at === 0;
  on.disabled = at === pages - 1;
}

function turn(group, by) {
  const gap = Number.parseFloat(getComputedStyle(group).columnGap) || 0;
  group.scrollLeft = (current.get(group) + by) * (group.clientWidth + gap);
  show(group);
}

function pagerOf(group) {
  if (group.nextElementSibling?.matches(".pager")) return group.nextElementSibling;
  const pager = Object.assign(document.createElement("div"), { className: "pager", hidden: true });
  pager.append(button("‹", "page-back", group, -1), document.createElement("span"), button("›", "page-on", group, 1));
  group.after(pager);
  return pager;
}

function button(sign, name, group, by) {
  const one = Object.assign(document.createElement("button"), { type: "button", textContent: sign });
  one.setAttribute("aria-label", word(name));
  one.addEventListener("click", () => turn(group, by));
  return one;
}
