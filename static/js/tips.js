// A short word of help, once per step and browser. It stands in the page and covers nothing.

const PREFIX = "kr:tip:";
const body = document.body;

document.addEventListener("click", onClick);
document.addEventListener("kr:step", choose);
choose();

function choose() {
  body.toggleAttribute("data-tip", !localStorage.getItem(PREFIX + body.dataset.step));
}

function onClick({ target }) {
  if (!target.closest("[data-tip-read]")) return;
  localStorage.setItem(PREFIX + body.dataset.step, "1");
  choose();
  document.getElementById("main").focus({ preventScroll: true });
}
