// Sets the table by what table_layout.js counts: reads names from the tiles and the room from the page, writes custom
// properties for tiles.css, and looks whether the page agrees.
//
// Calm: nothing changes while everything still fits; letters become smaller at once when it does not, and larger only when
// that is worth it and nothing moved for a while. When letters would be too small to read, the table zooms: into the zone or
// the person that the regie chose, else into the first zone.

import * as names from "./name_widths.js";
import { addAir, holds, layOut, smaller } from "./table_layout.js";
import { clearTable, isOverfull, placeHeads, readZones, writeCounts, writeLayout } from "./table_tiles.js";
import { COUNTS, WHOLE, openPart, roomFor, zoomsFor } from "./table_zoom.js";

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
  document.addEventListener("kr:swapped", ({ detail }) => detail.region === "enlarged" && fit()); // the regie chose a part
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
  const room = roomOf(table);
  set(table, read, room, choose(table, read, room));
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

/** The first part of the table whose names can be read, and its layout; heads and counts when there is none. */
function choose(table, read, room) {
  for (const zoom of zoomsFor(read)) {
    const zones = withNeeds(openPart(read, zoom));
    const layout = layoutOf(table, zones, room, zoom);
    if (layout) return { zoom, zones, layout };
  }
  return { zoom: COUNTS, zones: {}, layout: null };
}

/** What stands there, as long as that fits; null when letters would be too small. */
function layoutOf(table, zones, whole, zoom) {
  const room = roomFor(zoom, whole);
  const before = laid?.table === table && isSame(laid.room, whole) && laid.zoom.key === zoom.key ? laid.layout : null;
  if (!before) return best(zones, room, zoom);
  const stays = !before.figures || isFew(zones, before); // heads become whole figures when letters grow
  if (stays && holds(before, zones, room)) return before;
  if (stays && holds(smaller(before, 0), zones, room)) return addAir(before, zones, room);
  return best(zones, room, zoom, before);
}

/** The largest legible layout; smaller by a step than the one `before`, so that not every move changes the letters. */
function best(zones, room, zoom, before = null) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const largest = before ? before.size * STEP_DOWN : (parseFloat(getComputedStyle(document.body).getPropertyValue("--largest")) || LARGEST) * rem;
  const layout = layOut(zones, room, { smallest: SMALLEST, largest, figures: isFew(zones, before) });
  return layout && layout.size >= leastOf(zoom) ? layout : null;
}

/** The whole table comes back from a zoom when that is clearly worth it. */
function leastOf(zoom) {
  if (zoom.small) return SMALLEST;
  return zoom === WHOLE && laid && laid.zoom !== WHOLE ? legible() * STEP_UP : legible();
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
function set(table, read, room, { zoom, zones, layout }) {
  let [tried, tries] = [layout, 0];
  const part = openPart(read, zoom);
  if (tried) writeLayout(table, read, part, zones, tried, zoom);
  while (tried && isOverfull(part)) {
    tried = tries < TRIES ? smaller(tried) : null;
    tries += 1;
    if (tried) writeLayout(table, read, part, zones, tried, zoom);
  }
  if (tried) placeHeads(part);
  else writeCounts(table, read);
  laid = { table, room, layout: tried, zoom: tried ? zoom : COUNTS };
  document.dispatchEvent(new Event("kr:laid"));
}

/** Nothing moved for a while: larger letters, if there is room for clearly larger ones. */
function grow(table) {
  if (laid?.table !== table || !table.isConnected || busy || laid.zoom === COUNTS) return;
  const read = readZones(table);
  const zones = withNeeds(openPart(read, laid.zoom));
  const layout = best(zones, roomFor(laid.zoom, laid.room), laid.zoom);
  if (layout && layout.size >= laid.layout.size * STEP_UP) set(table, read, laid.room, { zoom: laid.zoom, zones, layout });
}
