// One card at a time: of a list of cards one shows, large, and the others stand by name in a strip.
//
// A deck bears data-deck, its name; its cards are the items of its lists with data-cards, in their order, each with an id.
// They all stay in the page: only which of them shows is kept here, so drafts and news find them where they were.
// A card says for itself whether it has its answer (data-answered) and in which state it is (data-state); data-calls: it is
// what everybody looks at now. Nothing moves on by itself but to what calls.

import { digitOf } from "./keys.js";
import { nameIn } from "./names.js";
import { say } from "./say.js";
import { word } from "./words.js";

const WRITTEN_IN = "input:not([type=checkbox], [type=radio]), select, textarea";
const SWIPE = 56; // px, and twice as far as up or down
const LEAST = 0.5; // of the largest letters of a name
const LESS = 0.05;

const shown = new Map(); // deck → { id, at, passed, called, listed, room }
let touch = null;

export function start() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("kr:reveal", ({ target }) => reveal(target));
  document.addEventListener("touchstart", onTouch, { passive: true });
  document.addEventListener("touchend", onLift);
  for (const name of ["kr:swapped", "kr:view"]) document.addEventListener(name, layAll);
  addEventListener("resize", layAll);
  // Who is asked a word more has less room for the name.
  document.addEventListener("toggle", ({ target: fold }) => fold.closest("[data-cards]") && layAll(), true);
  document.fonts?.ready.then(layAll);
  document.fonts?.addEventListener("loadingdone", layAll);
  layAll();
}

function layAll() {
  for (const deck of document.querySelectorAll("[data-deck]")) lay(deck);
}

function cardsOf(deck) {
  return [...deck.querySelectorAll("[data-cards] > li[id]")];
}

function stateOf({ dataset: { deck } }) {
  if (!shown.has(deck)) shown.set(deck, { id: "", at: 0, passed: new Set(), called: "", listed: false, room: "" });
  return shown.get(deck);
}

/** Show the card of this deck that is to be seen: what calls, what showed already, or the first without an answer. */
function lay(deck) {
  const [state, cards] = [stateOf(deck), cardsOf(deck)];
  const calls = cards.find((one) => "calls" in one.dataset);
  const called = calls && calls.id !== state.called ? calls : null;
  state.called = calls?.id ?? "";
  const same = cards.find(({ id }) => id === state.id);
  const next = called ?? same ?? (state.id && cards[Math.min(state.at, cards.length - 1)]) ?? null;
  show(deck, next || openCard(deck) || cards[0]);
}

function isOpen(deck, card) {
  return !("answered" in card.dataset) && !stateOf(deck).passed.has(card.id);
}

function openCard(deck) {
  return cardsOf(deck).find((one) => isOpen(deck, one));
}

function show(deck, card) {
  const [state, cards] = [stateOf(deck), cardsOf(deck)];
  const at = cards.indexOf(card);
  const changed = state.id !== (card?.id ?? "");
  Object.assign(state, { id: card?.id ?? "", at: Math.max(0, at) });
  for (const one of cards) one.toggleAttribute("data-shown", one === card);
  deck.dataset.on = card?.dataset.state ?? "";
  for (const one of [deck, deck.closest(".own")]) one?.toggleAttribute("data-listed", state.listed);
  deck.toggleAttribute("data-calling", "calls" in (card?.dataset ?? {}));
  deck.toggleAttribute("data-ended", !target(deck, 1));
  deck.querySelector("[data-deck-list]")?.setAttribute("aria-expanded", String(state.listed));
  write(deck.querySelector("[data-deck-place]"), card ? word("card-place", { n: at + 1, all: cards.length }) : "");
  for (const [index, one] of [...deck.querySelectorAll("[data-segment-of]")].entries()) one.toggleAttribute("data-now", index === at);
  for (const one of deck.querySelectorAll("[data-turn]")) one.setAttribute("aria-disabled", String(!target(deck, Number(one.dataset.turn))));
  const button = markStrip(deck, card);
  if (card) fit(card);
  const room = sizeOf(button?.closest("ol")); // another one has other pages
  if (button && (changed || state.room !== room)) button.scrollIntoView({ block: "nearest", inline: "nearest" });
  state.room = room;
  document.dispatchEvent(new Event("kr:card")); // the strip turns to its page
}

function sizeOf(strip) {
  return strip ? `${strip.clientWidth} × ${strip.clientHeight}` : "";
}

function write(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}

