// @ts-check
/** Makes a calendar file (iCalendar, RFC 5545) with one event that lasts a day. */

/** The longest line in bytes; a longer one continues on the next line, after a space. */
const LONGEST_LINE = 75;

/** Return the date in the reader's time zone, as 2026-03-07. @param {Date} moment */
export function dayOf(moment) {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** @param {{day: string, step: string, about: string, id: string, now: Date}} event `day` as 2026-03-07 */
export function dayFile({ day, step, about, id, now }) {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Misread//Reminder//EN",
    "BEGIN:VEVENT",
    `UID:${id}@misread`,
    `DTSTAMP:${now.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART;VALUE=DATE:${compact(day)}`,
    `DTEND;VALUE=DATE:${compact(dayAfter(day))}`,
    `SUMMARY:${escaped(step)}`,
    `DESCRIPTION:${escaped(about)}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.flatMap(wrapped).join("\r\n") + "\r\n";
}

/** @param {string} day */
const compact = (day) => day.replaceAll("-", "");

/** @param {string} day */
function dayAfter(day) {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|[\r\n\u2028\u2029]/g, "\\n").replace(/[\u0000-\u001f\u007f]/g, " ");
}

/** @param {string} line @returns {string[]} */
function wrapped(line) {
  const lines = [""];
  let bytes = 0;
  for (const character of line) {
    const size = new TextEncoder().encode(character).length;
    if (bytes + size > LONGEST_LINE) {
      lines.push(" ");
      bytes = 1;
    }
    lines[lines.length - 1] += character;
    bytes += size;
  }
  return lines;
}
