// How much room names need in one, two and three lines, for each letter width, in em.
//
// Widths of letters come from the table that is made with the typeface (no layout is needed for them). A word with a letter
// that is not in it is measured in the page, and so is every word when the typeface did not come.

import { MOST_LINES, STRETCHES } from "./table_layout.js";

const FONT = "Ruil";
const SLICE = 8; // ms of measuring in the page before other work may come between
const BATCH = 30; // words that are laid out at once
const BIG = 100; // px: the letter size at which is measured
const SOFT = "\u00AD";

let ready = false;
let letters = null; // letter → em for each letter width; null: the typeface is not there
const words = new Map(); // what was measured in the page: word → em for each letter width
const known = new Map(); // name → its needs

/** Fetch the table of widths, when the typeface itself is there. */
export async function load() {
  const [faces, table] = await Promise.all([findFont(), fetchTable()]).catch(() => [[], null]);
  if (ready && Boolean(letters) === faces.length > 0) return;
  letters = faces.length ? table : null;
  ready = true;
  words.clear();
  known.clear();
}

export function isReady() {
  return ready;
}

/** Waits no longer for the typeface than the page hides its letters for it. */
function findFont() {
  const late = new Promise((resolve) => setTimeout(resolve, 3000, []));
  return Promise.race([document.fonts.load(`600 20px ${FONT}`), late]);
}

async function fetchTable() {
  const { unitsPerEm, advances } = await (await fetch(new URL("../type/widths.json", import.meta.url))).json();
  return new Map(Object.entries(advances).map(([letter, widths]) => [letter, widths.map((width) => width / unitsPerEm)]));
}

/** Measure in the page what the table of letters does not tell of these names. */
export async function measure(names) {
  const unknown = [...new Set(names.filter((name) => !known.has(name)).flatMap(piecesOf))].filter(isUnknown);
  let since = performance.now();
  while (unknown.length) {
    measureInPage(unknown.splice(0, BATCH));
    if (performance.now() - since < SLICE) continue;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  }
}

/** What a name needs: per letter width, for one, two and three lines, with words kept whole and with hyphens in them. */
export function needsOf(name) {
  if (!known.has(name)) known.set(name, Object.fromEntries(STRETCHES.map((stretch, at) => [stretch, needs(name, at)])));
  return known.get(name);
}

function needs(name, at) {
  return { whole: rooms(partsOf(name, at, false)), hyphens: rooms(partsOf(name, at, true)) };
}

/** The parts between which a line may end: `space` before it in the same line, `hyphen` after it at the end of one. */
function partsOf(name, at, soft) {
  return wordsOf(name).flatMap((word, place) => splitWord(word, soft).map((part, index, { length }) => ({
    width: widthOf(part, at),
    space: place && !index ? widthOf(" ", at) : 0,
    hyphen: index < length - 1 && !part.endsWith("-") ? widthOf("-", at) : 0,
  })));
}

function wordsOf(name) {
  return name.split(/[ \t\n]+/).filter(Boolean);
}

/** A word breaks after its own hyphens between letters, and at soft ones if need be. */
function splitWord(word, soft) {
  const parts = word.split(/(?<=\p{L}-)(?=\p{L})/u);
  return soft ? parts.flatMap((part) => part.split(SOFT)) : parts.map((part) => part.replaceAll(SOFT, ""));
}

function piecesOf(name) {
  return [" ", "-", ...wordsOf(name).flatMap((word) => [...splitWord(word, false), ...splitWord(word, true)])];
}

/** The least room in one, two and three lines. */
function rooms(parts) {
  return Array.from({ length: MOST_LINES }, (_, index) => leastRoom(parts, 0, index + 1));
}

function leastRoom(parts, from, lines) {
  let [least, width] = [Infinity, 0];
  for (let end = from; end < parts.length; end += 1) {
    width += parts[end].width + (end > from ? parts[end].space : 0);
    const isLast = end === parts.length - 1;
    const line = width + (isLast ? 0 : parts[end].hyphen);
    if (isLast) least = Math.min(least, line);
    else if (lines > 1 && line < least) least = Math.min(least, Math.max(line, leastRoom(parts, end + 1, lines - 1)));
  }
  return least;
}

function widthOf(text, at) {
  if (words.has(text)) return words.get(text)[at];
  let width = 0;
  for (const letter of text) width += letters.get(letter)[at];
  return width;
}

function isUnknown(text) {
  return !words.has(text) && !(letters && [...text].every((letter) => letters.has(letter)));
}

function measureInPage(batch) {
  const box = document.createElement("div");
  box.className = "measure";
  box.setAttribute("aria-hidden", "true");
  for (const word of batch) for (const stretch of STRETCHES) box.append(spanOf(word, stretch));
  document.body.append(box);
  const widths = Array.from(box.children, (span) => span.getBoundingClientRect().width / BIG);
  for (const word of batch) words.set(word, widths.splice(0, STRETCHES.length));
  box.remove();
}

function spanOf(word, stretch) {
  const span = document.createElement("span");
  span.textContent = word;
  span.style.setProperty("font-stretch", `${stretch}%`);
  return span;
}
