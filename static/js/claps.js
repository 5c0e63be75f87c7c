// Applause: one tap, seen on all screens for a moment, counted nowhere. Not while somebody tells (step 3).

import { tellClap } from "./connection.js";
import { say } from "./say.js";
import { isStill } from "./travel.js";
import { word } from "./words.js";

const LONG = 1600; // ms
const MOST = 12; // hands in the air

document.addEventListener("click", onClick);
document.addEventListener("kr:clap", ({ detail }) => show(detail.at));

function onClick({ target }) {
  const at = target.closest("[data-clap]")?.dataset.clap;
  if (!at) return;
  tellClap(at);
  show(at);
  say(word("clapped"));
}

function show(at) {
  const place = document.getElementById(at)?.getBoundingClientRect();
  if (!place?.width || Number(document.body.dataset.step) < 5 || document.querySelectorAll(".hands").length >= MOST) return;
  const node = document.body.appendChild(document.createElement("i"));
  node.className = "hands";
  node.setAttribute("aria-hidden", "true");
  node.style.left = `${place.left + place.width * (0.15 + 0.7 * Math.random())}px`;
  node.style.top = `${place.top + place.height / 2}px`;
  const lean = `rotate(${Math.random() * 30 - 15}deg)`;
  const rise = { opacity: [0, 1, 1, 0], transform: ["scale(.4)", `translateY(-1em) scale(1.2) ${lean}`, `translateY(-4em) ${lean}`] };
  node.animate(isStill() ? { opacity: [1, 1, 0] } : rise, LONG).onfinish = () => node.remove();
}
