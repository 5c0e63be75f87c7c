// A lent screen covers itself: when it is left, put away, or not touched for a while.
//
// Covering is done by the server: the seat's cookie goes, so neither a reload nor the way back shows anything.

import { confirm } from "./confirm.js";
import { isTouched } from "./fields.js";

const IDLE = 60000; // ms without a touch or a key

let timer = 0;

for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, stay, { passive: true });
document.addEventListener("visibilitychange", () => document.hidden && leave());
addEventListener("pagehide", tell);
document.addEventListener("submit", (event) => "cover" in event.target.dataset && cover(event));
stay();

function stay() {
  clearTimeout(timer);
  timer = setTimeout(leave, IDLE);
}

/** What was half-typed goes with it, which is asked first. */
function cover(event) {
  const typed = [...document.querySelectorAll("form[data-draft]")].some(isTouched);
  if (typed) event.preventDefault();
  confirm(typed && event.target.dataset.confirmTyped, () => {
    forget();
    if (typed) event.target.submit();
  });
}

function leave() {
  forget();
  document.querySelector("main").replaceChildren();
  document.querySelector("form[data-cover]")?.remove();
  tell();
  location.replace("/return/?lent");
}

// A beacon arrives also when the page is closed.
function tell() {
  const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
  navigator.sendBeacon(`${document.body.dataset.base}cover/`, new URLSearchParams({ csrfmiddlewaretoken: token }));
}

// What was half-typed is as private as the rest, and this is somebody else's device.
function forget() {
  for (const store of [localStorage, sessionStorage]) {
    for (const key of Object.keys(store)) if (key.includes(document.body.dataset.base)) store.removeItem(key);
  }
}
