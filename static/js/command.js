// Sends what people do: one command at a time, in the order of doing, until each has an answer.
// By POST; a moved figure goes by the page's line, which is quicker, as long as that is whole.
//
// Every command bears an id of its own, so sending it again does it only once, and the step that the
// page showed, so a late one is judged by the step it was meant for. Forms and buttons with
// data-command are sent from here; scripts call send().

import * as server from "./http.js";
import { confirm } from "./confirm.js";
import { applyAnswer, dispatch, doubt, isLive, signOut, tellCommand } from "./connection.js";
import { wasOf } from "./edits.js";
import { capture, isTouched, refill } from "./fields.js";
import * as notice from "./notice.js";
import * as queue from "./queue.js";
import * as waiting from "./waiting.js";
import { word } from "./words.js";

const QUICK = "table.place"; // what goes by the line
const TIMEOUT = 8000;
const LONGEST = 5000; // ms between two attempts
const BROKEN = 4; // answers of "500" to the same command before we give it up
const TWICE = 350; // ms in which a second tap belongs to the first

const waiters = new Map(); // id → how send() answers
const saying = new Set();
let asked = {}; // what was asked by the line and has no answer yet
let sending = false;
let halted = false;
let failures = 0;
let errors = 0;
let timer = 0;
let pressed = -TWICE;

/** Begin: send what an earlier page left, and listen to forms and buttons. */
export function start() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("kr:stopped", forget);
  document.addEventListener("kr:signed-out", () => (halted = true)); // and nothing is forgotten
  document.addEventListener("kr:swapped", showBusy);
  waiting.start();
  document.addEventListener("kr:done", ({ detail }) => detail.done === asked.id && asked.resolve(detail));
  document.addEventListener("kr:connection", () => (isLive() ? sendNow() : asked.reject?.()));
  addEventListener("online", sendNow);
  showWaiting();
  sendNow();
}

/** Queue one command. Resolves when it has its answer: `{ok, sentence, seq?, html?, stale?}`. */
export function send(action, fields = {}) {
  const pairs = Object.entries(fields).map(([name, value]) => [name, String(value)]);
  return enqueue(action, pairs);
}

/** What has no answer yet: `[{id, action, fields: [[name, value]…], step}]`, also from before a reload. */
export function unanswered() {
  return queue.waiting();
}

/** Say something to screen readers, also when it is the same sentence again; what comes together is said together. */
export function say(sentence) {
  const place = document.getElementById("say");
  if (!place || !sentence) return;
  place.textContent = "";
  if (!saying.size) setTimeout(() => speak(place), 50);
  saying.add(sentence);
}

/** What was said is no more: who reads on to the end of the page does not find it there. */
export function unsay(sentence) {
  saying.delete(sentence);
  const place = document.getElementById("say");
  if (place?.textContent.includes(sentence)) place.textContent = "";
}

function speak(place) {
  place.textContent = [...saying].join(" ");
  saying.clear();
}

/** `from`: the forms and the button that it was written in; what they hold is kept with it (drafts.js). `step`: that in
 *  which somebody acted; `sure`: after a question. */
function enqueue(action, fields, from = [], { step = document.body.dataset.step, sure = false } = {}) {
  const entry = { id: queue.newId(), action, fields, step, sure, at: Date.now() };
  dispatch("kr:sending", { entry, from });
  queue.add(entry);
  showWaiting();
  const answer = new Promise((resolve) => waiters.set(entry.id, resolve));
  sendNow();
  return answer;
}

// Sending

function sendNow() {
  clearTimeout(timer);
  if (!sending && !halted) sendNext();
}

async function sendNext() {
  const [entry] = queue.waiting();
  if (!entry) return;
  sending = true;
  let pause = 0;
  try {
    pause = await attempt(entry);
  } finally {
    // Whatever a listener did with the answer: the next one's turn comes.
    sending = false;
    if (pause) timer = setTimeout(sendNow, pause);
    else sendNow();
    showWaiting();
  }
}

