// A soft tone when time runs out: off until somebody on this screen asks for it, and kept for this tab only.
//
// Browsers let a page sound after a tap. The tap on the button is one; after a reload the next tap is.

import { word } from "./words.js";

const key = "kr:sound"; // page.js looks at it too
const NOTES = [659, 523]; // Hz: a third down, as a doorbell at the neighbours
const LONG = 0.9; // s

let audio = null;

document.addEventListener("pointerdown", () => isOn() && wake());
document.addEventListener("kr:over", () => isOn() && audio && play());
document.addEventListener("kr:swapped", show); // a sheet with the button
show();

function isOn() {
  return sessionStorage.getItem(key) === "on";
}

/** On if it was off, off if it was on. */
export function turn() {
  if (isOn()) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, "on");
  show();
  if (!isOn()) return;
  wake();
  play(); // so that they know what they asked for
}

function wake() {
  audio ??= new AudioContext();
  audio.resume();
}

function play() {
  NOTES.forEach((pitch, number) => note(pitch, audio.currentTime + number * 0.35));
}

function note(pitch, at) {
  const loud = new GainNode(audio, { gain: 0 });
  loud.gain.setTargetAtTime(0.12, at, 0.03);
  loud.gain.setTargetAtTime(0, at + 0.12, 0.2);
  const tone = new OscillatorNode(audio, { frequency: pitch });
  tone.connect(loud).connect(audio.destination);
  tone.start(at);
  tone.stop(at + LONG);
}

function show() {
  const text = word(isOn() ? "sound-on" : "sound-off");
  for (const place of document.querySelectorAll("[data-sound-text]")) place.textContent = text;
}
