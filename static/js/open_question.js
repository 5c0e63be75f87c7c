// A question that waits for this person stands where they look: while it is out of sight, the bar says it and leads there.
//
// What asks bears data-asks; its first heading or line is the question.

import { say, unsay } from "./say.js";
import { reveal } from "./views.js";

const WORDS = "h2, p";

const bar = document.getElementById("asks");
const known = new Set(); // questions that were told
let inSight = new Set();
let next = null;

const watcher = new IntersectionObserver(note, { threshold: 0.5, rootMargin: "-56px 0px 0px" }); // below the bar

export function start() {
  if (!bar) return;
  bar.addEventListener("click", lead);
  document.addEventListener("kr:swapped", look);
  asking().forEach((one) => known.add(questionOf(one)));
  look();
}

function asking() {
  return [...document.querySelectorAll("[data-asks]")].filter((one) => !one.closest("[hidden]"));
}

function questionOf(one) {
  return (one.querySelector(WORDS) ?? one).textContent.replace(/\s+/g, " ").trim();
}

function look() {
  const all = asking();
  inSight = new Set([...inSight].filter((one) => all.includes(one)));
  watcher.disconnect(); // what is watched anew is told of at once
  for (const one of all) watcher.observe(one);
  const questions = all.map(questionOf);
  for (const one of known) if (!questions.includes(one)) unsay(one);
  say(questions.filter((one) => !known.has(one)).join(". "));
  known.clear();
  for (const one of questions) known.add(one);
  if (!all.length) show(); // else the watcher tells which are in sight
}

function note(entries) {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) inSight.add(target);
    else inSight.delete(target);
  }
  show();
}

function show() {
  const hidden = asking().filter((one) => !inSight.has(one));
  next = hidden[0] ?? null;
  const text = next ? questionOf(next) + (hidden.length > 1 ? ` (+${hidden.length - 1})` : "") : "";
  const place = bar.querySelector("span");
  if (place.textContent !== text) place.textContent = text;
  if (!next && document.activeElement === bar) document.getElementById("main").focus({ preventScroll: true });
  bar.hidden = !next;
}

function lead() {
  const one = next;
  if (!one) return;
  reveal(one);
  one.scrollIntoView({ block: "center" });
  one.tabIndex = -1;
  one.focus({ preventScroll: true });
}
