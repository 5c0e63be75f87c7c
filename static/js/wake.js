// The beamer asks its machine to leave the screen on. Without support (plain http, an older browser, a low battery)
// nothing is said: then the machine's own setting counts.

export function start() {
  document.addEventListener("visibilitychange", ask); // the lock is gone when the page was hidden
  ask();
}

async function ask() {
  if (!document.hidden) await navigator.wakeLock?.request("screen").catch(() => {});
}
