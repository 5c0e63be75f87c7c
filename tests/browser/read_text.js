// What becomes of the text of a page, piece by piece: what is cut off, what sticks out of its box, what lies over other text.
(() => {
  const OVERLAP = 3; // px of two pieces over each other, both ways; lines may touch
  const SLACK = 2; // px

  function faults() {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    const pieces = [...texts(document.body)].flatMap(piecesOf).filter((piece) => !isOnAnotherPage(piece));
    return [...pieces.flatMap(cutOff), ...pieces.flatMap(stickingOut), ...overlaps(pieces)];
  }

  function* texts(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const box = node.parentElement;
      if (node.data.trim() && box.checkVisibility() && !box.closest("option, script, template") && !isUnseen(node)) yield node;
    }
  }

  // Words for a screen reader only.
  function isUnseen(node) {
    return [...above(node)].some((box) => getComputedStyle(box).clipPath === "inset(50%)");
  }

  function piecesOf(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1);
    // Of a line the letters are counted and not the air above and below them.
    return rects.map(({ left, right, top, bottom, height }) => {
      return { node, left, right, top: top + height / 6, bottom: bottom - height / 6 };
    });
  }

  function* above(node) {
    for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) yield box;
  }

  /** A list that is longer than its place turns pages (static/js/pages.js). */
  function isOnAnotherPage({ node, left, right }) {
    return [...above(node)].filter((box) => box.matches("[data-pages]")).some((group) => {
      const frame = group.getBoundingClientRect();
      return left >= frame.right - 1 || right <= frame.left + 1;
    });
  }

  /** The boxes around something, up to one that stands by itself over the page: what is around that cuts nothing off. */
  function* framesOf(node) {
    for (const box of above(node)) {
      yield box;
      if (getComputedStyle(box).position === "fixed") return;
    }
  }

  function cutOff(piece) {
    const boxes = [...framesOf(piece.node)].filter((box) => /hidden|clip/.test(getComputedStyle(box).overflow));
    return boxes.filter((box) => !holds(box, piece)).map((box) => `cut off by ${name(box)}: ${said(piece)}`);
  }

  function stickingOut(piece) {
    const boxes = [...above(piece.node)];
    const scroller = boxes.findIndex((box) => /auto|scroll/.test(getComputedStyle(box).overflow));
    const box = boxes.slice(0, scroller < 0 ? boxes.length : scroller).find(isSeen);
    return !box || holds(box, piece) ? [] : [`sticks out of ${name(box)}: ${said(piece)}`];
  }

  function isSeen(box) {
    const { borderInlineEndWidth, backgroundColor, display } = getComputedStyle(box);
    return display !== "inline" && (borderInlineEndWidth !== "0px" || backgroundColor !== "rgba(0, 0, 0, 0)");
  }

  function holds(box, { left, right, top, bottom }) {
    const outer = box.getBoundingClientRect();
    return left >= outer.left - SLACK && right <= outer.right + SLACK && top >= outer.top - SLACK && bottom <= outer.bottom + SLACK;
  }

  function overlaps(pieces) {
    const still = pieces.filter(({ node }) => ![...above(node)].some((box) => getComputedStyle(box).position === "fixed"));
    return still.flatMap((one, index) => {
      const others = still.slice(index + 1).filter((other) => other.node !== one.node && cover(one, other));
      return others.map((other) => `over each other: ${said(one)} and ${said(other)}`);
    });
  }

  function cover(one, other) {
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return wide > OVERLAP && high > OVERLAP;
  }

  const name = (box) => `${box.localName}.${box.className}#${box.id}`;
  const said = ({ node }) => `“${node.data.trim().slice(0, 40)}” (${name(node.parentElement)})`;

  return { faults };
})()
