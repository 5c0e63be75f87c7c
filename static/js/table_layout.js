// Lays out the table: the largest letters at which every name stands whole, and the columns and width of each zone for that.
//
// Pure: numbers in, numbers out; nothing is read from a page. Lengths are in CSS px, widths of letters in em (parts of the
// letter size). Before anything is counted a name is turned into the room that it needs in one, two and three lines
// (name_widths.js): in em that is the same at every letter size. Tiles are drawn by these same numbers in tiles.css.
//
// What gives way, in this order: air between tiles, the size of heads, letter width, hyphens inside words, letter size.

/** Letter widths in %, of the typeface's own range. */
export const STRETCHES = [100, 87.5, 75];
const LINE = 1.05; // em, from line to line
export const MOST_LINES = 3;
const MOST_COLUMNS = 12;

const [WHOLE, BARE] = [[1.42, 1.2], [1.3, 1.1]]; // em: how high a whole little person is, or only the head of one; and at least
const [WHOLE_WIDE, BARE_WIDE] = [6 / 7, 1.2]; // of its height
const NEXT_HEAD = 0.72; // of the height of a head: how far the next one on the same tile stands from it
const AROUND = 3; // px beside a name: where the head begins, and one to be sure
const BESIDE = 0.45; // em beside a name
const ABOVE = 3; // px above and below a name together
const [GAP, MOST_AIR] = [3, 10]; // px between tiles at least, and what may be added
const BETWEEN = 6; // px between columns
const ZONE_SIDES = 12; // px of padding beside the columns of a zone
const TABLE_SIDES = 24; // px of wood beside and between three zones

const [LEAST, LEAST_NEARLY_EMPTY, FEW] = [0.19, 0.15, 3]; // shares of the width for a zone; fewer tiles than FEW are "nearly empty"
const [WORTH_NARROWER, WORTH_HYPHENS] = [1.04, 1.15]; // how many times larger letters must become for it
const STEP = 0.25; // px between two letter sizes

/**
 * @typedef {{ whole: number[], hyphens: number[] }} Needs  em for one, two and three lines; Infinity: it cannot be
 * @typedef {{ needs: Record<string, Needs>, heads: number, signs: number }} Tile  `needs` by letter width; `signs` in em
 * @typedef {{ stretch: number, hyphens: boolean, figures: boolean, tall: number }} Style  `tall`: heads in em
 * @typedef {Style & { size: number, head: number, gap: number }} Letter
 * @typedef {Letter & { zones: Record<string, { columns: number, width: number, column: number }> }} Layout
 *
 * The largest layout in which all tiles stand in a room, or null when not even the smallest letters do.
 *
 * @param {Record<string, Tile[]>} zones
 * @param {{ width: number, height: number }} room  of the table inside its own border box; `height` of a list of tiles
 * @param {{ smallest: number, largest: number, figures: boolean }} limits  letter sizes; `figures`: whole little people
 * @returns {Layout | null}
 */
export function layOut(zones, room, { smallest, largest, figures }) {
  let best = null;
  for (const style of stylesOf(figures)) {
    const least = best ? best.size * worthOf(style, best) : smallest;
    best = (least <= largest && largestLetter(zones, room, style, least, largest)) || best;
  }
  return best && addAir(spread(best, room), zones, room);
}

/** In the order in which things give way. */
function stylesOf(figures) {
  return [false, true].flatMap((hyphens) => STRETCHES.flatMap((stretch) => {
    return (figures ? WHOLE : BARE).map((tall) => ({ hyphens, stretch, figures, tall }));
  }));
}

/** How much larger letters must become to give way so. */
function worthOf({ hyphens }, best) {
  return hyphens && !best.hyphens ? WORTH_HYPHENS : WORTH_NARROWER;
}

/** Whether tiles still stand in a layout that was made for others. */
export function holds(layout, zones, { height }) {
  return Object.entries(zones).every(([zone, tiles]) => {
    const { columns, column } = layout.zones[zone];
    return columnsFor(widthsAt(tiles, layout), column, height, layout, columns) <= columns;
  });
}

/** The same layout with as much air between tiles as its fullest zone leaves, and one place free for who comes next. */
export function addAir(layout, zones, room) {
  const spare = { ...room, height: room.height - tileHeight(1, { ...layout, gap: GAP }) };
  let air = MOST_AIR;
  while (air && !holds({ ...layout, gap: GAP + air }, zones, spare)) air -= 1;
  return { ...layout, gap: GAP + air };
}

/** The same columns with letters that are `steps` smaller, and no air. */
export function smaller(layout, steps = 1) {
  return { ...layout, ...letterOf(layout.size - steps * STEP, layout), gap: GAP };
}

/** Whether a name stands in a column only with a hyphen in a word. */
export function isBroken(tile, column, letter) {
  return letter.hyphens && !linesIn(widthsOf(tile, { ...letter, hyphens: false }), column);
}

/** How high a tile is with the gap below it. */
function tileHeight(lines, { size, head, gap }) {
  return Math.max(lines * LINE * size + ABOVE, head + 1) + gap;
}

