// What becomes of the names on a screen: which are cut, by their own frame or another, which lie over each other, which are broken.
(() => {
  const SLACK = 1.5; // px
  const OVERLAP = 3; // px of two names over each other, both ways

  function faults() {
    const shown = [...document.querySelectorAll("main bdi")].filter(isShown).map((node) => ({ node, lines: linesOf(node) }));
    if (!shown.length) return ["no name shows"];
    return [...shown.flatMap(cut), ...shown.flatMap(broken), ...overlaps(shown)];
  }

  function isShown(node) {
    const { fontSize, visibility } = getComputedStyle(node);
    return parseFloat(fontSize) > 0 && visibility === "visible" && node.checkVisibility() && node.textContent.trim() && ![...above(node)].some(isUnseen) && !isOnAnotherPage(node);
  }

  /** A list that is longer than its place turns pages (static/js/pages.js). */
  function isOnAnotherPage(node) {
    const { left, right } = node.getBoundingClientRect();
    return [...above(node)].filter(turnsPages).some((group) => {
      const frame = group.getBoundingClientRect();
      return left >= frame.right || right <= frame.left;
    });
  }

  function turnsPages(box) {
    return box.matches("[data-pages]") || (box.matches(".facilitator > main > :is(.now, .side)") && getComputedStyle(box).columnCount === "1");
  }

  const isUnseen = (box) => getComputedStyle(box).clipPath === "inset(50%)";

  function* above(node) {
    for (let box = node; box && box !== document.documentElement; box = box.parentElement) yield box;
  }

  /** The letters of each line, without the air above and below them. */
  function linesOf(node) {
    return rectsOf(node).map(({ left, right, top, bottom, height }) => ({ left, right, top: top + height / 6, bottom: bottom - height / 6 }));
  }

  function rectsOf(node, from = 0, to = null) {
    const range = document.createRange();
    range.selectNodeContents(node);
    if (to !== null) {
      range.setStart(node.firstChild, from);
      range.setEnd(node.firstChild, to);
    }
    return [...range.getClientRects()].filter((rect) => rect.width > 0.5 && rect.height > 1);
  }

  function cut({ node, lines }) {
    const frames = [...above(node)].filter((box) => box.localName !== "body" && isFrame(box)).map((box) => [name(box), box.getBoundingClientRect()]);
    frames.push(["the screen", { left: 0, top: 0, right: innerWidth, bottom: innerHeight }]);
    const [where] = frames.find(([, frame]) => lines.some((line) => !holds(frame, line))) ?? [];
    return where || !lines.length ? [`cut by ${where}: ${said(node)}`] : [];
  }

  /** What hides what runs over it, and what is drawn around its content: a tile, a note, a cell. */
  function isFrame(box) {
    const { overflow, borderTopWidth, borderTopColor, display } = getComputedStyle(box);
    if (display === "inline" || display === "contents") return false;
    return /hidden|clip/.test(overflow) || (parseFloat(borderTopWidth) > 0 && borderTopColor !== "rgba(0, 0, 0, 0)");
  }

  function holds(frame, line) {
    return line.left >= frame.left - SLACK && line.right <= frame.right + SLACK && line.top >= frame.top - SLACK && line.bottom <= frame.bottom + SLACK;
  }

  /** A word that goes on in the next line without a hyphen. */
  function broken({ node }) {
    if (node.childNodes.length !== 1) return [];
    const words = [...node.firstChild.data.matchAll(/[^\s\u00AD-]+/g)];
    const split = words.filter(({ 0: word, index }) => new Set(rectsOf(node, index, index + word.length).map(({ top }) => Math.round(top))).size > 1);
    return split.map(([word]) => `${word} is broken: ${said(node)}`);
  }

  function overlaps(shown) {
    return shown.flatMap((one, index) => {
      const others = shown.slice(index + 1).filter((other) => one.lines.some((line) => other.lines.some((its) => cover(line, its))));
      return others.map((other) => `over each other: ${said(one.node)} and ${said(other.node)}`);
    });
  }

  function cover(one, other) {
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return wide > OVERLAP && high > OVERLAP;
  }

  const name = (box) => `${box.localName}.${box.className}#${box.id}`;
  const said = (node) => `“${node.textContent.trim().slice(0, 40)}” (${name(node.parentElement)})`;

  return { faults };
})()
