// @ts-check
import { h } from "./dom.js";

/**
 * One's own path beside the best one, as two metro lines: one stop where they agree, two where they part.
 * @typedef {{number: number, title: string, same: string, yours: string, best: string}} Pair
 * @typedef {{label: string, text: string, yours: string, best: string, items: Pair[]}} Compare
 */

/** @param {Compare | null} view */
export function compare(view) {
  if (!view) return [];
  const items = view.items.map((item) => pair(item, view));
  return [
    h(
      "section",
      { class: "mr-part" },
      h("h5", {}, view.label),
      h("p", { class: "mr-part-text" }, view.text),
      h("ol", { class: "mr-compare" }, ...items),
    ),
  ];
}

/** @param {Pair} item @param {Compare} view */
function pair({ number, title, same, yours, best }, view) {
  const marks = h(
    "span",
    { class: "mr-lines", "aria-hidden": "true" },
    h("span", { class: "mr-dot" }, number),
    !same && h("span", { class: "mr-dot mr-best-dot" }),
  );
  /** @param {string} who @param {string} text @param {string} kind */
  const side = (who, text, kind) => text && h("p", { class: kind }, h("span", { class: "mr-label" }, who), " ", text);
  return h(
    "li",
    { class: same ? "mr-pair mr-same" : "mr-pair" },
    marks,
    h(
      "div",
      { class: "mr-pair-texts" },
      h("p", { class: "mr-pair-title" }, title),
      ...(same ? [h("p", {}, yours, " ", h("span", { class: "mr-quiet" }, same))] : [side(view.yours, yours, "mr-yours"), side(view.best, best, "mr-best")]),
    ),
  );
}
