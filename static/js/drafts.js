// Half-typed text is never lost: not by a swap, a step change, a reload or a crash of the tab.
//
// Fields with data-draft are kept in this browser under that name, each tab its own. A draft whose field is not on
// the page any more (the step changed) is shown in #drafts. What a closed or crashed tab left, the next one takes
// over. Everything goes when the workshop ends for this browser.

import * as tab from "./tab.js";

const body = document.body;
const PREFIX = `kr:draft:${body.dataset.base}:`; // then the tab, then the name of the draft

export function start() {
  sweep();
  tab.findOthers().then(takeOver);
  document.addEventListener("input", onInput);
  document.addEventListener("kr:sent", ({ detail }) => fieldsOf(detail.form).forEach(noteSent));
  document.addEventListener("kr:answered", ({ detail }) => detail.ok || keepRefused(detail));
  document.addEventListener("kr:swapped", () => (isOver() ? forgetHomeless() : bringBack()));
  document.addEventListener("kr:stopped", forgetAll);
  if (isOver()) forgetHomeless();
  bringBack();
}

function keyOf(name) {
  return `${PREFIX}${tab.me()}:${name}`;
}

function onInput({ target }) {
  const name = target.dataset?.draft;
  if (!name) return;
  if (target.value.trim() && target.value !== target.defaultValue) keep(name, target.value);
  else drop(name);
}

function drop(name) {
  localStorage.removeItem(keyOf(name));
}

function keep(name, text) {
  localStorage.setItem(keyOf(name), JSON.stringify({ text, until: document.querySelector("[data-retain]")?.dataset.retain }));
}

function noteSent(field) {
  drop(field.dataset.draft); // from here on the queue keeps it, with this name
}

/** Text that was refused is a draft again: perhaps its step has passed, and its form with it. */
function keepRefused({ id, fields, drafts = {} }) {
  for (const [name, text] of fields) {
    const draft = drafts[name];
    if (draft && text.trim()) keep(localStorage.getItem(keyOf(draft)) ? `${draft}-${id}` : draft, text);
  }
  bringBack();
}

function fieldsOf(root) {
  return [...root.querySelectorAll("[data-draft]")];
}

function bringBack() {
  const homeless = [];
  for (const [name, text] of drafts()) {
    const field = document.querySelector(`[data-region] [data-draft="${CSS.escape(name)}"]`);
    if (!field) homeless.push([name, text]);
    else if (field !== document.activeElement && field.value === field.defaultValue) field.value = text;
  }
  show(homeless);
}

function* drafts() {
  const own = keyOf("");
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(own))) {
    yield [key.slice(own.length), JSON.parse(localStorage.getItem(key)).text];
  }
}

/** What tabs of this page left that are not open any more. Where both have a text, both stay. */
function takeOver(others) {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
    const [owner, ...name] = key.slice(PREFIX.length).split(":");
    if (owner === tab.me() || others.has(owner)) continue;
    const free = localStorage.getItem(keyOf(name.join(":"))) ? `${name.join(":")}-${owner}` : name.join(":");
    localStorage.setItem(keyOf(free), localStorage.getItem(key));
    localStorage.removeItem(key);
  }
  bringBack();
}

function isOver() {
  return document.querySelector("[data-closed]") !== null;
}

/** The workshop was closed: what has no field any more has nowhere to go. */
function forgetHomeless() {
  for (const [name] of drafts()) {
    if (!document.querySelector(`[data-region] [data-draft="${CSS.escape(name)}"]`)) drop(name);
  }
  bringBack();
}

function show(homeless) {
  const drawer = document.getElementById("drafts");
  if (!drawer || drawer.contains(document.activeElement)) return;
  drawer.hidden = homeless.length === 0;
  drawer.querySelector("div").replaceChildren(...homeless.map(entry));
}

function entry([name, text]) {
  const box = document.querySelector("#drafts template").content.firstElementChild.cloneNode(true);
  const [field, away] = box.children;
  field.value = text;
  field.dataset.draft = name;
  away.onclick = () => {
    drop(name);
    box.remove(); // with the button that has the focus: a drawer that somebody is in is not painted anew
    bringBack();
  };
  return box;
}

function forgetAll() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  tab.forget();
}

/** Drafts of any workshop whose retention date has passed. */
function sweep() {
  const today = new Date().toISOString().slice(0, 10);
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith("kr:draft:"))) {
    const { until } = JSON.parse(localStorage.getItem(key));
    if (until && until < today) localStorage.removeItem(key);
  }
}
