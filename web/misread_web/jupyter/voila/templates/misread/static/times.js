// @ts-check
/**
 * The dates of a course are shown in its time zone. Readers in another time zone see their own time beside it. Text that
 * is true until a date is replaced by the text that is true after it, even while a page stays open.
 *
 * All words are in the page: `data-own` has them, with % in place of the time.
 */

/** The longest delay of a timer, which browsers store in 32 bits. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** @param {string} selector @returns {HTMLElement[]} */
const elements = (selector) => [...document.querySelectorAll(selector)].map((el) => /** @type {HTMLElement} */ (el));

/** Format a time in this browser's time zone, as `data-wall` has it in the course's: `2026-10-27T23:59`. @param {Date} at */
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

/** Add the reader's own time to each date, if it differs. */
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

/** Show the texts that are true now, before or after each date. @param {() => void} [changed] called when a date passes */
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