/** One attempt; returns for how many ms to wait before the next, 0 when there is an answer. */
async function attempt(entry) {
  const { action, id, step } = entry;
  const fields = [...entry.fields, ["action_id", id], ["step", step]];
  let answer;
  try {
    // What failed once goes by POST: the line may be half dead.
    answer = await ((action === QUICK && !failures && byLine(action, id, fields)) || post(action, fields));
  } catch {
    entry.tried = true;
    doubt();
    return backOff();
  }
  const { status } = answer;
  if (status === 401 && signOut()) return LONGEST;
  if (status === 429) return 1000 * Math.min(30, answer.again || 5);
  if (status >= 500 && !isGivenUp(status)) {
    if (answer.sentence) notice.show(answer.sentence); // why it waits; the next answer takes it away
    return backOff();
  }
  failures = errors = 0;
  settle(entry, { ...answer, ok: status === 200 && "seq" in answer });
  return 0;
}

/** The promise of an answer by the line; false when the line is not whole. */
function byLine(action, id, fields) {
  if (!tellCommand({ do: action, fields })) return false;
  return new Promise((resolve, reject) => {
    setTimeout(reject, TIMEOUT);
    asked = { id, resolve, reject };
  });
}

async function post(action, fields) {
  const response = await server.ask(`do/${action}/`, {
    method: "POST",
    headers: { "X-CSRFToken": document.querySelector("meta[name=csrf-token]")?.content ?? "" },
    body: new URLSearchParams(fields),
  });
  // Sent on to another page, and that answered: the command itself arrived nowhere.
  if (response.redirected) throw new Error("sent on");
  const json = response.headers.get("Content-Type")?.startsWith("application/json");
  return { again: Number(response.headers.get("Retry-After")), ...(json ? await response.json() : {}), status: response.status };
}

function backOff() {
  failures += 1;
  return Math.min(LONGEST, 500 * 2 ** (failures - 1)) * (1 + Math.random() * 0.3);
}

// Only our own 500: a proxy says 502 to 504 while the server starts again.
function isGivenUp(status) {
  errors += status === 500 ? 1 : 0;
  return errors >= BROKEN;
}

function settle(entry, answer) {
  queue.drop(entry);
  try {
    if (answer.ok) accept(entry, answer);
    else refuse(entry, answer);
  } finally {
    waiters.get(entry.id)?.(answer);
    waiters.delete(entry.id);
    dispatch("kr:answered", { ...entry, ...answer });
  }
}

function accept(entry, answer) {
  const sentence = answer.sentence || (isIdle(entry, answer) ? word("unchanged") : "");
  notice.accept(sentence, entry.at);
  say(sentence);
  applyAnswer(answer);
}

/** Whether somebody said yes to something that changed nothing, which nobody would see. A repeat may have changed it
 *  the first time. */
function isIdle({ sure, tried }, { html, stale }) {
  return sure && !tried && !html && !stale?.length;
}

function refuse(entry, answer) {
  answer.sentence ||= word("failed");
  say(answer.sentence);
  notice.refuse(answer.sentence, entry.at);
  giveBack(entry);
  // A figure goes back to where it stood among others that were placed at once: only the server knows where.
  const stale = [...(answer.stale ?? []), ...(entry.action === "table.place" ? ["table"] : [])];
  applyAnswer({ ...answer, stale }, { refused: true });
}

function forget() {
  clearTimeout(timer);
  queue.clear();
}

// What the page shows of it

function showWaiting() {
  showBusy();
  waiting.show();
}

// Forms and buttons

// The form is emptied at once: the next customer may be typed while the last one is on its way, and
// the text is safe in the queue. data-keep: a form that shows what is, and keeps showing it.
function onSubmit(event) {
  const form = event.target.closest("form[data-command]");
  if (!form) return;
  event.preventDefault();
  const fields = written(form, event.submitter);
  // A form may be sent for more than one thing: saved, or saved and stuck on the stack.
  const action = event.submitter?.dataset.command ?? form.dataset.command;
  if (isWaiting(action, fields)) return;
  const { step } = document.body.dataset;
  confirm(event.submitter?.dataset.confirm ?? questionOf(form), (sure) => {
    const answer = enqueue(action, fields, [form], { step, sure });
    if (!form.dataset.draft && !("keep" in form.dataset)) fillAfter(answer, form);
    const preview = form.closest("[data-preview]");
    if (preview) clearAfter(answer, preview);
    if (!("keep" in form.dataset)) form.reset();
  });
}

