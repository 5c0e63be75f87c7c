// Tap–tap, the menu "Verplaats" and keys: pick something up, put it down. Dragging (drag.js) is an extra.
//
// What has no buttons of its own beside it opens the menu when it is picked up; M opens it anywhere.
// An item is a button with data-figure (the table's and the list's figures) or data-item; a place is an
// element with data-drop. Both name a group (none: the table). Putting down is the same for all ways: drop().

import { send } from "./command.js";
import { digitOf } from "./keys.js";
import * as menu from "./menu.js";
import { nameIn } from "./names.js";
import { mayMove, move, moveNode, nodeOf } from "./place.js";
import { say } from "./say.js";
import { show as showZone } from "./segments.js";
import { word } from "./words.js";

const ITEM = "button[data-figure], button[data-item]";
let picked = null;
let practised = ""; // the zone in which this page's practice figure stands; only here

export function start() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("kr:swapped", restorePractice);
  document.addEventListener("kr:swapped", () => picked && !(picked.isConnected && isMovable(picked)) && putDown());
}

/** The item at or around a node, if this person may move it now; null otherwise. */
export function itemAt(node) {
  const item = node.closest?.(ITEM);
  return item && isMovable(item) ? item : null;
}

/** The place for an item at or around a node. */
export function placeAt(node, item) {
  const place = node?.closest?.("[data-drop]");
  return place && place.dataset.dropGroup === groupOf(item) ? place : null;
}

/** Put an item in a place: what the item's own button for that place does. */
export function drop(item, place) {
  const value = place.dataset.dropValue;
  const figure = item.dataset.figure ?? item.dataset.item;
  const choice = choiceOf(item, value);
  if (groupOf(item) === "practice") practise(item, place);
  else if (groupOf(item) === "table") moveTo(figure, value);
  else if (choice) choice.click();
  else if (place.dataset.drop === "sheet.sort") send("sheet.sort", { figure, column: value, seen: choiceOf(item, "gives")?.dataset.seen ?? "" });
}

/** Where one zone shows at a time, that of the move does. */
function moveTo(figure, zone) {
  if (document.querySelector(".zone-tabs")?.checkVisibility()) showZone(zone);
  move(figure, zone);
}

function groupOf(item) {
  return item.dataset.group ?? "table";
}

function isMovable(item) {
  if (item.dataset.item) return true;
  if (item.dataset.owner !== document.body.dataset.me) return false;
  return groupOf(item) !== "table" || !nodeOf(item.dataset.figure) || mayMove(item);
}

function onClick(event) {
  if (event.defaultPrevented) return;
  const button = event.target.closest("[data-place]");
  if (button) return void move(button.dataset.of, button.dataset.place);
  const item = event.target.closest(ITEM);
  const place = picked && placeAt(event.target, picked);
  // A figure in the zone that somebody points at is part of the zone, unless it can be moved itself.
  if (item && item !== picked && (!place || isMovable(item))) return pickUp(item);
  if (place && !event.target.closest("button:not([data-figure]):not([data-item]), a, input, summary")) putIn(place);
  else if (picked && (item === picked || menu.isOpen())) putDown();
}

function pickUp(item, asked = false) {
  if (!isMovable(item)) return say(word(item.dataset.owner === document.body.dataset.me ? "not-now" : "not-yours"));
  // What lies below its zone goes straight up.
  if (item.dataset.up && !asked && !hasChoices(item)) return move(item.dataset.figure, item.dataset.up);
  if (picked) mark(false);
  picked = item;
  mark(true);
  const places = placesFor(item);
  const name = nameIn(item);
  if (!places.length || !(asked || !hasChoices(item))) return say(word("picked", { name }));
  item.removeAttribute("aria-pressed");
  item.setAttribute("aria-expanded", "true");
  menu.open(item, name, places, { choose: putIn, leave: putDown });
}

/** Whether buttons for its places stand beside it. */
function hasChoices(item) {
  return Boolean(item.closest("li")?.querySelector(".choices")?.checkVisibility());
}

/** Where an item may go from where it is. */
function placesFor(item) {
  const free = !["decide", "answer"].includes(groupOf(item));
  return placesOf(item).filter((place) => {
    const choice = choiceOf(item, place.dataset.dropValue);
    return !place.contains(item) && (choice ? choice.getAttribute("aria-pressed") !== "true" : free);
  });
}

function placesOf(item) {
  return [...document.querySelectorAll(`[data-drop-group="${groupOf(item)}"]`)];
}

/** An item's own button for a place, where it has them. */
function choiceOf(item, value) {
  return item.closest("li")?.querySelector(`[data-choice="${CSS.escape(value)}"]`);
}

function putIn(place) {
  const item = picked;
  mark(false);
  picked = null;
  item.focus({ preventScroll: true });
  drop(item, place);
}

function putDown() {
  const item = picked;
  const focused = mark(false);
  picked = null;
  say(word("put-down", { name: nameIn(item) }));
  if (focused) (item.isConnected ? item : document.getElementById("main")).focus({ preventScroll: true });
}

/** Show that the item is in hand, or not; true when the focus was in its menu. */
function mark(on) {
  if (on) picked.setAttribute("aria-pressed", "true");
  else picked.removeAttribute("aria-pressed");
  picked.removeAttribute("aria-expanded");
  picked.closest("li")?.classList.toggle("picked", on);
  for (const place of placesOf(picked)) place.toggleAttribute("data-open", on);
  return !on && menu.close();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && picked) {
    event.preventDefault(); // it closes nothing else
    return putDown();
  }
  const item = event.target.closest?.(ITEM);
  if (!item) return;
  if (event.key.toLowerCase() === "m") pickUp(item, true);
  else if (digitOf(event)) byNumber(event, item);
  else if (event.key.startsWith("Arrow")) byArrow(event, item);
}

/** 1, 2, 3: the place with that number in its heading. */
function byNumber(event, item) {
  const place = document.querySelector(`[data-drop-group="${groupOf(item)}"][data-key="${digitOf(event)}"]`);
  if (!place) return;
  event.preventDefault();
  if (!isMovable(item)) return pickUp(item);
  if (picked) putDown();
  drop(item, place);
}

/** Arrows only move the focus: along a list, or to the list beside it. */
function byArrow(event, item) {
  const list = item.closest("ol, ul");
  const items = [...list.querySelectorAll(ITEM)];
  const along = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const target = along ? items[items.indexOf(item) + along] : beside(item, list, event.key === "ArrowRight" ? 1 : -1);
  if (!target) return;
  event.preventDefault();
  target.focus();
}

function beside(item, list, by) {
  const places = placesOf(item).filter((one) => one.querySelector(ITEM));
  const at = places.findIndex((place) => place.contains(list));
  return places[at + by]?.querySelector(ITEM) ?? null;
}

function practise(item, place) {
  practised = place.dataset.dropValue;
  restorePractice();
  if (!place.closest("[data-practised]")) send("lobby.practise");
  say(word("placed", { name: nameIn(item), zone: word(`zone-${place.dataset.dropValue}`) }));
  item.focus({ preventScroll: true });
}

/** Whoever comes in has the page painted anew: the figure stays where it was put. */
function restorePractice() {
  const node = document.getElementById("practice-figure");
  const list = practised && document.querySelector(`[data-practice-zone="${practised}"]`);
  if (node && list && node.parentElement !== list) moveNode(list, node);
}
