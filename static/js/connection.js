// Keeps this page equal to all others: hears the news, has it applied, and says whether we hear it.
//
// Ours and not hx-ws, whose beta has no heartbeat and pauses hidden windows. Besides the templates only this file,
// fragments.js and looked_up.js know htmx by name.

import { darken, isForeign, lighten } from "./http.js";
import { Line } from "./socket.js";
import * as regions from "./regions.js";
import { word } from "./words.js";

const POLL = 2500; // ms between two looks while sockets are blocked
const MISSES = 3; // attempts without a hello before we begin to poll
const PATIENCE = 6000; // ms without a hello after which a lost attempt is reason enough
const ENOUGH = 3; // polls in a row that worked before they do without the line
const LATEST = 30000; // ms that a message may be late
const LATE = 5000; // ms that something on the page may be too old before the page says so
const SAMPLES = 12; // server times that are compared: a minute of beats

const body = document.body;
const codes = { 401: 4401, 403: 4403, 404: 4404, 410: 4404 };

let line = null;
let heard = Number(body.dataset.seq) || 0; // we know of all changes up to here
let greeted = false;
let since = Date.now(); // without a line
let polling = false;
let polls = 0; // that worked, in a row
let stopped = false;
let backwards = 0;
let offsets = [];
let state = "";

/** Begin. Call it when everybody who listens to `kr:` events is there. */
export function start() {
  if (!body.dataset.base) return;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  line = new Line(`${scheme}://${location.host}${body.dataset.base}live/`, { hear, down, refused: stop });
  regions.prepare({ swap, settled: settle, answered, refused, dispatch });
  // A page out of the back-forward cache has a dead socket and old content.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  setInterval(watchAge, 1000);
  line.start();
}

/** Apply the answer to a command of our own, which may come before the news or after it.
 *
 *  `refused`: the page shows what never happened, so it is put right whatever its label says. */
export function applyAnswer({ seq = heard, html = "", stale = [] }, { refused = false } = {}) {
  // Our change is the next one: then we know of all. Else others' news is still on its way. The answer
  // to a retry says nothing but the present seq: that change's own news is on its way too.
  if (seq === heard + 1 && !refused && (html || stale.length)) heard = seq;
  regions.note({ seq: refused ? Math.min(seq, heard) : seq, html, stale }, refused);
  settle();
}

/** The server's time in ms, as this page knows it; the device's own clock may be anything. */
export function serverNow() {
  return Date.now() + (offsets.length ? Math.max(...offsets) : 0);
}

/** Tell others which figure is in hand; null: none. May get lost. */
export function tellHold(figure) {
  line?.send({ hold: figure });
}

/** Applaud what bears this id. May get lost, and nobody counts it. */
export function tellClap(at) {
  line?.send({ clap: at });
}

/** Have a command done by the line, if it is whole; the answer comes as kr:done. */
export function tellCommand(frame) {
  return greeted && line.send(frame);
}

/** A request failed: perhaps the line is dead too. */
export function doubt() {
  line?.doubt();
}

export function isLive() {
  return ["live", "polling", "stale"].includes(state);
}

function hear(frame) {
  if ("hello" in frame) greet(frame);
  else if ("beat" in frame) answerBeat(frame);
  else if ("done" in frame) dispatch("kr:done", frame);
  else if ("seq" in frame) takeNews(frame);
  else if ("here" in frame) dispatch("kr:here", frame);
  else if ("hold" in frame) dispatch("kr:hold", frame.hold);
  else if ("clap" in frame) dispatch("kr:clap", { at: frame.clap });
}

function greet({ hello, time, build, here }) {
  greeted = true;
  polling = false;
  line.relaxed = false;
  lighten();
  offsets = [];
  noteTime(time);
  noteBuild(build);
  catchUp(hello);
  dispatch("kr:here", { here });
  settle();
}

// Answered from here and not by a timer: browsers slow down the timers of hidden windows.
function answerBeat({ beat, time, build }) {
  line.send({ beat: Number(body.dataset.seq) });
  noteTime(time);
  noteBuild(build);
  catchUp(beat);
  settle();
}

function takeNews({ seq, html, stale }) {
  const missed = seq > heard + 1;
  heard = Math.max(heard, seq);
  regions.note({ seq, html, stale: missed ? ["all"] : stale });
  settle();
}

function catchUp(seq) {
  if (seq > heard) {
    heard = seq;
    regions.note({ seq, html: "", stale: ["all"] });
  }
  // Once is an answer that overtook its news. Three times is a server that was put back to an older
  // copy, and nothing on it will ever be newer than what we show.
  backwards = seq < heard ? backwards + 1 : 0;
  if (backwards >= 3) reload();
}

/** Everything that was heard of is on the page: say so. */
function settle() {
  if (stopped || !regions.areFresh()) return;
  if (Number(body.dataset.seq) !== heard) body.dataset.seq = String(heard);
  if (greeted) showState("live");
}

