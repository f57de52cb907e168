// @ts-check
import { bars } from "./bars.js";
import { compare } from "./compare.js";
import { curves } from "./curves.js";
import { h } from "./dom.js";
import { prose } from "./prose.js";

/**
 * What a finished run opens: the ending, then how it was reached, apart from it.
 * @typedef {{label: string, text: string}} Section
 * @typedef {{ending: import("./prose.js").Paragraph[], rarity: string, truth: string, kept: string | null,
 *   bars: import("./bars.js").Bars | null, curves: import("./curves.js").Curves | null,
 *   compare: import("./compare.js").Compare | null, slips: Slips | null, decisions: Decisions | null,
 *   runs: {label: string, lines: string[]} | null, again: {text: string, button: string} | null}} Debrief
 * @typedef {Section & {items: {decision: string, other: string, led: string}[]}} Slips
 * @typedef {Section & {items: {title: string, chosen: string[], happened: string[], notes: string[], points: string}[]}} Decisions
 */

/** @param {Debrief} view @param {() => void} restart */
export function debrief(view, restart) {
  return [
    prose(view.ending),
    view.truth && h("p", { class: "mr-truth" }, view.truth),
    view.rarity && h("p", { class: "mr-rarity" }, view.rarity),
    view.kept && h("p", { class: "mr-kept" }, view.kept),
    ...bars(view.bars),
    ...curves(view.curves),
    ...compare(view.compare),
    ...slips(view.slips),
    ...decisions(view.decisions),
    view.runs && h("div", { class: "mr-runs" }, h("h5", {}, view.runs.label), h("ol", {}, ...view.runs.lines.map((line) => h("li", {}, line)))),
    view.again && h(
      "div",
      { class: "mr-replay" },
      h("p", {}, view.again.text),
      h("div", { class: "mr-actions" }, h("button", { type: "button", class: "mr-button", onclick: restart }, view.again.button)),
    ),
  ];
}

/** @param {Slips | null} view */
function slips(view) {
  if (!view) return [];
  const items = view.items.map(({ decision, other, led }) =>
    h("li", {}, h("p", { class: "mr-label" }, decision), h("p", { class: "mr-other" }, other), h("p", { class: "mr-led" }, led)),
  );
  return [h("section", { class: "mr-part" }, h("h5", {}, view.label), h("p", { class: "mr-part-text" }, view.text), h("ul", { class: "mr-slips" }, ...items))];
}

/** @param {Decisions | null} view */
function decisions(view) {
  if (!view) return [];
  const items = view.items.map((item) =>
    h(
      "details",
      { class: "mr-decision" },
      h("summary", {}, item.title),
      ...item.chosen.map((text) => h("p", { class: "mr-decision-chosen" }, text)),
      ...item.happened.map((text) => h("p", { class: "mr-decision-then" }, text)),
      ...item.notes.map((text) => h("p", {}, text)),
      item.points && h("p", { class: "mr-quiet" }, item.points),
    ),
  );
  return [h("section", { class: "mr-part" }, h("h5", {}, view.label), h("p", { class: "mr-part-text" }, view.text), ...items)];
}