/** Halves what lies between a size that fits and one that does not, down to a step. */
function largestLetter(zones, room, style, least, largest) {
  let found = layOutAt(largest, zones, room, style);
  if (found) return found;
  found = layOutAt(least, zones, room, style);
  for (let [low, high] = [least, largest]; found && high - low > STEP;) {
    const size = (low + high) / 2;
    const tried = layOutAt(size, zones, room, style);
    if (tried) found = tried;
    if (tried) low = size;
    else high = size;
  }
  return found;
}

/** All zones at one letter size, each as narrow as can be; null when together they are too wide. */
function layOutAt(size, zones, room, style) {
  const letter = { ...letterOf(size, style), gap: GAP };
  const fullestFirst = Object.entries(zones).sort(([, one], [, other]) => other.length - one.length);
  let left = room.width - TABLE_SIDES;
  const laid = {};
  for (const [zone, tiles] of fullestFirst) {
    laid[zone] = narrowestZone(tiles, room, letter, left);
    if (!laid[zone]) return null;
    left -= laid[zone].width;
  }
  return { ...letter, zones: laid };
}

function letterOf(size, style) {
  return { ...style, size, head: Math.round(size * style.tall) };
}

/** The narrowest width at which the tiles of a zone stand in its height, in as many columns as that takes; null when that
 *  is more than is left. */
function narrowestZone(tiles, room, letter, left) {
  const least = room.width * (tiles.length < FEW ? LEAST_NEARLY_EMPTY : LEAST);
  if (least > left) return null;
  const widths = widthsAt(tiles, letter);
  const narrowest = Math.max(0, ...widths.map((one) => one.at(-1)));
  let best = null;
  for (let columns = fewestColumns(tiles, room, letter); columns <= MOST_COLUMNS; columns += 1) {
    const widest = ((best?.width ?? left) - ZONE_SIDES + BETWEEN) / columns - BETWEEN;
    if (widest < narrowest) break;
    const column = narrowestColumn(widths, room.height, letter, columns, [narrowest, widest]);
    if (column === null && best) break;
    if (column !== null) best = { columns, width: columns * (column + BETWEEN) - BETWEEN + ZONE_SIDES };
    if (best && best.width <= least) break;
  }
  return best && { ...best, width: Math.max(best.width, least) };
}

function fewestColumns(tiles, { height }, letter) {
  return Math.max(1, Math.ceil((tiles.length * tileHeight(1, letter)) / height));
}

/** To two px; null when the widest that may be is too narrow. */
function narrowestColumn(widths, height, letter, columns, [low, high]) {
  if (columnsFor(widths, high, height, letter, columns) > columns) return null;
  if (columnsFor(widths, low, height, letter, columns) <= columns) return low;
  while (high - low > 2) {
    const column = (low + high) / 2;
    if (columnsFor(widths, column, height, letter, columns) <= columns) high = column;
    else low = column;
  }
  return high;
}

/** How many columns of this width and height the tiles fill, one after the other; more than `most` is not counted out. */
function columnsFor(widths, column, height, letter, most) {
  const heights = [Infinity, 1, 2, 3].map((lines) => tileHeight(lines, letter));
  let [columns, filled] = [1, 0];
  for (const one of widths) {
    const high = heights[linesIn(one, column)];
    if (filled + high > height) {
      columns += 1;
      filled = 0;
      if (columns > most || high > height) return Infinity;
    }
    filled += high;
  }
  return columns;
}

function widthsAt(tiles, letter) {
  return tiles.map((tile) => widthsOf(tile, letter));
}

/** The columns in which a tile has one, two and three lines; and then those with hyphens in words. */
function widthsOf({ needs, heads, signs }, { size, head, figures, stretch, hyphens }) {
  const faces = head * ((figures ? WHOLE_WIDE : BARE_WIDE) + (heads - 1) * NEXT_HEAD);
  const around = AROUND + faces + (BESIDE + signs) * size;
  const ems = hyphens ? [...needs[stretch].whole, ...needs[stretch].hyphens] : needs[stretch].whole;
  return ems.map((em) => around + em * size);
}

/** 0: not even in three. */
function linesIn(widths, column) {
  for (let index = 0; index < widths.length; index += 1) if (widths[index] <= column) return (index % MOST_LINES) + 1;
  return 0;
}

/** Down to a whole step of letter size; the width that is left over goes to each zone by its own. */
function spread(layout, room) {
  const size = Math.floor(layout.size / STEP) * STEP;
  const taken = Object.values(layout.zones).reduce((sum, { width }) => sum + width, 0);
  const zones = Object.fromEntries(Object.entries(layout.zones).map(([zone, { columns, width }]) => {
    const wide = (width / taken) * (room.width - TABLE_SIDES);
    return [zone, { columns, width: wide, column: (wide - ZONE_SIDES + BETWEEN) / columns - BETWEEN }];
  }));
  return { ...layout, ...letterOf(size, layout), zones };
}
