// What has no answer yet is seen to wait: on its button, on its own tile, and counted beside the state of the line, which
// then does not say that all is well.

import { retell } from "./connection.js";
import { sentBy, WORDS } from "./fields.js";
import * as queue from "./queue.js";
import { word } from "./words.js";

const BRIEF = 1000; // ms that a command may take before the page speaks of waiting

const since = new Map(); // id of a command → when this page began to wait for it
let timer = 0;

/** Begin to keep the marks through swaps. */
export function start() {
  document.addEventListener("kr:swapped", showBusy);
  for (const name of ["kr:swapped", "kr:placed"]) document.addEventListener(name, mark);
}

/** Show what waits now; what is answered soon is not spoken of. */
export function show() {
  showBusy();
  const ids = queue.waiting().map(({ id }) => id);
  document.body.dataset.waiting = String(ids.length);
  for (const id of since.keys()) if (!ids.includes(id)) since.delete(id);
  for (const id of ids) if (!since.has(id)) since.set(id, performance.now());
  clearTimeout(timer);
  if (ids.some((id) => !isLate({ id }))) timer = setTimeout(show, BRIEF);
  mark();
}

function isLate({ id }) {
  return performance.now() - since.get(id) >= BRIEF;
}

function mark() {
  const late = queue.waiting().filter(isLate);
  for (const place of document.querySelectorAll("[data-waiting-text]")) {
    const text = late.length ? word("waiting", { n: since.size }) : "";
    if (place.textContent !== text) place.textContent = text;
  }
  document.body.toggleAttribute("data-late", late.length > 0);
  retell();
  for (const node of document.querySelectorAll("[data-typed]")) node.remove();
  const tiles = new Set(late.flatMap(tilesOf));
  for (const node of document.querySelectorAll("[data-waits]")) if (!tiles.has(node)) delete node.dataset.waits;
  for (const node of tiles) node.dataset.waits = word("waits");
}

/** Where a command is seen: the figures, lines and slips that it names, its button, its form. */
function tilesOf(entry) {
  const pressed = document.querySelectorAll(`button[data-command="${CSS.escape(entry.action)}"][aria-busy]`);
  const forms = [...document.querySelectorAll(`form[data-command="${CSS.escape(entry.action)}"]`)];
  const form = forms.find((one) => isOf(one, entry));
  const nodes = [...entry.fields.flatMap(named), ...pressed, ...(form ? [typed(form, entry)] : [])];
  return nodes.map((node) => node.closest("li") ?? node);
}

function named([, value]) {
  if (value.length > 40) return [];
  const id = CSS.escape(value);
  return [...document.querySelectorAll(`[data-figure="${id}"], [data-item="${id}"], [data-card="${id}"], [data-slip="${id}"]`)];
}

/** Of forms that send the same, the one about the same thing. */
function isOf(form, { fields }) {
  const hidden = [...form.elements].filter(({ type, name }) => type === "hidden" && name !== "seen");
  return hidden.every(({ name, value }) => fields.some(([one, sent]) => one === name && sent === value));
}

/** A form was emptied for the next one: what was typed stands under it until it is answered. */
function typed(form, { fields }) {
  const written = fields.find(([name, value]) => value && form.elements[name]?.matches?.(WORDS));
  if (!written || "keep" in form.dataset || form.closest("li")) return form;
  const place = document.createElement("p");
  place.dataset.typed = "";
  place.textContent = written[1];
  const above = [...form.parentElement.querySelectorAll(":scope > [data-typed]")].at(-1) ?? form;
  above.after(place);
  return place;
}

/** Whether this same command waits already. Judged by content: a swap may have replaced the button that was pressed. And
 *  by the last one about the same thing: to there, back, and there once more is a way, of which the end counts. */
export function isWaiting(action, fields) {
  const text = textOf(fields);
  const last = queue.waiting().findLast((entry) => entry.action === action && subjectOf(entry.fields) === subjectOf(fields));
  return last ? textOf(last.fields) === text : false;
}

/** Not what the page showed: that changes while a command waits. */
function textOf(fields) {
  return JSON.stringify(fields.filter(([name]) => name !== "seen"));
}

/** The id of what a command is about. */
function subjectOf(fields) {
  return fields.find(([, value]) => /^[a-z0-9]{10}$/.test(value))?.[1] ?? "";
}

// aria-disabled and not disabled, which would throw the focus away.
function showBusy() {
  for (const button of document.querySelectorAll("button[data-command]")) {
    const busy = isWaiting(button.dataset.command, sentBy(button));
    for (const name of ["aria-busy", "aria-disabled"]) {
      if (busy) button.setAttribute(name, "true");
      else button.removeAttribute(name);
    }
  }
}