/** Who hears news but cannot fetch it is not connected: the page shows what is no more. */
function watchAge() {
  if (stopped || !state) return;
  const late = isLive() && regions.staleFor() > LATE;
  const better = greeted ? "live" : "polling";
  showState(late ? "stale" : state === "stale" ? better : state);
}

function down(silent) {
  if (greeted) since = Date.now();
  greeted = false;
  if (silent && !line.relaxed) darken();
  if (!polling) showState("offline");
  if (!polling && (line.misses >= MISSES || Math.abs(Date.now() - since) > PATIENCE)) {
    polling = true;
    polls = 0;
    poll();
  }
}

async function poll() {
  polls = (await regions.fetchAll()) ? polls + 1 : 0;
  if (!polling || stopped) return;
  // A server that comes back answers requests first: the line is tried some more before we knock seldom.
  line.relaxed = polls >= ENOUGH;
  showState(polls ? "polling" : "offline");
  setTimeout(() => polling && poll(), POLL);
}

function answered(response, names) {
  const header = (name) => response.headers.get(name);
  // Only a look at the whole page says that we missed nothing.
  if (names.length === document.querySelectorAll("[data-region]").length) {
    heard = Math.max(heard, Number(header("X-Seq")));
  }
  if (header("X-Step")) showStep(header("X-Step"));
  if (header("X-Here") !== null) dispatch("kr:here", { here: header("X-Here").split(",").filter(Boolean) });
  if (header("X-Time")) noteTime(Number(header("X-Time")));
  noteBuild(header("X-Build"));
  // The regions follow the workshop's language at once, the words around them when the page is loaded anew.
  // The lang of the document is not asked: a browser that translates the page changes it.
  reloadOnce("kr:language", header("Content-Language"), body.dataset.language);
}

function showStep(step) {
  if (body.dataset.step === step) return;
  body.dataset.step = step;
  dispatch("kr:step", { step: Number(step) });
}

function swap(section, text) {
  return htmx.swap({ text, target: section, swap: "outerMorph", sourceElement: body });
}

// A message is always late, never early: of some, the one that says the most was the least late.
function noteTime(time) {
  const offset = time - Date.now();
  // That much later is nobody: the server's clock was set back, or ours forward.
  if (offset < Math.max(...offsets) - LATEST) offsets = [];
  offsets = [...offsets, offset].slice(-SAMPLES);
}

function noteBuild(build) {
  reloadOnce("kr:build", build, body.dataset.build);
}

// Once for each value: a page that a proxy keeps old must not reload for ever.
function reloadOnce(key, value, own) {
  if (!value || value === own || sessionStorage.getItem(key) === value) return;
  sessionStorage.setItem(key, value);
  reload();
}

function reload() {
  const question = document.querySelector("dialog[open]");
  if (question) return question.addEventListener("close", reload, { once: true }); // its yes is still to come
  dispatch("kr:leaving", {});
  location.reload();
}

/** Say the state of the line anew: what waits has changed. */
export function retell() {
  if (state) showState(state);
}

function showState(now) {
  const before = state;
  state = body.dataset.connection = now;
  const text = describe();
  for (const place of document.querySelectorAll("[data-connection-text]")) {
    if (place.textContent !== text) place.textContent = text;
  }
  if (state !== before) dispatch("kr:connection", { state, text });
}

// Beside something that waits, nothing says that all is well.
function describe() {
  if (stopped) return ""; // why stands in the page
  if (!["live", "polling"].includes(state)) return word(isForeign() ? "foreign" : state);
  return body.hasAttribute("data-late") ? "" : word(state);
}

function refused(status, sentence) {
  line.stop();
  stop(codes[status], sentence);
}

/** No entry any more: what is private leaves the screen, and the reason stands there. */
function stop(code, sentence = word(`closed-${code}`)) {
  stopped = true;
  polling = false;
  regions.halt();
  showState("offline");
  // Who was signed out in another tab signs in again, and goes on with what was typed.
  const back = code === 4401 && document.getElementById("signed-out");
  const ended = (back || document.getElementById("ended"))?.content.cloneNode(true) ?? document.createElement("p");
  if (!back) (ended.querySelector("[role=alert]") ?? ended).textContent = sentence;
  document.querySelector("main")?.replaceChildren(ended);
  // Signed in again in the other tab: this one goes on.
  if (back) document.addEventListener("visibilitychange", () => document.hidden || reload());
  dispatch(back ? "kr:signed-out" : "kr:stopped", { code });
}

/** A command was refused for want of signing in: on a page where one signs in, that is the end of it for now. True then. */
export function signOut() {
  const may = document.getElementById("signed-out") !== null;
  if (may) refused(401);
  return may;
}

/** Tell all parts of the page. */
export function dispatch(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}
