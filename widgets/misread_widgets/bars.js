// @ts-check
import { h } from "./dom.js";

/**
 * One bar a competency, with the three levels marked on it and in words below it.
 * @typedef {{name: string, share: number, figure: string, level: string, anchor: string, next: string}} Bar
 * @typedef {{label: string, text: string, marks: number[], items: Bar[], note: string}} Bars
 */

/** @param {Bars | null} view */
export function bars(view) {
  if (!view) return [];
  const items = view.items.map((item) => bar(item, view.marks));
  return [
    h(
      "section",
      { class: "mr-part" },
      h("h5", {}, view.label),
      h("p", { class: "mr-part-text" }, view.text),
      h("ul", { class: "mr-bars" }, ...items),
      view.note && h("p", { class: "mr-quiet" }, view.note),
    ),
  ];
}

/** @param {Bar} item @param {number[]} marks */
function bar(item, marks) {
  const fill = h("div", { class: "mr-fill" });
  fill.style.width = `${item.share}%`;
  const track = h("div", { class: "mr-track", "aria-hidden": "true" }, fill);
  for (const mark of marks) {
    const line = h("span", { class: "mr-mark" });
    line.style.left = `${mark}%`;
    track.append(line);
  }
  return h(
    "li",
    { class: "mr-bar" },
    h("p", { class: "mr-bar-name" }, item.name),
    h("p", { class: "mr-bar-figure" }, h("strong", {}, item.figure), item.level),
    track,
    h("p", { class: "mr-bar-anchor" }, item.anchor),
    item.next && h("p", { class: "mr-bar-next" }, item.next),
  );
}