function written(form, button) {
  return [...new FormData(form, button), ...wasOf(form), ...seenIn(form)].map(([name, value]) => [name, String(value)]);
}

/** What was refused stands in its form again, to be mended; what has a draft comes back by that (drafts.js). */
async function fillAfter(answer, form) {
  const filled = capture(form);
  const { ok } = await answer;
  if (!ok && !isTouched(form)) refill(form, filled);
}

/** What was looked at is taken over: only how many stays, and the form that it was read from is empty again. */
async function clearAfter(answer, preview) {
  const form = preview.parentElement.querySelector("form");
  const { value } = form.elements.text;
  const { ok, sentence } = await answer;
  if (!ok) return;
  const said = Object.assign(document.createElement("p"), { className: "taken-over", tabIndex: -1, textContent: sentence });
  preview.replaceChildren(said);
  said.focus();
  if (form.elements.text.value !== value) return; // the next list is being typed
  form.reset();
}

function onClick(event) {
  const button = event.target.closest("button[data-command]");
  if (!button || (button.form && button.type === "submit")) return; // that sends the form
  event.preventDefault();
  if (isSecondPress(event, button)) return;
  const forms = gathered(button);
  const fields = [...fieldsOf(button), ...forms.flatMap((form) => written(form))];
  if (button.disabled || isWaiting(button.dataset.command, fields)) return;
  const { step } = document.body.dataset; // that it was asked in
  confirm(questionOf(button), (sure) => enqueue(button.dataset.command, fields, [button, ...forms], { step, sure }));
}

/** data-gathers: a button for several forms sends what is written in each. */
function gathered({ dataset: { gathers } }) {
  return gathers ? [...document.querySelectorAll(gathers)] : [];
}

/** data-confirm-brought: asked of a form with words that were typed for another one, which perhaps showed them to fewer.
 *  data-confirm-typed: asked when its form holds words that would go. */
function questionOf({ dataset, form }) {
  if ("brought" in dataset && dataset.confirmBrought) return dataset.confirmBrought;
  const typed = [...(form?.elements ?? [])].some((field) => field.matches("input:not([type=hidden]), textarea") && field.value);
  return dataset.confirm ?? (typed ? dataset.confirmTyped : "");
}

/** Whether this is the second half of a double press. What passes on would pass on twice: the page may have been
 *  painted in between, and the button under the pointer be the next one. Some phones do not count taps. */
function isSecondPress({ detail, pointerType, timeStamp }, button) {
  if (!("once" in button.dataset)) return false;
  const soon = pointerType === "touch" && timeStamp - pressed < TWICE;
  pressed = timeStamp;
  return detail > 1 || soon;
}

// A key that is held down presses a button again and again.
function onKey(event) {
  if (event.repeat && event.target.closest("button[data-once]")) event.preventDefault();
}

function fieldsOf(button) {
  /** @type {[string, unknown][]} */
  const fields = Object.entries(JSON.parse(button.dataset.fields || "{}"));
  // data-seen: the seq of what it is about, so that it overwrites nothing that somebody did meanwhile.
  if (button.dataset.seen) fields.push(["seen", button.dataset.seen]);
  else fields.push(...seenIn(button));
  return fields.map(([name, value]) => [name, String(value)]);
}

/**
 * data-sees: what decides something names the seq of the region that it stands in.
 * @returns {[string, unknown][]}
 */
function seenIn(element) {
  const region = "sees" in element.dataset && element.closest("[data-region]");
  return region ? [["seen", region.dataset.seq]] : [];
}

// Judged by content: a swap may have replaced the button that was pressed. And by the last one about the same thing: to
// there, back, and there once more is a way, of which the end counts.
function isWaiting(action, fields) {
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
    const busy = isWaiting(button.dataset.command, fieldsOf(button));
    for (const name of ["aria-busy", "aria-disabled"]) {
      if (busy) button.setAttribute(name, "true");
      else button.removeAttribute(name);
    }
  }
}

/** A refused text goes back into its field, unless something else stands there by now. */
function giveBack({ action, fields }) {
  const form = document.querySelector(`form[data-command="${CSS.escape(action)}"]:not([data-keep])`);
  for (const [name, value] of fields) {
    const field = form?.elements[name];
    if (field?.matches?.("textarea, input:not([type]), input[type=text]") && !field.value) field.value = value;
  }
}
