// Waits for the facilitator's yes: asks every two seconds, then opens the seat.

const ASK = 2000; // ms

async function ask() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "application/json" }, cache: "no-store" });
    const { admitted } = await response.json();
    if (admitted !== null) return location.reload();
  } catch {
    // No line for a moment; the next question comes anyway.
  }
  setTimeout(ask, ASK);
}

setTimeout(ask, ASK);
