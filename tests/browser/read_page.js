// What the stories read of a page: an object of functions, evaluated in it.
(() => {
  // What scripts put on after the server's HTML: who looks, who is here, what is in hand, what is counted and what time it is.
  const CLASSES = ["mine", "lit", "given", "pending", "picked", "dragging"];
  const MARKS = ["data-held", "data-here", "data-cluster", "data-counted", "data-figures", "data-broken", "data-follows", "data-also", "data-brief", "data-dimmed", "data-open", "data-target", "data-over", "data-shown", "data-now", "data-on", "data-listed", "data-calling", "data-ended", "data-passed", "aria-busy", "aria-disabled", "data-htmx-powered", "style", "data-many", "data-own", "data-elsewhere", "data-zoom", "data-arrived"];
  const WRITTEN = "[data-count-of], [data-placed-of], [data-clock], [data-planned], [hx-morph-skip], [data-seen-of], [data-sound-text]";

  function table() {
    const zones = {};
    for (const list of document.querySelectorAll("ol[data-zone]")) zones[list.dataset.zone] = [...list.children].map(name);
    return zones;
  }

  function name(node) {
    const { owner, figure } = node.querySelector("[data-figure]").dataset;
    return `${owner}/${figure}/${node.querySelector("[data-name]")?.dataset.name ?? node.textContent.trim()}`;
  }

  function regions(root) {
    return Object.fromEntries([...root.querySelectorAll("[data-region]")].map((one) => [one.dataset.region, plain(one)]));
  }

  function plain(region) {
    const copy = region.cloneNode(true);
    for (const node of copy.querySelectorAll("#practice-figure")) copy.querySelector("[data-practice-zone=neutral]").append(node);
    for (const node of copy.querySelectorAll("*")) bare(node);
    for (const node of copy.querySelectorAll(WRITTEN)) node.replaceChildren();
    return copy.innerHTML.replace(/\s+/g, " ").replaceAll("> <", "><").trim();
  }

  function bare(node) {
    for (const mark of MARKS) node.removeAttribute(mark);
    if (node.matches("[data-card] [data-place], [data-figure]")) node.removeAttribute("aria-pressed");
    if (node.matches("[data-segment]")) node.removeAttribute("aria-pressed");
    if (node.matches("[data-tab]")) for (const mark of ["aria-current", "hidden"]) node.removeAttribute(mark);
    if (node.matches(".pager")) node.remove();
    if (node.matches("[data-sheet], [data-deck-list]")) node.removeAttribute("aria-expanded");
    if (node.matches("[data-to-card]")) node.removeAttribute("aria-current");
    if (node.matches("[data-figure]")) for (const mark of ["aria-haspopup", "tabindex"]) node.removeAttribute(mark);
    // What somebody folds open stays open, and typed text is nobody else's.
    if (node.matches("details")) node.removeAttribute("open");
    node.classList.remove(...CLASSES);
    const names = [...node.classList].sort().join(" ");
    if (names) node.setAttribute("class", names);
    else node.removeAttribute("class");
    const attributes = [...node.attributes].sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const { name } of attributes) node.removeAttribute(name);
    for (const { name, value } of attributes) node.setAttribute(name, value);
  }

  async function fresh() {
    const names = Array.from(document.querySelectorAll("[data-region]"), (region) => ["r", region.dataset.region]);
    const answer = await fetch(`${document.body.dataset.base}regions/?${new URLSearchParams(names)}`, { cache: "no-store" });
    return regions(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }

  function tooWide() {
    const width = document.documentElement.clientWidth; // innerWidth grows with what sticks out
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll("main *")].filter((node) => node.getBoundingClientRect().right > width + 1);
    return [document.documentElement.scrollWidth, ...wide.map((node) => node.outerHTML.slice(0, 120))];
  }

  return { table, regions, fresh, tooWide };
})()
