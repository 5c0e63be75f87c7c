// Waits for the facilitator's yes: asks every two seconds, then opens the seat.

import { request } from "./http.js";

const ASK = 2000; // ms

async function ask() {
  try {
    const response = await request(location.href, { headers: { Accept: "application/json" } });
    const { admitted } = await response.json();
    if (admitted !== null) return location.reload();
  } catch {
    // No line for a moment, or somebody else speaks; the next question comes anyway.
  }
  setTimeout(ask, ASK);
}

setTimeout(ask, ASK);
