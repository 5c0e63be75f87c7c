// What follows from the table for this viewer: whose figure is whose, what is lit, how many stand where.
//
// Fragments are the same for everyone, so own marks are put on here, after every change.

import { mayMove } from "./place.js";

const HOLD = 10000; // ms

let asked = false;

/** Begin to keep the marks true. */
export function start() {
  for (const name of ["kr:placed", "kr:swapped", "kr:here", "kr:hold"]) document.addEventListener(name, ask);
  document.addEventListener("kr:here", ({ detail }) => (here = new Set(detail.here)));
  document.addEventListener("kr:hold", ({ detail }) => noteHold(detail));
  mark();
}

let here = null;
const held = new Map(); // figure → seat

// Once per burst, and as a microtask: a covered window gets no animation frames.
function ask() {
  if (asked) return;
  asked = true;
  queueMicrotask(() => {
    asked = false;
    mark();
  });
}

function mark() {
  const figures = [...document.querySelectorAll("ol[data-zone] > li")];
  markFigures(figures);
  countFigures(figures);
  markCards(figures);
  markSeats();
  markGroups();
  document.dispatchEvent(new CustomEvent("kr:marked"));
}

/** Groups of regions that show nothing now. */
function markGroups() {
  for (const group of document.querySelectorAll("main > div")) {
    group.toggleAttribute("data-bare", !group.querySelector(":scope > :not([hidden])"));
  }
}

function markFigures(figures) {
  const me = document.body.dataset.me;
  const turn = document.querySelector("[data-lit-owner]");
  const { litOwner, litZone } = turn?.dataset ?? {};
  const given = new Set(Array.from(document.querySelectorAll("[data-slip][data-of]"), (slip) => slip.dataset.of));
  for (const node of figures) {
    const { figure, owner } = node.firstElementChild.dataset;
    const mine = Boolean(me) && owner === me;
    node.classList.toggle("mine", mine);
    offer(node.firstElementChild, mine && mayMove(node.firstElementChild));
    node.classList.toggle("lit", Boolean(litOwner) && owner === litOwner && node.parentElement.dataset.zone === litZone);
    node.classList.toggle("given", given.has(figure));
    showHold(node, held.get(figure));
  }
  const table = document.querySelector(".table:not(.mini)");
  if (table) table.toggleAttribute("data-dimmed", Boolean(litOwner));
  tellWho(litOwner, me);
}

/** Whether somebody tells: data-told; "me": oneself. */
function tellWho(owner, me) {
  const told = owner && (owner === me ? "me" : "other");
  if (told) document.body.dataset.told = told;
  else delete document.body.dataset.told;
}

/** What can be moved has the menu and a stop for Tab; past three hundred others only the arrows go. */
function offer(button, movable) {
  if (button.tabIndex !== (movable ? 0 : -1)) button.tabIndex = movable ? 0 : -1;
  if (movable) button.setAttribute("aria-haspopup", "menu");
  else button.removeAttribute("aria-haspopup");
}

function showHold(node, seat) {
  if (seat && seat !== document.body.dataset.me) node.dataset.held = isolate(nameOf(seat));
  else delete node.dataset.held;
}

/** A name for text that a stylesheet writes: a Hebrew or Arabic one must not turn its neighbours round. */
export function isolate(name) {
  return `\u2068${name}\u2069`;
}

/** The name of a seat, as its list says it. */
export function nameOf(seat) {
  return document.querySelector(`[data-seat="${CSS.escape(seat)}"] b`)?.textContent ?? "";
}

function noteHold({ figure, seat }) {
  for (const [one, holder] of held) if (holder === seat) held.delete(one);
  if (!figure) return;
  if (!seat) return void held.delete(figure);
  held.set(figure, seat);
  // A hand that lets go while its line is down says nothing: a hold frees itself.
  setTimeout(() => held.get(figure) === seat && held.delete(figure) && ask(), HOLD);
}

function countFigures(figures) {
  const zones = { costs: 0, neutral: 0, gives: 0 };
  const owners = {};
  for (const node of figures) {
    zones[node.parentElement.dataset.zone] += 1;
    const { owner } = node.firstElementChild.dataset;
    owners[owner] = (owners[owner] ?? 0) + 1;
  }
  for (const place of document.querySelectorAll("[data-count-of]")) write(place, zones[place.dataset.countOf]);
  for (const place of document.querySelectorAll("[data-placed-of]")) write(place, owners[place.dataset.placedOf] ?? 0);
}

function write(place, number) {
  if (place.textContent !== String(number)) place.textContent = number;
}


/** The cards with three buttons show where their figure stands. */
function markCards(figures) {
  const zones = new Map(figures.map((node) => [node.firstElementChild.dataset.figure, node.parentElement.dataset.zone]));
  for (const button of document.querySelectorAll("[data-card] [data-place]")) {
    button.setAttribute("aria-pressed", String(zones.get(button.dataset.of) === button.dataset.place));
  }
}

function markSeats() {
  if (!here) return;
  for (const seat of document.querySelectorAll("[data-seat]")) seat.toggleAttribute("data-here", here.has(seat.dataset.seat));
}
