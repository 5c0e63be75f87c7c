// What is wrong with the names on the tiles of the table: letters smaller than `least` px, words broken without a hyphen, out of sight.
(least) => {
  const SLACK = 1; // px

  /** Pieces of a name within which no line may end. */
  const pieces = (text) => [...text.matchAll(/[^\s\u00AD-]+-?/g)].map(({ 0: piece, index }) => ({ piece, index }));

  function rectsOf(node, from, to) {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()].filter(({ width }) => width > 0.5);
  }

  const holds = (frame, rect) => rect.left >= frame.left - SLACK && rect.right <= frame.right + SLACK
    && rect.top >= frame.top - 4 && rect.bottom <= frame.bottom + 4; // lines are closer than letters are high

  function faultsOf(name) {
    const text = name.firstChild;
    const frames = [name.closest("button"), name.closest("ol"), document.documentElement].map((box) => box.getBoundingClientRect());
    const lines = pieces(text.data).map(({ piece, index }) => [piece, rectsOf(text, index, index + piece.length)]);
    return [
      parseFloat(getComputedStyle(name).fontSize) < least && `letters of ${getComputedStyle(name).fontSize}`,
      !name.checkVisibility({ visibilityProperty: true }) && "not shown",
      ...lines.map(([piece, rects]) => rects.length !== 1 && `“${piece}” is in ${rects.length} pieces`),
      ...lines.map(([piece, rects]) => rects.some((rect) => !frames.every((frame) => holds(frame, rect))) && `“${piece}” sticks out`),
    ].filter(Boolean).map((fault) => `${text.data}: ${fault}`);
  }

  function overlaps(tiles) {
    const boxes = tiles.map((tile) => [tile.textContent, tile.getBoundingClientRect()]);
    return boxes.flatMap(([one, box], index) => boxes.slice(index + 1)
      .filter(([, its]) => Math.min(box.right, its.right) - Math.max(box.left, its.left) > 1 && Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top) > 1)
      .map(([other]) => `${one} and ${other} lie over each other`));
  }

  const tiles = [...document.querySelectorAll("#region-table li:not([data-follows]) > button")];
  const { scrollWidth, scrollHeight } = document.documentElement;
  const scrolls = scrollWidth > innerWidth || scrollHeight > innerHeight ? [`the page scrolls: ${scrollWidth} × ${scrollHeight}`] : [];
  return [...scrolls, ...tiles.flatMap((tile) => faultsOf(tile.querySelector("[data-name]"))), ...overlaps(tiles)];
}
