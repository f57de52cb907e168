// @ts-check
import { h, say, unique } from "./dom.js";

/**
 * Lets learners mark their own text by the rows of the rubric that a grader would use. The chosen marks stay as long as the
 * page is open; only the sentence about their sum is updated.
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
    say(hint, ""); // so that screen readers announce the result again, even if it is the same
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
