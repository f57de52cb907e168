// @ts-check
import { bars } from "./bars.js";
import { curves } from "./curves.js";
import { h } from "./dom.js";
import { prose } from "./prose.js";

/**
 * The debrief of a finished run: first the ending and its turning point, then the rest behind "Look closer".
 * @typedef {{label: string, texts: string[]}} Labelled
 * @typedef {Labelled & {kind: string, quoted: import("./prose.js").Paragraph[]}} TurningPart
 * @typedef {{label: string, decision: string, to: number, stake: string, parts: TurningPart[], other: string,
 *   again: string}} Turning
 * @typedef {{to: number, title: string, chosen: string[], happened: string[], notes: string[], best: Labelled,
 *   points: string, others: {other: string, led: string}[]}} Decision
 * @typedef {{label: string, text: string, labels: {others: string, again: string}, items: Decision[]}} Decisions
 * @typedef {{text: string, attempt: number, open: string, name: string}} Run
 * @typedef {{label: string, rarity: string, bars: import("./bars.js").Bars | null,
 *   curves: import("./curves.js").Curves | null, decisions: Decisions,
 *   runs: {label: string, items: Run[]} | null}} Closer
 * @typedef {{ending: import("./prose.js").Paragraph[], truth: string, kept: string | null, turning: Turning | null,
 *   closer: Closer | null, again: {text: string, button: string} | null}} Debrief
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
  const parts = view.parts.filter(({ texts, quoted }) => texts.length || quoted.length);
  return h(
    "section",
    { class: "mr-turning" },
    h("h5", {}, view.label),
    h("p", { class: "mr-turning-where" }, view.decision),
    h("p", { class: "mr-turning-stake" }, view.stake),
    h("div", { class: "mr-turning-parts" }, ...parts.map((part) => labelled(part, `mr-turning-${part.kind}`, part.quoted))),
    view.other && h("p", { class: "mr-other-world" }, view.other),
    view.again && h("div", { class: "mr-actions" }, again(view.again, view.decision, () => rewind(view.to))),
  );
}

/** @param {Labelled} view @param {string} kind @param {import("./prose.js").Paragraph[]} [quoted] */
function labelled({ label, texts }, kind, quoted = []) {
  const paragraphs = texts.map((text) => h("p", {}, text));
  return h("div", { class: kind }, h("p", { class: "mr-label" }, label), ...paragraphs, quoted.length > 0 && prose(quoted));
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
    view.runs && runs(view.runs, acts),
  );
}

/** @param {Decisions} view @param {Acts} acts */
function decisions(view, { rewind }) {
  const items = view.items.map((item) => decision(item, view.labels, () => rewind(item.to)));
  const text = view.text && h("p", { class: "mr-part-text" }, view.text);
  return {
    element: h("section", { class: "mr-part" }, h("h5", {}, view.label), text, ...items),
    /** Open a decision and scroll to it. @param {number} to */
    open(to) {
      const details = items[view.items.findIndex((item) => item.to === to)];
      if (!details) return;
      details.open = true;
      details.querySelector("summary")?.focus({ preventScroll: true });
      details.scrollIntoView({ block: "nearest" });
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
    item.best.texts.length > 0 && labelled(item.best, "mr-decision-best"),
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
