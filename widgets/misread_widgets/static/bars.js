// @ts-check
import { h } from "./dom.js";

/**
 * A bar for each competency, with the decisions that its points come from.
 * @typedef {{to: number, text: string, name: string}} Evidence
 * @typedef {{name: string, share: number, figure: string, from: string, evidence: Evidence[], level: string,
 *   next: string}} Bar
 * @typedef {{label: string, text: string, items: Bar[], note: string}} Bars
 */

/** @param {Bars | null} view @param {(to: number) => void} open scrolls to a decision */
export function bars(view, open) {
  if (!view) return [];
  const items = view.items.map((item) => bar(item, open));
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

/** @param {Bar} item @param {(to: number) => void} open */
function bar(item, open) {
  const fill = h("div", { class: "mr-fill" });
  fill.style.width = `${item.share}%`;
  const links = item.evidence.map(({ to, text, name }) =>
    h("button", { type: "button", class: "mr-link", "aria-label": name, onclick: () => open(to) }, text),
  );
  return h(
    "li",
    { class: "mr-bar" },
    h("p", { class: "mr-bar-name" }, item.name),
    h("p", { class: "mr-bar-figure" }, h("strong", {}, item.figure)),
    h("div", { class: "mr-track", "aria-hidden": "true" }, fill),
    h("p", { class: "mr-bar-evidence" }, item.from, " ", ...links.flatMap((link, place) => (place ? [" ", link] : [link]))),
    item.level && h("p", { class: "mr-bar-anchor" }, item.level),
    item.next && h("p", { class: "mr-bar-next" }, item.next),
  );
}
