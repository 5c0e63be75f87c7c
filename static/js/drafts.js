// Half-typed text is never lost: not by a swap, a step change, a reload or a crash of the tab.
//
// A form with data-draft is kept in this browser under that name, whole, each tab its own. It goes when what it was for is
// done or gone: when the form is sent or emptied, or a button with data-ends is (names of drafts; "x:" means all that begin so). A draft
// whose form is not on the page any more (the step changed) waits in #drafts, under the name of its customer. What a closed
// or crashed tab left, the next one takes over. Everything goes when the workshop ends for this browser.

import { capture, fill, forgetSeen, isTouched, textOf } from "./fields.js";
import { say } from "./say.js";
import * as tab from "./tab_id.js";
import { word } from "./words.js";

const body = document.body;
const PREFIX = `kr:draft:${body.dataset.base}:`; // then the tab, then the name of the draft
let waiting = 0; // drafts without a form
let shown = ""; // and how they were shown last

export function start() {
  sweep();
  tab.findOthers().then(takeOver);
  document.addEventListener("input", ({ target }) => target.form?.dataset.draft && keepForm(target.form));
  document.addEventListener("reset", ({ target }) => target.dataset.draft && empty(target));
  document.addEventListener("kr:sending", ({ detail }) => noteSending(detail));
  document.addEventListener("kr:answered", ({ detail }) => (detail.ok ? end(detail) : keepRefused(detail)));
  document.addEventListener("kr:swapped", () => (isOver() ? forgetHomeless() : bringBack()));
  document.addEventListener("kr:stopped", forgetAll);
  if (isOver()) forgetHomeless();
  bringBack();
  openTyped();
}

/** Who typed before a reload sees it: the fold in which it stands is open again. */
function openTyped() {
  for (const [name, draft] of drafts()) {
    const fold = textOf(draft).length && formsOf(name)[0]?.closest("details:not([open])");
    if (fold) return void (fold.open = true);
  }
}

// Keeping

function keyOf(name) {
  return `${PREFIX}${tab.me()}:${name}`;
}

function keepForm(form) {
  const name = form.dataset.draft;
  const known = read(keyOf(name));
  if (isTouched(form)) keep(name, { ...capture(form), ...(known && { seen: known.seen, command: known.command }) });
  else drop(name);
}

function keep(name, draft) {
  const until = document.querySelector("[data-retain]")?.dataset.retain;
  localStorage.setItem(keyOf(name), JSON.stringify({ ...draft, until }));
}

function drop(name) {
  localStorage.removeItem(keyOf(name));
}

function empty(form) {
  drop(form.dataset.draft);
  form.removeAttribute("data-brought");
}

function read(key) {
  const draft = JSON.parse(localStorage.getItem(key));
  return draft?.fields ? draft : null; // an older page kept other ones
}

/** From here on the queue keeps what is sent, and knows what ends when it is done. */
function noteSending({ entry, from }) {
  const forms = from.filter((one) => one.dataset.draft);
  entry.drafts = Object.fromEntries(forms.map((form) => [form.dataset.draft, capture(form)]));
  entry.ends = from.flatMap((one) => one.dataset.ends ?? []);
  for (const form of forms) drop(form.dataset.draft);
}

function end({ ends = [] }) {
  for (const one of ends) {
    const names = [...drafts()].map(([name]) => name);
    names.filter((name) => name === one || (one.endsWith(":") && name.startsWith(one))).forEach(forget);
  }
  if (ends.length) bringBack();
}

/** Words that are gone with their thing may not come back from a field that stays. */
function forget(name) {
  drop(name);
  for (const form of formsOf(name)) form.reset();
}

/** What was refused is a draft again: perhaps its step has passed, and its form with it. */
function keepRefused({ id, drafts: kept = {} }) {
  for (const [name, draft] of Object.entries(kept)) {
    // What it was judged against has been shown since: the next time it counts against that.
    if (textOf(draft).length) keep(localStorage.getItem(keyOf(name)) ? `${name}-${id}` : name, forgetSeen(draft));
  }
  bringBack();
}

// Bringing back

