// One field at a time: a form in a fold names the fold that comes next (data-then), which opens once it is saved.

export function start() {
  document.addEventListener("kr:answered", ({ detail }) => detail.ok && leadOn(detail.action));
}

function leadOn(action) {
  const form = document.querySelector(`details[open] > form[data-command="${CSS.escape(action)}"][data-then]`);
  const next = form && document.getElementById(form.dataset.then);
  if (!next) return;
  const held = form.contains(document.activeElement);
  next.open = true; // they share a name, so the browser closes this one
  form.closest("details").open = false;
  if (held) next.querySelector("summary").focus({ preventScroll: true });
}
