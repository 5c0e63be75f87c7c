// Sets the table by what table_layout.js counts: reads names from the tiles and the room from the page, writes custom
// properties for tiles.css, and looks whether the page agrees.
//
// Calm: nothing changes while everything still fits; letters become smaller at once when it does not, and larger only when
// that is worth it and nothing moved for a while. When letters would be too small to read, each zone shows heads and counts.

import * as names from "./name_widths.js";
import { addAir, holds, layOut, smaller } from "./table_layout.js";
import { clearTable, isOverfull, placeHeads, readZones, writeCounts, writeLayout } from "./table_tiles.js";

const TABLE = "#region-table .table";
const LARGEST = 3.5 / 3; // rem, where the style sheet names no --largest
const SMALLEST = 6; // px; for who chose small letters
const [LEGIBLE, LEAST] = [1 / 76, 11]; // of the height of the screen, and px: below both nobody reads it
const FEW = 60; // so many stand as whole little people
const [STEP_DOWN, STEP_UP] = [0.96, 1.08]; // a change of letter size is at least this
const REST = 2000; // ms without a move, before letters grow
const TRIES = 4; // letter sizes, when the page holds less than was counted

const rooms = new WeakMap(); // table → its room
const resized = new ResizeObserver(measureRoom);
let laid = null; // { table, room, layout } that stands on the page; layout null: counts
let busy = false;
let again = false;
let growing = 0;

/** Begin: at every change of the table or its room. */
export async function start() {
  document.addEventListener("kr:marked", fit);
  await names.load();
  document.fonts.addEventListener("loadingdone", () => names.load().then(forget));
  fit();
}

function forget() {
  laid = null;
  fit();
}

/** One at a time: names that are new may have to be measured in the page first. */
async function fit() {
  again = true;
  if (busy || !names.isReady()) return;
  busy = true;
  while (again) {
    again = false;
    const table = document.querySelector(TABLE);
    if (table) await fitTable(table);
  }
  busy = false;
}

async function fitTable(table) {
  if (!isOurs(table)) {
    if (laid?.table === table) clearTable(table); // once: from then on spread.js may set it
    laid = null;
    return;
  }
  const read = readZones(table);
  await names.measure(read.flatMap(({ tiles }) => tiles.map(({ name }) => name)));
  if (again) return; // somebody moved meanwhile
  const zones = withNeeds(read);
  const room = roomOf(table);
  const layout = choose(table, zones, room);
  set(table, read, zones, room, layout);
  clearTimeout(growing);
  growing = setTimeout(grow, REST, table);
}

/** A table that shows, with names, on a screen that does not scroll. */
function isOurs(table) {
  const room = roomOf(table);
  return room.height > 0 && room.columns && !table.hasAttribute("data-dimmed");
}

/** The room that a table has for tiles, from memory: asking the page in the middle of a move would lay it out once more. */
function roomOf(table) {
  if (!rooms.has(table)) {
    readRoom(table);
    resized.observe(table);
    resized.observe(table.querySelector("ol[data-zone]"));
  }
  return rooms.get(table);
}

function readRoom(table) {
  const list = table.querySelector("ol[data-zone]");
  const columns = getComputedStyle(list).columnCount !== "auto";
  rooms.set(table, { width: table.clientWidth, height: list.clientHeight, columns });
}

function measureRoom(entries) {
  for (const table of new Set(entries.map(({ target }) => target.closest(".table")))) if (table) readRoom(table);
  fit();
}

function withNeeds(read) {
  return Object.fromEntries(read.map(({ zone, tiles }) => {
    return [zone, tiles.map(({ name, heads, signs }) => ({ needs: names.needsOf(name), heads, signs }))];
  }));
}

/** What stands there, as long as that fits; null when letters would be too small. */
function choose(table, zones, room) {
  const before = laid?.table === table && isSame(laid.room, room) ? laid.layout : null;
  if (!before) return best(zones, room);
  const stays = !before.figures || isFew(zones, before); // heads become whole figures when letters grow
  if (stays && holds(before, zones, room)) return before;
  if (stays && holds(smaller(before, 0), zones, room)) return addAir(before, zones, room);
  return best(zones, room, before);
}

/** The largest legible layout; smaller by a step than the one `before`, so that not every move changes the letters. */
function best(zones, room, before = null) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const largest = before ? before.size * STEP_DOWN : (parseFloat(getComputedStyle(document.body).getPropertyValue("--largest")) || LARGEST) * rem;
  const layout = layOut(zones, room, { smallest: SMALLEST, largest, figures: isFew(zones, before) });
  return layout && layout.size >= legible() ? layout : null;
}

function legible() {
  const small = document.querySelector('[data-size="S"]'); // the regie chose all names, however small
  return small ? SMALLEST : Math.max(innerHeight * LEGIBLE, LEAST);
}

function isFew(zones, before) {
  const many = before && !before.figures ? FEW * 0.9 : FEW;
  return Object.values(zones).reduce((sum, tiles) => sum + tiles.length, 0) <= many;
}

function isSame(one, other) {
  return one.width === other.width && one.height === other.height;
}

/** Write a layout; where the page holds less than was counted, letters become smaller, and at last counts stand there. */
function set(table, read, zones, room, layout) {
  let [tried, tries] = [layout, 0];
  if (tried) writeLayout(table, read, zones, tried);
  while (tried && isOverfull(table)) {
    tried = tries < TRIES ? smaller(tried) : null;
    tries += 1;
    if (tried) writeLayout(table, read, zones, tried);
  }
  if (tried) placeHeads(read);
  else writeCounts(table, read);
  laid = { table, room, layout: tried };
}

/** Nothing moved for a while: larger letters, if there is room for clearly larger ones. */
function grow(table) {
  if (laid?.table !== table || !table.isConnected || busy) return;
  const read = readZones(table);
  const zones = withNeeds(read);
  const layout = best(zones, laid.room);
  if (layout && layout.size >= (laid.layout?.size ?? legible()) * STEP_UP) set(table, read, zones, laid.room, layout);
}