function formsOf(name) {
  return [...document.querySelectorAll(`[data-region] form[data-draft="${CSS.escape(name)}"]`)];
}

function bringBack() {
  const homeless = [];
  for (const [name, draft] of drafts()) {
    const [form] = formsOf(name);
    if (form) fill(form, draft);
    else if (textOf(draft).length) homeless.push([name, draft]);
  }
  show(homeless);
}

function* drafts() {
  const own = keyOf("");
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(own)).sort()) {
    const draft = read(key);
    if (draft) yield [key.slice(own.length), draft];
  }
}

/** What tabs of this page left that are not open any more. Where both have a text, both stay. */
function takeOver(others) {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
    const [owner] = key.slice(PREFIX.length).split(":", 1);
    const name = key.slice(PREFIX.length + owner.length + 1);
    if (owner === tab.me() || others.has(owner)) continue;
    localStorage.setItem(keyOf(localStorage.getItem(keyOf(name)) ? `${name}-${owner}` : name), localStorage.getItem(key));
    localStorage.removeItem(key);
  }
  bringBack();
  openTyped();
}

function isOver() {
  return document.querySelector("[data-closed]") !== null;
}

/** The workshop was closed: what has no form any more has nowhere to go. */
function forgetHomeless() {
  for (const [name] of drafts()) if (!formsOf(name).length) drop(name);
  bringBack();
}

// What has no form now: named, and still of use

function show(homeless) {
  const drawer = document.getElementById("drafts");
  const now = JSON.stringify([document.body.dataset.step, homeless]);
  if (!drawer || now === shown) return; // somebody may be reading in it
  shown = now;
  if (homeless.length > waiting) say(word("kept"));
  waiting = homeless.length;
  const held = drawer.querySelector("div").contains(document.activeElement);
  drawer.hidden = !waiting;
  drawer.querySelector(".count").textContent = String(waiting);
  drawer.querySelector("ul").replaceChildren(...homeless.map(boxOf));
  if (held) (waiting ? drawer.querySelector("summary") : document.getElementById("main")).focus({ preventScroll: true });
}

function boxOf([name, draft]) {
  const box = document.querySelector("#drafts template").content.firstElementChild.cloneNode(true);
  const [what, field] = box.children;
  const texts = textOf(draft);
  what.textContent = [draft.title, ...texts.map(({ label }) => label)].filter(Boolean).join(" · ");
  field.value = texts.map(({ value }) => value).join("\n");
  field.setAttribute("aria-label", what.textContent);
  const { use, copy, away } = Object.fromEntries(["use", "copy", "away"].map((one) => [one, box.querySelector(`[data-${one}]`)]));
  use.hidden = !takerOf(name);
  use.onclick = () => put(name, field.value, takerOf(name));
  copy.onclick = () => copyOf(field);
  away.onclick = () => {
    drop(name);
    bringBack();
  };
  return box;
}

function takerOf(name) {
  return document.querySelector(`form[data-takes~="${CSS.escape(name)}"]`);
}

/** Into a form of this step that may take it, after what stands there. */
function put(name, text, taker) {
  const field = taker.querySelector("textarea, input:not([type])");
  field.value = [field.value, text.replaceAll("\n", " ")].filter(Boolean).join(" ");
  field.closest("details")?.setAttribute("open", "");
  field.dispatchEvent(new Event("kr:reveal", { bubbles: true })); // views.js, deck.js
  document.getElementById("drafts").open = false;
  field.focus();
  keepForm(taker);
  drop(name);
  bringBack();
}

async function copyOf(field) {
  field.select();
  say(word((await writeClipboard(field.value)) ? "copied" : "not_copied"));
}

/** Plain http on a LAN has no clipboard of the new kind, and a browser may refuse it; the old one copies what is selected. */
async function writeClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

function forgetAll() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  tab.forget();
  show([]);
}

/** Drafts of any workshop whose retention date has passed. */
function sweep() {
  const today = new Date().toISOString().slice(0, 10);
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith("kr:draft:"))) {
    const { until } = JSON.parse(localStorage.getItem(key));
    if (until && until < today) localStorage.removeItem(key);
  }
}
