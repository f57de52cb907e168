// @ts-check
/**
 * Keeps unconfirmed input in this window over a reload. It is only a convenience: input counts when it is confirmed, and
 * without storage in the browser nothing is kept.
 */

const PREFIX = "misread unsent";

/** @param {string} name */
const keyOf = (name) => `${PREFIX} ${location.pathname} ${name}`;

/** @param {string} name @param {unknown} value */
export function remind(name, value) {
  try {
    sessionStorage.setItem(keyOf(name), JSON.stringify(value));
  } catch {
    // without storage, nothing is kept
  }
}

/** @template T @param {string} name @param {T} otherwise @returns {T} */
export function reminded(name, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(name)) ?? "null") ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {string} name */
export function forget(name) {
  try {
    sessionStorage.removeItem(keyOf(name));
  } catch {
    // without storage, nothing was kept
  }
}
