// Which tab of this browser this is: two tabs of one seat have drafts of their own.
//
// The name of a tab outlives its reload. A tab that was duplicated has the same one, so it asks whether anybody
// else goes by it; whoever does not answer is gone, and what it left behind may be taken over.

import { newId } from "./queue.js";

const KEY = "kr:tab";
const ANSWER = 400; // ms in which every open tab has said that it is there

const self = newId(); // this page, which a duplicate is not
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("kr:tabs") : null;
const others = new Set();

let name = sessionStorage.getItem(KEY);
if (!name) rename();

/** The name of this tab. */
export function me() {
  return name;
}

/** The names of the other tabs that are open now. Asked once, when a page begins; resolves in half a second. */
export async function findOthers() {
  channel?.addEventListener("message", ({ data }) => hear(data));
  channel?.postMessage({ ask: self });
  await new Promise((resolve) => setTimeout(resolve, ANSWER));
  if (others.has(name)) rename();
  return others;
}

function hear({ ask, to, here }) {
  if (ask && ask !== self) channel.postMessage({ to: ask, here: name });
  if (to === self) others.add(here);
}

/** Leave nothing behind, not even a name. */
export function forget() {
  sessionStorage.removeItem(KEY);
}

function rename() {
  name = newId();
  sessionStorage.setItem(KEY, name);
}
