// Puts figures on the table: our own at once and "pending", everybody's when the news comes.
//
// The server's truth about a figure stands in its node: data-in is the zone, data-seq the last change, data-placed the
// last placement; what gives its order inside a zone is read by table_order.js.
// What we moved and have no answer to lies over that truth, and is laid over it again after each swap.

import { send } from "./command.js";
import { nameIn } from "./names.js";
import { waiting as queued } from "./queue.js";
import { say } from "./say.js";
import { clearPending, markPending, nextOf } from "./table_order.js";
import { travel } from "./travel.js";
import { word } from "./words.js";

const GROUPED = 5000; // ms in which moves by others are told as one
const unanswered = new Map(); // figure id → { zone, count, asked }: moves without an answer yet
let asked = 0;
let movedByOthers = 0;
let telling = 0;

/** Begin: moves that an earlier page made and that have no answer yet lie on this one too. */
export function start() {
  document.addEventListener("kr:answered", ({ detail }) => detail.action === "table.place" && answered(detail));
  for (const { action, fields } of queued()) {
    if (action === "table.place") note(Object.fromEntries(fields));
  }
  restore();
}

/** Put an own figure in a zone: on this page at once, on the server when it agrees. */
export function move(figure, zone) {
  const hand = document.activeElement;
  note({ figure, zone });
  travel(() => layOver(figure), nodeOf(figure));
  changed();
  // A line of the list goes when its figure comes, and must not take the focus along.
  if (hand.dataset.figure === figure) focusOn(figure, hand.matches(":focus-visible"));
  send("table.place", { figure, zone, seen: seenOf(figure) });
}

/** The seq of what this page shows of a figure, on the table or still on the list. */
function seenOf(figure) {
  return document.querySelector(`button[data-figure="${CSS.escape(figure)}"][data-seq]`)?.dataset.seq ?? "";
}

/** @param {{ figure?: string, zone?: string }} move */
function note({ figure, zone }) {
  const { count } = unanswered.get(figure) ?? { count: 0 };
  unanswered.set(figure, { zone, count: count + 1, asked: (asked += 1) });
}

function answered({ fields, ok }) {
  const { figure, zone } = Object.fromEntries(fields);
  const name = nameOf(figure);
  forgetMove(figure);
  if (ok) say(word("placed", { name, zone: word(`zone-${zone}`) }));
}

/** A public figure as the server has it at `seq`; older news never overwrites newer. */
export function applyFragment(html) {
  const fresh = parse(html);
  const figure = fresh?.firstElementChild?.dataset.figure;
  const node = figure && nodeOf(figure);
  if (!figure || (node && seqOf(node) > seqOf(fresh))) return;
  if (fresh.firstElementChild.dataset.owner !== document.body.dataset.me) noteOther();
  travel(() => put(figure, node, fresh), node);
  changed();
}

/** Lay our unanswered moves over what a swap has just painted. */
export function restore() {
  for (const figure of unanswered.keys()) layOver(figure);
  changed();
}

/** The node of a figure on the table. */
export function nodeOf(figure) {
  return document.getElementById(`f-${figure}`);
}

/** Whether this page lets the person move a figure of their own now. */
export function mayMove(button) {
  const allowed = document.querySelector("[data-movable]")?.dataset.movable ?? "none";
  const zone = button.closest("[data-in]")?.dataset.in;
  return allowed === "own" || (allowed === "doubt" && zone === "neutral");
}

function focusOn(figure, byKeys) {
  nodeOf(figure)?.firstElementChild.focus({ preventScroll: !byKeys }); // a thumb stays where it is
}

function put(figure, node, fresh) {
  const shown = node ? refresh(node, fresh) : fresh;
  insert(shown, fresh.dataset.in);
  if (unanswered.has(figure)) layOver(figure);
}

