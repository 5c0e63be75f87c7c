// Alles: one field over every act of the regie. Words are looked for in all of its sheets, and what is chosen is pressed
// where it stands, so that it asks what its own button asks; what may not be done now is not found.

import { ask } from "./http.js";
import { say } from "./say.js";
import { open as openSheet } from "./sheets.js";
import { word } from "./words.js";

const MOST = 12; // acts that are shown at once
const BUTTON = "button[data-command]:not(:disabled), form[data-command]";
const ACCENTS = /\p{Diacritic}/gu;

let acts = []; // { text, sheet, region, pick }
let gathered = "";
let gathering = null; // under way

document.addEventListener("input", ({ target }) => target === field() && find(field().value));
document.addEventListener("keydown", onKey);
document.addEventListener("click", ({ target }) => pick(target.closest("[data-act]")));
document.addEventListener("kr:swapped", ({ detail }) => detail.region === "menu" && find(field()?.value ?? ""));

/** Open the sheet with the field; that fills it (palette_key.js). */
export function open() {
  if (isOpen()) field()?.focus();
  else openSheet(document.querySelector('.dock [data-sheet="menu"]'));
}

/** Look up what there is to do, for the sheet that was opened. */
export async function fill() {
  if (!(await until(() => isOpen() && field()))) return;
  field().focus();
  gathering ??= gather().finally(() => (gathering = null));
  await gathering;
  find(field()?.value ?? "");
}

function isOpen() {
  const sheet = document.getElementById("sheet");
  return !sheet.hidden && sheet.dataset.shows === "menu";
}

function field() {
  return /** @type {HTMLInputElement | null} */ (document.getElementById("find-act"));
}

/** All acts: of the page, and of every sheet as the server gives it now. */
async function gather() {
  const { seq } = document.body.dataset;
  if (gathered === seq) return;
  const sheets = [...document.querySelectorAll("#sheet [data-sheet], .dock [data-sheet]")];
  const regions = new Map(sheets.flatMap((one) => one.dataset.regions.split(" ").map((name) => [name, one])));
  const answer = await ask(`regions/?${new URLSearchParams([...regions.keys()].map((name) => ["r", name]))}`);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const far = [...regions].flatMap(([name, sheet]) => actsIn(page.getElementById(`region-${name}`), name, sheet));
  const near = [...document.querySelectorAll("main > :not(.aside) > [data-region]")];
  acts = [...near.flatMap((region) => actsIn(region, region.dataset.region, null)), ...far];
  gathered = seq;
}

function actsIn(region, name, sheet) {
  return [...(region?.querySelectorAll(BUTTON) ?? [])].map((node) => ({
    text: [sheet?.dataset.title, contextOf(node), wordsOf(node)].filter(Boolean).join(" · "),
    region: name,
    sheet: sheet?.dataset.sheet,
    same: sameAs(node),
  }));
}

/** What stands around a button: of whom or what the line is. */
function contextOf(node) {
  const line = node.closest("li");
  return line ? clean(line.querySelector("b, bdi")) : "";
}

function wordsOf(node) {
  if (node.matches("button")) return node.getAttribute("aria-label") ?? clean(node);
  return [clean(node.querySelector("label")), clean(node.querySelector("button:not([type=button])"))].filter(Boolean).join(" · ");
}

function clean(node) {
  return (node?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** A test for the same act on a page that was painted later: its command, and what it is about. */
function sameAs(node) {
  const about = aboutOf(node);
  return (other) => other.localName === node.localName && aboutOf(other) === about;
}

function aboutOf(node) {
  const hidden = [...node.querySelectorAll("input[type=hidden]")].map(({ name, value }) => `${name}=${value}`);
  return [node.dataset.command, node.dataset.fields ?? "", ...hidden].join(" ");
}

function find(query) {
  const list = document.getElementById("found-acts");
  if (!list) return;
  const words = plain(query).split(/\s+/).filter(Boolean);
  const found = words.length ? acts.filter(({ text }) => words.every((one) => plain(text).includes(one))) : [];
  const shown = found.slice(0, MOST);
  if ([...list.children].map((one) => one.textContent).join() !== shown.map(({ text }) => text).join()) {
    list.replaceChildren(...shown.map(itemOf)); // who is on one of them stays there
  }
  [...list.children].forEach((item, index) => (item.firstElementChild.dataset.act = String(acts.indexOf(shown[index]))));
  const said = words.length && !found.length ? word("no-act") : "";
  document.getElementById("no-act").textContent = said;
}

function plain(text) {
  return text.normalize("NFD").replace(ACCENTS, "").toLowerCase();
}

function itemOf(act) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: act.text });
  button.dataset.act = String(acts.indexOf(act));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

async function pick(button) {
  const act = button && acts[Number(button.dataset.act)];
  if (!act) return;
  if (act.sheet) openSheet(document.querySelector(`[data-sheet="${act.sheet}"]`));
  const node = await until(() => nodeOf(act));
  if (!node) return say(word("no-act")); // somebody else did it meanwhile
  for (let fold = node.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (node.matches("form")) return node.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
  node.focus();
  node.click();
}

function nodeOf({ region, same }) {
  const place = document.getElementById(`region-${region}`);
  return [...(place?.querySelectorAll(BUTTON) ?? [])].find(same);
}

/** What `look` gives when it is painted; nothing after two seconds. */
async function until(look) {
  for (let tries = 0; tries < 40 && !look(); tries += 1) await new Promise((done) => setTimeout(done, 50));
  return look();
}

/** Down and up go along what was found; Enter in the field takes the first. */
function onKey(event) {
  if (!event.target.closest?.("#find-act, #found-acts")) return;
  const items = [...document.querySelectorAll("#found-acts button")];
  const at = items.indexOf(event.target);
  if (event.key === "Enter" && at < 0) items[0]?.click();
  else if (event.key === "ArrowDown") items[at + 1]?.focus();
  else if (event.key === "ArrowUp") (items[at - 1] ?? field()).focus();
  else return;
  event.preventDefault();
}
