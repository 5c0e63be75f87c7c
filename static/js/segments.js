// The zone of the table that a narrow screen shows: data-segment of the page. A wide one shows all three.

const FIRST = "costs";

export function start() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-segment]");
    if (button) show(button.dataset.segment);
  });
  document.addEventListener("kr:swapped", ({ detail }) => detail.region === "table" && mark());
  mark();
}

/** Show a zone. */
export function show(zone) {
  document.body.dataset.segment = zone;
  mark();
}

function mark() {
  const { segment = FIRST } = document.body.dataset;
  for (const one of document.querySelectorAll("button[data-segment]")) {
    one.setAttribute("aria-pressed", String(one.dataset.segment === segment));
  }
}