/** The old node keeps its place in the page, its focus and its listeners; the content is the new one's. */
function refresh(node, fresh) {
  copyAttributes(node, fresh);
  copyAttributes(node.firstElementChild, fresh.firstElementChild);
  if (node.firstElementChild.innerHTML !== fresh.firstElementChild.innerHTML) {
    node.firstElementChild.replaceChildren(...fresh.firstElementChild.childNodes);
  }
  return node;
}

function copyAttributes(node, fresh) {
  for (const { name, value } of fresh.attributes) if (name !== "class") node.setAttribute(name, value);
  node.className = fresh.className;
  for (const name of ["provisional", "pending", "joined"]) if (!(name in fresh.dataset)) delete node.dataset[name];
}

/** In its zone where a fresh page has it; a move that the server has not answered is the last one of its owner's. */
function insert(node, zone) {
  const list = document.querySelector(`ol[data-zone="${CSS.escape(zone)}"]`);
  if (!list) return;
  const before = nextOf(list, node);
  if (node.parentElement !== list || node.nextElementSibling !== before) moveNode(list, node, before);
}

/** Move a node without losing the focus in it: insertBefore() takes it away; moveBefore() does not, where browsers have it. */
export function moveNode(list, node, before = null) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  if (node.isConnected && list.moveBefore) list.moveBefore(node, before);
  else list.insertBefore(node, before);
  if (focused && document.activeElement !== focused) focused.focus({ preventScroll: true });
}

function layOver(figure) {
  const { zone, count, asked } = unanswered.get(figure);
  const node = nodeOf(figure) ?? provisional(figure);
  if (!node) return;
  markPending(node, count > 1 || zone !== node.dataset.in ? asked : ""); // to where it stands already is no move
  insert(node, zone);
}

/** A first placement has no node on the table yet: one of ours stands there until the server's comes. */
function provisional(figure) {
  const line = document.querySelector(`button[data-figure="${CSS.escape(figure)}"]`);
  if (!line) return null;
  const seat = document.querySelector(`[data-seat="${document.body.dataset.me}"][data-seat-place]`);
  const face = seat?.querySelector(".face");
  const node = document.createElement("li");
  node.id = `f-${figure}`;
  node.className = `figure ${face?.className.replace("face", "") ?? ""}`;
  Object.assign(node.dataset, { provisional: "", in: "", seatPlace: seat?.dataset.seatPlace ?? "" });
  const button = node.appendChild(document.createElement("button"));
  button.type = "button";
  Object.assign(button.dataset, { figure, owner: document.body.dataset.me });
  const name = nameOf(figure);
  const shown = Object.assign(document.createElement("bdi"), { translate: false, textContent: name });
  shown.dataset.name = name;
  button.append(face?.cloneNode(true) ?? "", shown);
  return node;
}

function forgetMove(figure) {
  const entry = unanswered.get(figure);
  if (entry && entry.count > 1) {
    entry.count -= 1;
    return;
  }
  unanswered.delete(figure);
  const node = nodeOf(figure);
  if (node) goHome(node);
  changed();
}

/** The move has its answer: the figure stands where the server says. */
function goHome(node) {
  clearPending(node);
  if ("provisional" in node.dataset) node.remove();
  else travel(() => insert(node, node.dataset.in), node);
}

function nameOf(figure) {
  const button = document.querySelector(`button[data-figure="${CSS.escape(figure)}"]`);
  return button ? nameIn(button) : "";
}

function parse(html) {
  const box = document.createElement("template");
  box.innerHTML = html;
  return box.content.firstElementChild;
}

function seqOf(node) {
  return Number(node.firstElementChild?.dataset.seq ?? 0);
}

function noteOther() {
  movedByOthers += 1;
  telling ||= setTimeout(() => {
    say(word(movedByOthers === 1 ? "moved-other" : "moved-others", { n: movedByOthers }));
    movedByOthers = telling = 0;
  }, GROUPED);
}

function changed() {
  document.dispatchEvent(new CustomEvent("kr:placed"));
}
