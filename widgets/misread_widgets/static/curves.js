// @ts-check
import { h, s } from "./dom.js";

/**
 * The hidden variables of a run: one small line chart each, all below one line with the decisions.
 * @typedef {{label: string, values: number[], low: number, high: number, from: string, to: string, told: boolean}} Curve
 * @typedef {{label: string, text: string, start: string, stops: number[], end: string, items: Curve[],
 *   still: string, table: {label: string, caption: string, head: string[], rows: string[][]}}} Curves
 */

const HEIGHT = 56;
const EDGE = 7;

/** @param {Curves | null} view */
export function curves(view) {
  if (!view) return [];
  const { stops, table } = view;
  const line = h(
    "div",
    { class: "mr-curve-line", "aria-hidden": "true" },
    h("span", {}, view.start),
    ...stops.map((number) => h("span", { class: "mr-dot" }, number)),
    view.end && h("span", {}, view.end),
  );
  line.style.setProperty("--mr-columns", String(stops.length + (view.end ? 2 : 1)));
  line.style.setProperty("--mr-tail", view.end ? "150%" : "50%");
  return [
    h(
      "section",
      { class: "mr-part" },
      h("h5", {}, view.label),
      h("p", { class: "mr-part-text" }, view.text),
      h("div", { class: "mr-curves" }, h("div", { class: "mr-curve mr-curve-head" }, h("span"), line, h("span")), ...view.items.map(curve)),
      view.still && h("p", { class: "mr-quiet" }, view.still),
      h("details", {}, h("summary", {}, table.label), valuesTable(table)),
    ),
  ];
}

/** @param {Curve} item */
function curve(item) {
  return h(
    "div",
    { class: item.told ? "mr-curve mr-told-curve" : "mr-curve" },
    h("p", { class: "mr-curve-label" }, item.label),
    plot(item),
    h("p", { class: "mr-curve-ends" }, h("span", {}, item.from), h("span", { class: "mr-curve-to" }, item.to)),
  );
}

/** Draw a chart; x positions are percentages, so that it fits any width. @param {Curve} item */
function plot({ values, low, high }) {
  /** @param {number} index */
  const x = (index) => `${((index + 0.5) / values.length) * 100}%`;
  /** @param {number} value */
  const y = (value) => EDGE + (1 - (value - low) / (high - low)) * (HEIGHT - 2 * EDGE);
  const lines = values.slice(1).map((value, index) =>
    s("line", { class: "mr-curve-stroke", x1: x(index), y1: y(values[index]), x2: x(index + 1), y2: y(value) }),
  );
  const dots = values.map((value, index) => {
    const changed = index > 0 && value !== values[index - 1];
    return s("circle", { class: changed ? "mr-curve-dot mr-changed" : "mr-curve-dot", cx: x(index), cy: y(value), r: changed ? 4 : 2 });
  });
  const rules = [low, high].map((value) => s("line", { class: "mr-curve-rule", x1: 0, x2: "100%", y1: y(value), y2: y(value) }));
  return s("svg", { class: "mr-plot", height: HEIGHT, "aria-hidden": "true", focusable: "false" }, ...rules, ...lines, ...dots);
}

/** @param {Curves["table"]} table */
function valuesTable({ caption, head, rows }) {
  const body = rows.map(([name, ...numbers]) => h("tr", {}, h("th", { scope: "row" }, name), ...numbers.map((number) => h("td", {}, number))));
  return h(
    "div",
    { class: "mr-table", role: "region", "aria-label": caption, tabindex: 0 },
    h(
      "table",
      {},
      h("caption", { class: "mr-unseen" }, caption),
      h("thead", {}, h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...body),
    ),
  );
}
