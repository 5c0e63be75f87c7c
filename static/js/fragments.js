// What templates ask for themselves, by hx- attributes: a preview, the journal, a plan.
//
// What stood in its place goes as soon as something else is asked, for it is about the last list, not about this one. When
// no answer comes, or one that is no page, that is said there.

import { request } from "./http.js";
import { word } from "./words.js";

const PATIENCE = 150000; // ms: a list of 2 MB on the slowest line that we count on

export function start() {
  document.addEventListener("htmx:config:request", ({ detail }) => prepare(detail.ctx));
  document.addEventListener("htmx:before:response", (event) => event.detail.ctx.response.raw.ok || refuse(event));
  document.addEventListener("htmx:error", ({ detail }) => detail.ctx && tell(detail.ctx, word("no-answer")));
}

function prepare(ctx) {
  ctx.fetch = (address, options) => request(address, options, PATIENCE);
  placeOf(ctx)?.replaceChildren();
}

async function refuse(event) {
  event.preventDefault();
  const { ctx } = event.detail;
  tell(ctx, await sentenceOf(ctx.response.raw).catch(() => word("failed")));
}

/** The sentence of a refusal, which is a page for a person or JSON for a script. */
async function sentenceOf(response) {
  const text = await response.text();
  if (response.headers.get("Content-Type")?.startsWith("application/json")) return JSON.parse(text).sentence;
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.querySelector("[role=alert]")?.textContent || word("failed");
}

function tell(ctx, sentence) {
  const place = document.createElement("p");
  place.className = "refusal";
  place.setAttribute("role", "alert");
  place.textContent = sentence;
  placeOf(ctx)?.replaceChildren(place);
}

function placeOf({ target }) {
  return typeof target === "string" ? document.querySelector(target) : target;
}
