// For a zone that is too full for large names: the first figure of each owner stands for all of that owner's.

import { isolate, nameOf } from "./table_marks.js";

export function start() {
  document.addEventListener("kr:marked", gather);
}

function gather() {
  for (const zone of document.querySelectorAll("ol[data-zone]")) {
    const owners = Map.groupBy(zone.children, (node) => node.firstElementChild.dataset.owner);
    for (const [owner, [first, ...others]] of owners) {
      first.dataset.cluster = `${isolate(nameOf(owner))} ${others.length + 1}`;
      for (const node of others) delete node.dataset.cluster;
    }
  }
}
