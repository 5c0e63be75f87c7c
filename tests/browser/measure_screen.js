// How a screen holds to the five rules of every surface (docs/domain.md): names whole, one screen, one task, calm.
// `readNames`: read_names.js.
((readNames) => {
  const SLACK = 1; // px
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]";
  const LEAST = { row: 24, mouse: 32, touch: 44 }; // px, the shorter side of what is pressed (WCAG 2.5.8)

  function measure() {
    const { scrollHeight } = document.documentElement;
    const controls = [...document.querySelectorAll(CONTROLS)].filter((one) => isSeen(one) && !one.disabled);
    const reached = controls.filter((one) => isInView(box(one)));
    return {
      scroll: Math.max(0, scrollHeight - innerHeight), // px below the screen
      nested: areas().length, // lists that scroll inside the page
      filled: controls.filter(isFilled).length, // buttons that shout
      controls: reached.filter((one) => !isOfList(one)).length, // what can be pressed, without lists of things and people
      small: reached.filter(isSmall).length, // what is too small to be hit
      names: cutNames().length, // names of customers and people that are cut, broken or covered
      unread: unreadNames().length, // figures on the table without a name that shows
      table: tableShare(), // % of the screen
    };
  }

  function isSeen(node) {
    if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const { width, height } = node.getBoundingClientRect();
    if (width < 2 || height < 2) return false;
    for (let one = node; one; one = one.parentElement) if (getComputedStyle(one).clipPath === "inset(50%)") return false;
    return true;
  }

  /** What a finger hits: the label of a box that is ticked, all of a button, and of a tile also the space before the next
   *  one (WCAG 2.5.8, spacing). */
  function box(control) {
    const label = control.matches("[type=checkbox], [type=radio]") && control.closest("label");
    return (label || control.closest(".table:not([data-dimmed]) ol[data-zone] > li") || control).getBoundingClientRect();
  }

  function isInView({ top, bottom, left, right }) {
    return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  }

  function isOfList(control) {
    return Boolean(control.closest("li") && !control.closest("nav"));
  }

  function isSmall(control) {
    if (getComputedStyle(control).pointerEvents === "none") return false; // to look at
    if (isInSentence(control) || document.body.dataset.role === "projector") return false; // nobody presses the beamer
    const { width, height } = box(control);
    const touch = matchMedia("(pointer: coarse)").matches;
    const least = touch ? LEAST.touch : isOfList(control) ? LEAST.row : LEAST.mouse;
    return Math.min(width, height) < least - SLACK;
  }

  /** A link among words is as high as its line. */
  function isInSentence(control) {
    return control.matches("p a") && getComputedStyle(control).display === "inline";
  }

  function isFilled(control) {
    const main = Object.assign(document.createElement("i"), { hidden: true });
    document.body.append(main);
    main.style.setProperty("color", "var(--main)");
    const filled = control.localName === "button" || control.matches(".button");
    const same = getComputedStyle(control).backgroundColor === getComputedStyle(main).color;
    main.remove();
    return filled && same;
  }

  function areas() {
    const opened = new Set(document.querySelectorAll("dialog[open], [popover]:popover-open"));
    return [...document.body.querySelectorAll("*")].filter((node) => {
      const { overflowY } = getComputedStyle(node);
      const scrolls = /auto|scroll/.test(overflowY) && node.scrollHeight > node.clientHeight + 4 && node.clientHeight > 40;
      return scrolls && node.localName !== "textarea" && isSeen(node) && ![...opened].some((one) => one.contains(node));
    });
  }

  function cutNames() {
    return document.querySelector("main bdi") ? readNames.faults().filter((one) => one !== "no name shows") : [];
  }

  /** Those of followers stand once, with the first figure of their customer. */
  function unreadNames() {
    return [...document.querySelectorAll("ol[data-zone] [data-name]")].filter((name) => !isSeen(name) || !isLetter(name));
  }

  function isLetter(name) {
    return parseFloat(getComputedStyle(name).fontSize) >= 1;
  }

  function tableShare() {
    const table = document.querySelector("[data-table], .table");
    if (!table || !isSeen(table)) return 0;
    const { top, bottom, left, right } = table.getBoundingClientRect();
    const [high, wide] = [Math.min(bottom, innerHeight) - Math.max(top, 0), Math.min(right, innerWidth) - Math.max(left, 0)];
    return Math.round((100 * Math.max(0, high) * Math.max(0, wide)) / (innerWidth * innerHeight));
  }

  return measure();
})
