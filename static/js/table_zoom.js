// Which part of the table stands there with names, when not all of it does: one zone, or the customers of one person.
//
// The regie chooses (data-view of the beamer's screen); by itself the table opens its first zone when names on the whole one
// would be too small to be read. What is closed shows a head for each owner, with a number.

import { ofOwner } from "./table_tiles.js";

const OPEN = 0.8; // of the width, for the one zone that is open
const SIDES = 24; // px of wood beside and between three zones, as in table_layout.js
const FOOT = 7; // 1/90 of the height of the screen: below one person's tiles, for the heads of the others

/** @typedef {{ key: string, zone?: string, owner?: string, small?: boolean }} Zoom  `small`: however small letters become */

/** @type {Zoom} */
export const WHOLE = { key: "" };
/** @type {Zoom} */
export const COUNTS = { key: "all" };
const zooms = new Map();

/** The parts that may stand there, the best first. */
export function zoomsFor(read) {
  const view = document.body.dataset.step === "2" ? (document.querySelector(".screen")?.dataset.view ?? "") : "";
  if (view === "all") return [];
  const [kind, owner] = view.split(":");
  if (kind === "seat") return both({ key: view, owner });
  if (read.some(({ zone }) => zone === view)) return both({ key: view, zone: view });
  return [WHOLE, ...both({ key: read[0].zone, zone: read[0].zone })];
}

/** In letters that can be read, and else in the largest that fit. */
function both(zoom) {
  return [known(zoom), known({ ...zoom, key: `${zoom.key} small`, small: true })];
}

function known(zoom) {
  if (!zooms.has(zoom.key)) zooms.set(zoom.key, zoom);
  return zooms.get(zoom.key);
}

/** The zones and tiles that have names. */
export function openPart(read, { zone, owner }) {
  if (zone) return read.filter((one) => one.zone === zone);
  return owner ? read.map((one) => ofOwner(one, owner)) : read;
}

/** The room for them. */
export function roomFor({ zone, owner }, { width, height, ...room }) {
  if (zone) return { ...room, height, width: (width - SIDES) * OPEN + SIDES };
  return { ...room, width, height: owner ? height - (FOOT * innerHeight) / 90 : height };
}
