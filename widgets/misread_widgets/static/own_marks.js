// @ts-check
import { h, say, unique } from "./dom.js";

/**
 * Lets learners mark their own text by the rows that a grader would use. What is chosen stays as it is while the page does;
 * only what the marks come to is said anew.
 * @typedef {{label: string, say: string, rows: {name: string, anchors: string[]}[], marks: number[], keep: string,
 *   missing: string, said: string}} OwnMarks
 */

/** @param {OwnMarks} view @param {(marks: number[]) => void} keep */
export function markingOwn(view, keep) {
  const hint = h("span", { class: "mr-quiet", role: "status" });
  const rows = view.rows.map((each, index) => row(each, view.marks[index] ?? null));
  const confirm = () => {
    const marks = rows.map((each) => each.value());
    const empty = rows.find((each) => each.value() === null);
    if (empty) {
      say(hint, view.missing);
      empty.first.focus();
      return;
    }
    say(hint, ""); // what comes of the same marks is read out once more
    keep(marks.map(Number));
  };
  const button = h("button", { type: "button", class: "mr-button mr-second", onclick: confirm }, view.keep);
  return {
    elements: [
      h("h4", { class: "mr-label" }, view.label),
      h("p", { class: "mr-quiet" }, view.say),
      ...rows.map((each) => each.element),
      h("div", { class: "mr-actions" }, button, hint),
    ],
    /** @param {string} text */
    say: (text) => say(hint, text),
  };
}

/** @param {OwnMarks["rows"][number]} view @param {number | null} mark */
function row({ name, anchors }, mark) {
  const group = unique("row");
  const inputs = anchors.map((_, points) => h("input", { type: "radio", name: group, value: points, checked: points === mark }));
  const labels = anchors.map((text, points) => h("label", {}, inputs[points], h("span", {}, text)));
  return {
    element: h("fieldset", { class: "mr-own-row" }, h("legend", {}, name), ...labels),
    first: inputs[0],
    value: () => {
      const chosen = inputs.find((input) => input.checked);
      return chosen ? Number(chosen.value) : null;
    },
  };
}
