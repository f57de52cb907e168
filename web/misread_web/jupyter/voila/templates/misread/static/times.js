// @ts-check
/**
 * The dates of a course are said in its time zone. People who read them where the clocks show something else get the time of
 * their own clock beside it. And what holds until a date gives way to what holds after it, also while a page stays open.
 *
 * All words stand in the page: `data-own` holds them, with % where the time belongs.
 */

/** A timer cannot wait longer than 32 bits of milliseconds say. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** @param {string} selector @returns {HTMLElement[]} */
const elements = (selector) => [...document.querySelectorAll(selector)].map((el) => /** @type {HTMLElement} */ (el));

/** What the clock of this browser shows, as a course's page says it of its own: `2026-10-27T23:59`. @param {Date} at */
function wall(at) {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** @param {Date} at */
function said(at) {
  const lang = document.documentElement.lang || "en";
  const british = lang === "en" ? "en-GB" : lang;
  const day = at.toLocaleDateString(british, { day: "numeric", month: "long", year: "numeric" });
  return `${day}, ${at.toLocaleTimeString(british, { hour: "2-digit", minute: "2-digit" })}`;
}

/** Say each date in the reader's own time, where that is another. */
export function ownTimes() {
  for (const time of elements("time[data-own][data-wall]")) {
    const at = new Date(time.getAttribute("datetime") ?? "");
    if (Number.isNaN(at.getTime()) || wall(at) === time.dataset.wall || time.dataset.said) continue;
    time.dataset.said = "yes";
    const own = document.createElement("span");
    own.className = "own-time";
    own.textContent = ` ${time.dataset.own?.replace("%", said(at))}`;
    time.after(own);
  }
}

/** Show what holds now: before a date one thing, after it another. @param {() => void} [changed] is told when one passes */
export function passing(changed) {
  const now = Date.now();
  let next = Infinity;
  for (const el of elements("[data-until]")) {
    const at = Date.parse(el.dataset.until ?? "");
    el.hidden = now > at;
    if (now <= at) next = Math.min(next, at - now + 1);
  }
  for (const el of elements("[data-from]")) el.hidden = now <= Date.parse(el.dataset.from ?? "");
  changed?.();
  if (next < Infinity) setTimeout(() => passing(changed), Math.min(next, LONGEST_TIMER));
}
