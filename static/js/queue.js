// The commands of this page that have no answer yet, oldest first. They outlive a reload and a dead
// line: sessionStorage keeps them per tab, and per page address, for one tab may have sat elsewhere.

const key = `kr:queue:${document.body.dataset.base}`;

let entries = read();
// What one page sends is one chain, also after a reload that finds some of it waiting: its ids begin alike, so that the
// server tells a move after a move of one page from one that another device overtook.
const page = entries.at(-1)?.id.slice(0, 10) ?? digits(5);

/** All commands that wait, oldest first, also from before a reload: `{id, action, fields: [[name, value]…], step}`. */
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

/** Twenty hexadecimal digits: ten of this page, ten of their own. */
export function newId() {
  return page + digits(5);
}

// Not crypto.randomUUID: plain http on a LAN has none.
function digits(bytes) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
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
