// @ts-check
/**
 * What was chosen and not confirmed yet, kept in this window over a reload. It is a convenience: nothing counts before it
 * is confirmed, and where a browser keeps nothing, nothing is kept.
 */

const PREFIX = "misread unsent";

/** @param {string} name */
const keyOf = (name) => `${PREFIX} ${location.pathname} ${name}`;

/** @param {string} name @param {unknown} value */
export function remind(name, value) {
  try {
    sessionStorage.setItem(keyOf(name), JSON.stringify(value));
  } catch {
    // as said above
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
    // likewise
  }
}
