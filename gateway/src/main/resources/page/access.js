// Requests to a gateway that wants to know who asks: with an API key, kept for this tab only.

const KEY = "strait.key";

let dialog = null;
let asking = null; // one question at a time, whoever needs the answer
let current = stored();

/** @param element the dialog that asks for the key: a form with an input `key`, and a place for why it asks */
export function askWith(element) {
  dialog = element;
}

/** Whether there is a key. */
export function hasKey() {
  return current !== "";
}

/** As fetch; asks for a key, and asks again, as long as the server refuses. */
export async function ask(path, options = {}) {
  for (;;) {
    const used = current;
    const headers = used === "" ? options.headers : { ...options.headers, authorization: `Bearer ${used}` };
    const response = await fetch(path, { ...options, headers });
    if (response.status !== 401) {
      return response;
    }
    if (used === current) {
      asking ??= askForKey(used !== "").finally(() => (asking = null));
      await asking;
    }
  }
}

function askForKey(refused) {
  dialog.querySelector("[role=alert]").textContent = refused ? "This key is not accepted." : "";
  const form = dialog.querySelector("form");
  form.reset();
  dialog.showModal();
  return new Promise((resolve) => {
    form.onsubmit = (event) => {
      event.preventDefault();
      current = form.elements.key.value.trim();
      store(current);
      dialog.close();
      resolve();
    };
    dialog.oncancel = (event) => event.preventDefault(); // without a key there is nothing to see
  });
}

function stored() {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // storage is not allowed: the key lives as long as the page
  }
}

function store(key) {
  try {
    sessionStorage.setItem(KEY, key);
  } catch {
    // As above.
  }
}
