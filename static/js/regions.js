// Which regions of this page are older than we know of, and how they become fresh.
//
// Every region bears a label, data-seq: what it shows is the workshop at that seq or later. News
// names regions that changed; those with a lower label are fetched, several in one GET.

import { ask } from "./http.js";
import { rest } from "./tap_guard.js";

const FOLD = 30; // ms in which news is gathered before a GET
const LAG = 150; // ms before asking again for a region that was still too old
const COUNTS = 1000; // ms between two fetches of counts: eight people type at once in step 1

const needed = new Map(); // name → the seq its region must show
const since = new Map(); // name → when it became too old, or was last painted newer
let asked = []; // names in the GET under way
let fetching; // whether that one, or the last, was answered
let kept = []; // fragments that arrived meanwhile, to be placed again after it
let failures = 0;
let lagging = false;
let countsAt = 0;
let etag = "";
let timer = 0;
let timerAt = Infinity;
let halted = false;
const tools = {};

/** Of the line: `swap(section, html)` paints; `settled()`, `answered(response, names)`, `refused(status, sentence)` and
 *  `dispatch(name, detail)` tell.
 *  Of the table: `applyFragment(html)` puts a figure, `restore()` lays unanswered moves over what was painted. */
export function prepare(given) {
  Object.assign(tools, given);
}

/** Fetch nothing any more. */
export function halt() {
  halted = true;
  clearTimeout(timer);
}

/** Whether everything that we heard of is on the page. */
export function areFresh() {
  return !needed.size && !asked.length && !kept.length;
}

/** For how many ms the oldest of what we know to be too old has been so. */
export function staleFor() {
  return since.size ? performance.now() - Math.min(...since.values()) : 0;
}

/** Note what changed at `seq`: a public fragment, and the names of regions ("all": every one).
 *  `force`: even if the page seems to be that new, for it showed what the server refused. */
export function note({ seq, html, stale }, force = false) {
  if (html) noteFragment({ seq, html, force });
  const names = stale.includes("all") ? allNames() : stale;
  for (const name of names) noteStale(name, seq, force);
  hurry();
}

/** A region was put into the page, empty: fetch it. */
export function bring(name) {
  needed.set(name, labelOf(find(name)));
  since.set(name, performance.now());
  hurry();
}

/** Fetch every region now, unless the server says that nothing changed, or a GET is under way. True when it answered. */
export function fetchAll() {
  if (!asked.length) fetching = fetchNames(allNames(), etag);
  return fetching;
}

function allNames() {
  return Array.from(document.querySelectorAll("[data-region]"), (region) => region.dataset.region);
}

function find(name) {
  return document.getElementById(`region-${name}`);
}

function labelOf(region) {
  return Number(region?.dataset.seq ?? 0);
}

// While the table is fetched its fragments are placed, and once more after the swap: what comes back
// may be older than they are.
function noteFragment(fragment) {
  if (asked.includes("table")) kept.push(fragment);
  place(fragment);
}

function place({ seq, html, force }) {
  const table = find("table");
  if (!table || (!force && labelOf(table) >= seq)) return;
  try {
    tools.applyFragment(html);
  } catch (error) {
    console.error(error); // the server still knows where it stands
    noteStale("table", seq, true);
  }
}

/** A region that follows others is stale whenever one of them is. */
function noteStale(name, seq, force) {
  for (const one of document.querySelectorAll(`[data-stale-with~="${name}"]`)) noteOne(one.dataset.region, seq, force);
  noteOne(name, seq, force);
}

function noteOne(name, seq, force) {
  const region = find(name);
  if (!region || (!force && labelOf(region) >= seq)) return;
  needed.set(name, Math.max(seq, needed.get(name) ?? 0));
  if (!since.has(name)) since.set(name, performance.now());
}

function noteFresh(name) {
  needed.delete(name);
  since.delete(name);
}

function hurry() {
  if (halted || asked.length || !needed.size) return;
  const at = Date.now() + delay();
  if (at >= timerAt) return; // an earlier one is set; news may not push it away again and again
  clearTimeout(timer);
  timerAt = at;
  timer = setTimeout(fetchDue, at - Date.now());
}

function delay() {
  if (failures) return Math.min(3000, 250 * 2 ** failures) * (1 + Math.random() * 0.3);
  if (lagging) return LAG;
  return dueNames().length ? FOLD : Math.max(FOLD, countsAt + COUNTS - Date.now());
}

function dueNames() {
  const rested = Date.now() - countsAt >= COUNTS;
  return [...needed.keys()].filter((name) => name !== "counts" || rested);
}

function fetchDue() {
  timerAt = Infinity;
  const names = dueNames();
  if (names.length && !asked.length) fetching = fetchNames(names);
  else hurry();
}

async function fetchNames(names, known = "") {
  clearTimeout(timer);
  timerAt = Infinity;
  asked = names;
  if (names.includes("counts")) countsAt = Date.now();
  let answered = false;
  try {
    answered = await tryFetch(names, known);
  } finally {
    // Whatever happened: a page that waits for ever for an answer shows nothing new for the rest of the day.
    failures = answered ? 0 : failures + 1;
    lagging = names.some((name) => needed.has(name));
    asked = [];
    kept.splice(0).forEach(place);
    hurry();
    tools.settled();
  }
  return answered;
}

async function tryFetch(names, known) {
  const query = new URLSearchParams(names.map((name) => ["r", name]));
  try {
    const response = await ask(`regions/?${query}`, { headers: known ? { "If-None-Match": known } : {} });
    if (response.status === 304) return true;
    if (!response.ok) return await refuse(response);
    const text = await response.text();
    if (names.length === allNames().length) etag = response.headers.get("ETag") ?? "";
    await paint(text, names);
    tools.answered(response, names);
    return true;
  } catch {
    return false;
  }
}

// Only an answer that bears our sentence is a refusal.
async function refuse(response) {
  if ([401, 403, 404, 410].includes(response.status)) {
    const { sentence } = await response.json();
    if (sentence) tools.refused(response.status, sentence);
  }
  return false;
}

async function paint(text, names) {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const fresh of page.querySelectorAll("[data-region]")) await paintOne(fresh);
  // A region that the server no longer has would be asked for until the end of the day.
  for (const name of names) if (!page.getElementById(`region-${name}`)) noteFresh(name);
}

async function paintOne(fresh) {
  await rest();
  const name = fresh.dataset.region;
  const region = find(name);
  if (!region) return noteFresh(name); // its sheet was closed meanwhile
  if (labelOf(fresh) < labelOf(region)) return;
  if (labelOf(fresh) > labelOf(region)) since.set(name, performance.now());
  await tools.swap(region, fresh.outerHTML);
  tools.restore();
  if (labelOf(fresh) >= (needed.get(name) ?? 0)) noteFresh(name);
  tools.dispatch("kr:swapped", { region: name });
}
