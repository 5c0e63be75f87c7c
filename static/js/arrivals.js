// A colleague's move is read from the back of the room: its tile keeps a ring, its owner lights up below, and the head of the
// page says what came where. After more moves than can be read only the rings are left.
//
// In a zone without names the owner's head and the zone's count have the ring: a move opens nothing.

import { nameIn } from "./names.js";
import { nodeOf } from "./place.js";
import { word } from "./words.js";

const SHOWN = 4000; // ms
const MOST = 3; // moves in that time that are told

const known = new Set(); // ids of figures that stood there before
let moves = []; // { figure, zone, at }, the last one at the end
let lit = new Set(); // what has a ring now
let line = null;
let timer = 0;

/** Begin: whatever way a figure comes to another zone, by news or with a repainted table. */
export function start() {
  const table = document.getElementById("region-table");
  note(table);
  const watched = { subtree: true, childList: true, attributeFilter: ["data-in"], attributeOldValue: true };
  new MutationObserver(onChanges).observe(table, watched);
  document.addEventListener("kr:laid", show);
}

function note(node) {
  for (const { id } of node.querySelectorAll?.("ol > li") ?? []) known.add(id);
}

function onChanges(records) {
  for (const { type, target, oldValue, addedNodes } of records) {
    if (type === "attributes" && oldValue !== target.dataset.in) arrive(target);
    for (const node of addedNodes) {
      if (node.matches?.("ol > li") && !known.has(node.id)) arrive(node);
      else note(node);
    }
  }
  show();
}

function arrive({ firstElementChild, dataset, id }) {
  known.add(id);
  moves.push({ figure: firstElementChild.dataset.figure, zone: dataset.in, at: performance.now() });
}

function show() {
  const now = performance.now();
  moves = moves.filter(({ at }) => now - at < SHOWN);
  const fresh = new Set(moves.flatMap(({ figure }) => placesOf(nodeOf(figure))));
  for (const node of lit) if (!fresh.has(node)) node.removeAttribute("data-arrived");
  for (const node of fresh) node.setAttribute("data-arrived", "");
  lit = fresh;
  tell(moves.length <= MOST ? moves.at(-1) : null);
  clearTimeout(timer);
  if (moves.length) timer = setTimeout(show, moves[0].at + SHOWN - now + 1);
}

/** The tile of a figure, or what stands for it; and who it is of. */
function placesOf(node) {
  if (!node) return [];
  const { owner } = node.firstElementChild.dataset;
  const zone = node.closest(".zone");
  const seat = document.getElementById(`seat-${owner}`);
  const closed = zone.hasAttribute("data-counted");
  const heads = closed || node.hasAttribute("data-elsewhere") ? [...zone.querySelectorAll("[data-cluster]")] : [node];
  const own = heads.find((one) => one.firstElementChild.dataset.owner === owner);
  return [own, seat, closed && zone.querySelector(".count")].filter(Boolean);
}

function tell(move) {
  const node = move && nodeOf(move.figure);
  line?.toggleAttribute("hidden", !node);
  if (!node) return;
  line ??= document.body.appendChild(Object.assign(document.createElement("p"), { className: "arrival", ariaHidden: "true" }));
  const face = document.querySelector(`#seat-${CSS.escape(node.firstElementChild.dataset.owner)} .face`);
  const name = Object.assign(document.createElement("bdi"), { translate: false, textContent: nameIn(node.firstElementChild) });
  const place = Object.assign(document.createElement("span"), { className: move.zone, textContent: word(`zone-${move.zone}`) });
  line.replaceChildren(...(face ? [face.cloneNode(true)] : []), name, " → ", place);
}
