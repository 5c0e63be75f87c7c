// Reads the tiles of the table, and writes on them what table_fit.js chose; tiles.css draws it.

import { isolate, nameOf } from "./table_marks.js";
import { isBroken } from "./table_layout.js";

const ONE_SIGN = 1.15; // em
const TWO_SIGNS = 0.92;
const PROPERTIES = ["--letter", "--stretch", "--head", "--gap", "--zones", "--columns", "--heads", "--tile", "--place", "--row"];
const MARKS = [
  "data-figures", "data-counted", "data-broken", "data-follows", "data-also", "data-cluster", "data-many", "data-elsewhere",
  "data-zoom", "data-own",
];
const CLOSED = 0.125; // of the width of the open zone
const BESIDE = 8; // 1/90 of the height of the screen: how wide a head with a number is

/** @typedef {{ node: Element, name: string, heads: number, signs: number, also: string[], followers: Element[] }} Tile
 *  @returns {{ zone: string, list: Element, tiles: Tile[] }[]} */
export function readZones(table) {
  const lists = [...table.querySelectorAll("ol[data-zone]")];
  const places = placesOfJoined(lists);
  return lists.map((list) => ({ zone: list.dataset.zone, list, tiles: tilesOf(list, places) }));
}

/** The zones in which each joined customer stands. */
function placesOfJoined(lists) {
  const places = new Map();
  for (const list of lists) {
    for (const node of list.children) {
      const { joined } = node.dataset;
      if (joined) places.set(joined, (places.get(joined) ?? new Set()).add(list.dataset.zone));
    }
  }
  return places;
}

/** Figures of one joined customer stand side by side: the first is the tile, the others are heads on it. */
function tilesOf(list, places) {
  const tiles = [];
  for (const node of list.children) {
    const { joined } = node.dataset;
    const last = tiles.at(-1);
    if (joined && last?.node.dataset.joined === joined) last.followers.push(node);
    else tiles.push(tileOf(node, [...(places.get(joined) ?? [])].filter((zone) => zone !== list.dataset.zone)));
    if (tiles.at(-1).followers.length) tiles.at(-1).heads = tiles.at(-1).followers.length + 1;
  }
  return tiles;
}

function tileOf(node, also) {
  const name = node.querySelector("bdi")?.textContent ?? "";
  return { node, name, heads: 1, signs: [0, ONE_SIGN, TWO_SIGNS][also.length], also, followers: [] };
}

/** The tiles of one person in a zone, each alone. */
export function ofOwner({ zone, list }, owner) {
  const own = [...list.children].filter((node) => node.firstElementChild.dataset.owner === owner);
  return { zone, list, tiles: own.map((node) => tileOf(node, [])) };
}

/** Names in letters, columns and widths of a layout; outside the open part heads with counts. */
export function writeLayout(table, read, part, zones, layout, { zone: open, owner }) {
  write(table, {
    "--letter": `${layout.size}px`,
    "--stretch": `${layout.stretch}%`,
    "--head": `${layout.head}px`,
    "--gap": `${layout.gap}px`,
    "--zones": read.map(({ zone }) => `minmax(0, ${widthOf(zone, layout, open)}fr)`).join(" "),
  });
  mark(table, "data-figures", layout.figures);
  mark(table, "data-counted", false);
  mark(table, "data-zoom", Boolean(open || owner), open ? "zone" : "person");
  for (const { zone, list } of read) {
    const closed = Boolean(open) && zone !== open;
    const own = owner && part.find((one) => one.zone === zone).tiles.length;
    mark(list.parentElement.querySelector(".count"), "data-own", Boolean(owner), `${own}`);
    mark(list.parentElement, "data-counted", closed);
    for (const node of list.children) {
      mark(node, "data-cluster", false);
      mark(node, "data-elsewhere", Boolean(owner) && node.firstElementChild.dataset.owner !== owner);
    }
    if (closed) writeHeads(list);
  }
  for (const { zone, list, tiles } of part) {
    write(list, { "--columns": `${layout.zones[zone].columns}` });
    tiles.forEach((tile, index) => writeTile(tile, zones[zone][index], layout.zones[zone].column, layout));
    if (owner) placeOthers(list, owner, layout.zones[zone].width);
  }
  showOwner(owner);
}

