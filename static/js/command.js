// Sends what people do: one command at a time, in the order of doing, until each has an answer.
// By POST; a moved figure goes by the page's line, which is quicker, as long as that is whole.
//
// Every command bears an id of its own, so sending it again does it only once, and the step that the
// page showed, so a late one is judged by the step it was meant for. Forms and buttons call
// enqueue() (forms.js), other scripts send().

import * as server from "./http.js";
import { applyAnswer, dispatch, doubt, isLive, signOut, tellCommand } from "./connection.js";
import { asTexts, giveBack } from "./fields.js";
import * as notice from "./notice.js";
import * as queue from "./queue.js";
import { say } from "./say.js";
import * as waiting from "./waiting.js";
import { word } from "./words.js";

const QUICK = "table.place"; // what goes by the line
const TIMEOUT = 8000;
const LONGEST = 5000; // ms between two attempts
const BROKEN = 4; // answers of "500" to the same command before we give it up

const waiters = new Map(); // id → how send() answers
let asked = {}; // what was asked by the line and has no answer yet
let sending = false;
let halted = false;
let failures = 0;
let errors = 0;
let timer = 0;

/** Begin: send what an earlier page left. */
export function start() {
  document.addEventListener("kr:stopped", forget);
  document.addEventListener("kr:signed-out", () => (halted = true)); // and nothing is forgotten
  waiting.start();
  document.addEventListener("kr:done", ({ detail }) => detail.done === asked.id && asked.resolve(detail));
  document.addEventListener("kr:connection", () => (isLive() ? sendNow() : asked.reject?.()));
  addEventListener("online", sendNow);
  waiting.show();
  sendNow();
}

/** Queue one command. Resolves when it has its answer: `{ok, sentence, seq?, html?, stale?}`. */
export function send(action, fields = {}) {
  return enqueue(action, asTexts(Object.entries(fields)));
}

/** `from`: the forms and the button that it was written in; what they hold is kept with it (drafts.js). `step`: that in
 *  which somebody acted; `sure`: after a question. */
export function enqueue(action, fields, from = [], { step = document.body.dataset.step, sure = false } = {}) {
  const entry = { id: queue.newId(), action, fields, step, sure, at: Date.now() };
  dispatch("kr:sending", { entry, from });
  queue.add(entry);
  waiting.show();
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
    waiting.show();
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
  applyAnswer(answer, { refused: true });
}

function forget() {
  clearTimeout(timer);
  queue.clear();
}
