// The commands of this page that have no answer yet, oldest first. They outlive a reload and a dead
// line: sessionStorage keeps them per tab, and per page address, for one tab may have sat elsewhere.

const key = `kr:queue:${document.body.dataset.base}`;

let entries = read();

/** All commands that wait, oldest first: `{id, action, fields: [[name, value]…], step}`. */
export function waiting() {
  return [...entries];
}

export function add(entry) {
  entries.push(entry);
  write();
}

export function drop(entry) {
  entries = entries.filter(({ id }) => id !== entry.id);
  write();
}

export function clear() {
  entries = [];
  write();
}

/** Twenty hexadecimal digits. Not crypto.randomUUID: plain http on a LAN has none (P51). */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? [];
  } catch {
    return [];
  }
}

function write() {
  try {
    if (entries.length) sessionStorage.setItem(key, JSON.stringify(entries));
    else sessionStorage.removeItem(key);
  } catch {
    // Full or forbidden: then a reload forgets them, and the page still sends them.
  }
}
