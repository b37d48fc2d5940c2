// The generations of this tab, so that a reload shows them again. Images stay on the server.

const KEY = "strait.generations";
const MOST = 12;

/** Remembered generations, oldest first: {id, request} each. */
export function remembered() {
  try {
    const entries = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(entries) ? entries.filter(({ id, request }) => id && request?.label && request?.size) : [];
  } catch {
    return []; // written by another version, or storage is not allowed
  }
}

export function remember(id, request) {
  store([...remembered().filter((entry) => entry.id !== id), { id, request }].slice(-MOST));
}

export function forget(id) {
  store(remembered().filter((entry) => entry.id !== id));
}

function store(entries) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // Without storage the page works, only not across a reload.
  }
}
