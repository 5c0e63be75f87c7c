// Asks the server something by a request, unless it is dark: the line was silent, and nothing has passed since.
//
// A request that begins in the dark leaves a connection behind, also when it is given up, which knocks ever more seldom;
// browsers open six to a server. So a minute of dark would last half a minute longer (docs/faults.md, T-F3), and what is
// asked waits for the light. Sockets have connections of their own, and so have requests without cookies: those look.
//
// An answer without our mark is none, whatever its status: the sign-in page of a wifi, a proxy or a filter speaks.

const TIMEOUT = 8000;
const LOOK = 2500; // ms that a look may take, and between two
const SHAKE = 1000; // ms that a kept connection gets to show that it is alive
const KEPT_OPEN = 6; // connections that browsers keep to one server
const ALIVE = "/healthz"; // costs the server next to nothing
const MARK = "Klanten-Ruilen"; // a header of every answer of ours (sessions/middleware/request_log.py)

const underWay = new Set();
let light;
let dawn = null; // in the dark: ends it
let foreign = false;

/** `fetch` of an address below that of this page, when it is light; what takes too long or is overtaken by the dark fails. */
export async function ask(path, options) {
  await light;
  return request(document.body.dataset.base + path, options);
}

/** Whether something else than our server gave the last answer. */
export function isForeign() {
  return foreign;
}

/** Nothing passes: give up what is under way, and look for the light. */
export function darken() {
  if (dawn) return;
  light = new Promise((resolve) => (dawn = resolve));
  for (const breaker of underWay) breaker.abort();
  look();
}

/** Something passed. Connections that the browser kept from before may still be dead, and each would hold a request up for
 *  as long as that may take. Use them all up at once: what hangs is given up soon. */
export function lighten() {
  if (!dawn) return;
  for (let each = 0; each < KEPT_OPEN; each += 1) request(ALIVE, {}, SHAKE).catch(() => {});
  dawn();
  dawn = null;
}

function look() {
  if (dawn) request(ALIVE, { credentials: "omit" }, LOOK).then(lighten, () => setTimeout(look, LOOK));
}

/** `fetch` of any address of ours, also in the dark; fails when nobody answers within `patience` ms, or somebody else does. */
export async function request(address, options, patience = TIMEOUT) {
  const breaker = new AbortController();
  underWay.add(breaker);
  setTimeout(() => underWay.delete(breaker) && breaker.abort(), patience);
  let response;
  try {
    response = await fetch(address, { cache: "no-store", ...options, signal: breaker.signal });
  } finally {
    foreign = response?.headers.has(MARK) === false;
  }
  if (foreign) throw new Error("not our answer");
  return response;
}
