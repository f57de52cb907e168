// @ts-check
import { bars } from "./bars.js";
import { curves } from "./curves.js";
import { h } from "./dom.js";
import { prose } from "./prose.js";

/**
 * What a finished run opens: the ending and its turning point first, and all else behind "Look closer".
 * @typedef {{label: string, texts: string[]}} Told
 * @typedef {{label: string, decision: string, to: number, chosen: Told, note: Told,
 *   signal: {label: string, paragraphs: import("./prose.js").Paragraph[]} | null, best: Told | null,
 *   takeaway: {label: string, text: string} | null, other: string, again: string}} Turning
 * @typedef {{to: number, title: string, chosen: string[], happened: string[], notes: string[], best: string[],
 *   points: string, others: {other: string, led: string}[]}} Decision
 * @typedef {{label: string, text: string, labels: {best: string, others: string, again: string},
 *   items: Decision[]}} Decisions
 * @typedef {{label: string, rarity: string, bars: import("./bars.js").Bars | null,
 *   curves: import("./curves.js").Curves | null, decisions: Decisions}} Closer
 * @typedef {{text: string, attempt: number, open: string, name: string}} Run
 * @typedef {{ending: import("./prose.js").Paragraph[], truth: string, kept: string | null, turning: Turning | null,
 *   closer: Closer | null, runs: {label: string, items: Run[]} | null,
 *   again: {text: string, button: string} | null}} Debrief
 * @typedef {{restart: () => void, rewind: (to: number) => void, openRun: (attempt: number) => void}} Acts
 */

/** @param {Debrief} view @param {Acts} acts */
export function debrief(view, acts) {
  return [
    prose(view.ending),
    view.truth && h("p", { class: "mr-truth" }, view.truth),
    view.kept && h("p", { class: "mr-kept" }, view.kept),
    view.turning && turning(view.turning, acts),
    view.closer && closer(view.closer, acts),
    view.runs && runs(view.runs, acts),
    view.again && h(
      "div",
      { class: "mr-replay" },
      h("p", {}, view.again.text),
      h("div", { class: "mr-actions" }, h("button", { type: "button", class: "mr-button", onclick: acts.restart }, view.again.button)),
    ),
  ];
}

/** @param {Turning} view @param {Acts} acts */
function turning(view, { rewind }) {
  const { signal, takeaway } = view;
  return h(
    "section",
    { class: "mr-turning" },
    h("h5", {}, view.label),
    h("p", { class: "mr-turning-where" }, view.decision),
    told(view.chosen, "mr-turning-chosen"),
    told(view.note, "mr-turning-note"),
    signal && h("div", { class: "mr-turning-signal" }, h("p", { class: "mr-label" }, signal.label), prose(signal.paragraphs)),
    told(view.best, "mr-turning-best"),
    takeaway && h("div", { class: "mr-takeaway" }, h("p", { class: "mr-label" }, takeaway.label), h("p", {}, takeaway.text)),
    view.other && h("p", { class: "mr-other-world" }, view.other),
    view.again && h("div", { class: "mr-actions" }, again(view.again, view.decision, () => rewind(view.to))),
  );
}

/** @param {Told | null} shown @param {string} kind */
function told(shown, kind) {
  if (!shown || !shown.texts.length) return null;
  return h("div", { class: kind }, h("p", { class: "mr-label" }, shown.label), ...shown.texts.map((text) => h("p", {}, text)));
}

/** @param {string} text @param {string} decision @param {() => void} onclick */
function again(text, decision, onclick) {
  return h("button", { type: "button", class: "mr-button mr-second", onclick, "aria-label": `${text}: ${decision}` }, text);
}

/** @param {Closer} view @param {Acts} acts */
function closer(view, acts) {
  const list = decisions(view.decisions, acts);
  return h(
    "details",
    { class: "mr-closer" },
    h("summary", {}, view.label),
    view.rarity && h("p", { class: "mr-rarity" }, view.rarity),
    ...bars(view.bars, list.open),
    ...curves(view.curves),
    list.element,
  );
}

/** @param {Decisions} view @param {Acts} acts */
function decisions(view, { rewind }) {
  const items = view.items.map((item) => decision(item, view.labels, () => rewind(item.to)));
  const text = view.text && h("p", { class: "mr-part-text" }, view.text);
  return {
    element: h("section", { class: "mr-part" }, h("h5", {}, view.label), text, ...items),
    /** Open a decision and lead to it. @param {number} to */
    open(to) {
      const found = items[view.items.findIndex((item) => item.to === to)];
      if (!found) return;
      found.open = true;
      found.querySelector("summary")?.focus({ preventScroll: true });
      found.scrollIntoView({ block: "nearest" });
    },
  };
}

/** @param {Decision} item @param {Decisions["labels"]} labels @param {() => void} rewind */
function decision(item, labels, rewind) {
  const others = item.others.map(({ other, led }) => h("li", {}, h("p", {}, other), led && h("p", { class: "mr-led" }, led)));
  return h(
    "details",
    { class: "mr-decision" },
    h("summary", {}, item.title),
    ...item.chosen.map((text) => h("p", { class: "mr-decision-chosen" }, text)),
    ...item.happened.map((text) => h("p", { class: "mr-decision-then" }, text)),
    ...item.notes.map((text) => h("p", {}, text)),
    told({ label: labels.best, texts: item.best }, "mr-decision-best"),
    item.points && h("p", { class: "mr-quiet" }, item.points),
    others.length > 0 && h("p", { class: "mr-label" }, labels.others),
    others.length > 0 && h("ul", { class: "mr-forks" }, ...others),
    h("div", { class: "mr-actions" }, again(labels.again, item.title, rewind)),
  );
}

/** @param {{label: string, items: Run[]}} view @param {Acts} acts */
function runs(view, { openRun }) {
  const items = view.items.map(({ text, attempt, open, name }) =>
    h("li", {}, text, " ", open && h("button", { type: "button", class: "mr-link", "aria-label": name, onclick: () => openRun(attempt) }, open)),
  );
  return h("div", { class: "mr-runs" }, h("h5", {}, view.label), h("ol", {}, ...items));
}