/** The button of the card that shows is the current one. */
function markStrip(deck, card) {
  let current = null;
  for (const one of deck.querySelectorAll("[data-to-card]")) {
    const { toCard } = one.dataset;
    one.toggleAttribute("data-passed", stateOf(deck).passed.has(toCard));
    if (toCard === card?.id) (current = one).setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
  return current;
}

/** The card before or after the one that shows; after the last one, the first that has no answer yet. */
function target(deck, by) {
  const cards = cardsOf(deck);
  const { at, id } = stateOf(deck);
  const next = cards[at + by] ?? (by > 0 ? openCard(deck) : null);
  return next && next.id !== id ? next : null;
}

/** Go to another card. Who had the focus in the one that went has it in the one that came. */
function go(deck, card, focus = false) {
  if (!card) return;
  const before = document.getElementById(stateOf(deck).id);
  const held = focus || before?.contains(document.activeElement);
  stateOf(deck).listed = false;
  show(deck, card);
  if (held) card.focus({ preventScroll: true });
  else say(`${nameIn(card)}, ${word("card-place", { n: stateOf(deck).at + 1, all: cardsOf(deck).length })}`);
}

function reveal(node) {
  const card = node.closest("[data-cards] > li[id]");
  const deck = card?.closest("[data-deck]");
  if (deck) go(deck, card);
}

// Hands

function onClick(event) {
  const button = event.target.closest("button");
  const deck = button?.closest("[data-deck]");
  if (!deck || event.defaultPrevented) return;
  const { turn, toCard, deckList, pass, asksFirst } = button.dataset;
  if (turn) go(deck, target(deck, Number(turn)));
  else if (toCard) go(deck, document.getElementById(toCard), true);
  else if (deckList !== undefined) list(deck);
  else if (pass !== undefined) passOn(deck, button.closest("li"));
  else if (asksFirst) askFirst(event, document.getElementById(asksFirst));
}

function list(deck) {
  const state = stateOf(deck);
  state.listed = !state.listed;
  show(deck, document.getElementById(state.id));
}

/** Nothing is to be changed: that is an answer too, and the next card comes. */
function passOn(deck, card) {
  stateOf(deck).passed.add(card.id);
  const cards = cardsOf(deck);
  const later = cards.slice(stateOf(deck).at + 1).find((one) => isOpen(deck, one));
  const next = later ?? openCard(deck);
  if (next) go(deck, next);
  else show(deck, card);
}

/** An answer that needs a word more asks for it first. */
function askFirst(event, fold) {
  if (!fold || fold.open) return;
  event.preventDefault();
  fold.open = true;
  fold.querySelector("input")?.focus();
}

/** Digits answer the card, arrows go to another one; only from within, and never out of what somebody writes. */
function onKey(event) {
  const deck = event.target.closest?.("[data-deck]");
  if (!deck || event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches(WRITTEN_IN) || !showsOne(deck)) return;
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by && !event.target.matches("[type=radio]")) {
    event.preventDefault();
    return go(deck, target(deck, by));
  }
  const digit = digitOf(event);
  const card = digit && document.getElementById(stateOf(deck).id);
  const button = card && card.querySelector(`button[data-key="${digit}"]:not(:disabled)`);
  if (!button) return;
  event.preventDefault();
  button.focus({ preventScroll: true });
  button.click();
}

/** Not where the stylesheet lays all cards beside each other. */
function showsOne(deck) {
  return cardsOf(deck).filter((one) => one.checkVisibility()).length === 1;
}

function onTouch({ touches, target: node }) {
  const card = touches.length === 1 && !node.closest(WRITTEN_IN) && node.closest("[data-cards] > li[data-shown]");
  touch = card ? { card, x: touches[0].clientX, y: touches[0].clientY } : null;
}

/** @param {TouchEvent} event */
function onLift({ changedTouches }) {
  const [{ clientX, clientY }] = changedTouches;
  if (!touch?.card.isConnected) return;
  const [x, y] = [clientX - touch.x, clientY - touch.y];
  const deck = touch.card.closest("[data-deck]");
  touch = null;
  if (Math.abs(x) >= SWIPE && Math.abs(x) > 2 * Math.abs(y)) go(deck, target(deck, x < 0 ? 1 : -1));
}

// Letters

/** The name as large as it stands whole: words are broken at their hyphens only when smaller letters do not do. */
function fit(card) {
  const name = card.querySelector("[data-fit]");
  if (!name?.checkVisibility()) return;
  for (const broken of [false, true]) {
    name.toggleAttribute("data-broken", broken);
    for (let part = 1; part >= (broken ? LEAST : 0.8); part -= LESS) {
      name.style.setProperty("--part", part.toFixed(2));
      if (isWhole(name)) return;
    }
  }
  name.setAttribute("data-broken", "anywhere"); // one word that no hyphen helps
}

function isWhole(name) {
  const paper = name.closest("[data-paper]") ?? name.parentElement;
  return name.scrollWidth <= name.clientWidth && paper.scrollHeight <= paper.clientHeight + 1;
}