/** Whose tiles they are, in the foot of the page. */
function showOwner(owner) {
  for (const seat of document.querySelectorAll(".seats > [data-seat]")) mark(seat, "data-shown", seat.dataset.seat === owner);
}

function widthOf(zone, layout, open) {
  if (!open) return layout.zones[zone].width.toFixed(2);
  return zone === open ? 1 : CLOSED;
}

/** The heads of the others, with their numbers, in rows below one person's tiles. */
function placeOthers(list, owner, width) {
  const least = (BESIDE * innerHeight) / 90;
  const beside = Math.max(1, Math.floor((width - 12) / least));
  const others = writeHeads(list).filter((node) => node.firstElementChild.dataset.owner !== owner);
  for (const node of list.querySelectorAll("[data-cluster]:not([data-elsewhere])")) mark(node, "data-cluster", false);
  others.forEach((node, index) => write(node, { "--place": `${index % beside}`, "--row": `${Math.floor(index / beside)}` }));
}

function writeTile({ node, followers, heads, also }, tile, column, layout) {
  mark(node, "data-broken", isBroken(tile, column, layout));
  mark(node, "data-follows", false);
  mark(node, "data-also", also.length > 0, also.join(" "));
  if (heads > 1 || node.style.length) write(node, { "--heads": heads > 1 ? `${heads}` : "" });
  followers.forEach((follower, index) => {
    mark(follower, "data-follows", true);
    write(follower, { "--place": `${index + 1}` });
  });
}

/** Heads on somebody else's tile stand in the middle of its height, which only the page knows. */
export function placeHeads(read) {
  const shared = read.flatMap(({ tiles }) => tiles).filter(({ followers }) => followers.length);
  const heights = shared.map(({ node }) => node.firstElementChild.offsetHeight);
  for (const [index, { followers }] of shared.entries()) {
    for (const follower of followers) write(follower, { "--tile": `${heights[index]}px` });
  }
}

/** Heads with counts in all zones, for a table that is too full for names, or when the regie wants no names. */
export function writeCounts(table, read) {
  clearTable(table);
  mark(table, "data-counted", true);
  for (const { list } of read) {
    mark(list.parentElement, "data-counted", true);
    writeHeads(list);
  }
}

/** The first figure of each owner stands for all of them, with their number. */
function writeHeads(list) {
  const owners = Map.groupBy(list.children, (node) => node.firstElementChild.dataset.owner);
  return [...owners].map(([owner, [first, ...others]]) => {
    mark(first, "data-cluster", true, `${isolate(nameOf(owner))} ${others.length + 1}`);
    mark(first, "data-many", true, `${others.length + 1}`);
    for (const node of others) mark(node, "data-cluster", false);
    return first;
  });
}

/** Take everything away that was written. */
export function clearTable(table) {
  showOwner("");
  for (const node of [table, ...table.querySelectorAll(".zone, .zone .count, ol[data-zone], ol[data-zone] > li")]) {
    for (const name of PROPERTIES) node.style.removeProperty(name);
    for (const name of MARKS) mark(node, name, false);
  }
}

/** Whether a list runs over, or a name over its tile. */
export function isOverfull(part) {
  return part.some(isOver) || part.some(({ tiles }) => tiles.some(({ node }) => isCut(node.querySelector("bdi"))));
}

/** By where the last tile stands: what glides to its place counts in what a list could scroll. */
function isOver({ list, tiles }) {
  if (!tiles.length) return false;
  const [first, last] = [tiles[0].node, tiles.at(-1).followers.at(-1) ?? tiles.at(-1).node];
  const right = last.offsetLeft + last.offsetWidth - first.offsetLeft;
  const bottom = last.offsetTop + last.offsetHeight - first.offsetTop;
  return right > list.clientWidth + 1 || bottom > list.clientHeight + 1;
}

function isCut(name) {
  return name.scrollWidth > name.clientWidth + 1;
}

/** Only what is different: what is written anew makes the browser look up styles. */
function write({ style }, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
  }
}

function mark(node, name, on, value = "") {
  if (!on && node.hasAttribute(name)) node.removeAttribute(name);
  if (on && node.getAttribute(name) !== value) node.setAttribute(name, value);
}
