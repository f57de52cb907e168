// @ts-check
import { dayFile, dayOf } from "./calendar.js";
import { h, say, unique } from "./dom.js";
import { newId } from "./ids.js";

/**
 * A step and its day, to be taken along as a calendar file. It is made on the page and goes nowhere else.
 * @typedef {{label: string, step: string, day: string, get: string, missing: string, wrong: string, made: string,
 *   about: string}} Reminder
 */

/** The latest day: the day after it must have a four-digit year too, as calendar files allow no longer one. */
const LATEST = "9999-12-30";

/** @param {Reminder} view */
export function reminding(view) {
  const [stepId, dayId] = [unique("step"), unique("day")];
  const step = h("input", { id: stepId, type: "text", autocomplete: "off" });
  const day = h("input", { id: dayId, type: "date", min: dayOf(new Date()), max: LATEST });
  const state = h("span", { class: "mr-quiet", role: "status" });
  const button = h("button", { type: "button", class: "mr-button mr-second", onclick: get }, view.get);

  function get() {
    const now = new Date();
    day.min = dayOf(now); // a page may stay open past midnight
    const empty = [step, day].find((field) => !field.value.trim());
    const wrong = empty ?? (day.validity.valid ? null : day);
    if (wrong) {
      say(state, empty ? view.missing : view.wrong);
      wrong.focus();
      return;
    }
    save(dayFile({ day: day.value, step: step.value.trim(), about: view.about, id: newId(), now }), day.value);
    say(state, view.made);
  }

  return h(
    "details",
    { class: "mr-reminder" },
    h("summary", {}, view.label),
    h(
      "div",
      {},
      h("div", {}, h("label", { for: stepId }, view.step), step),
      h("div", {}, h("label", { for: dayId }, view.day), day),
      h("div", { class: "mr-actions" }, button, state),
    ),
  );
}

/** @param {string} text @param {string} day */
function save(text, day) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
  h("a", { href: address, download: `step-${day}.ics` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
