// @ts-check
import { h } from "./dom.js";
import { prose } from "./prose.js";

/**
 * The screens of a story: its cover, a situation, and the consequence of a choice.
 * @typedef {import("./prose.js").Paragraph} Paragraph
 * @typedef {{lines: string[], note: string, begin: string}} Cover
 * @typedef {{paragraphs: Paragraph[], fact: {label: string, paragraphs: Paragraph[]} | null}} Situation
 * @typedef {{again: string, situation: Paragraph[], label: string, chosen: string[], happened: Paragraph[],
 *   feedback: {label: string, notes: {about: string, paragraphs: Paragraph[]}[]} | null, next: string,
 *   keys: string}} Consequence
 * @typedef {{text: string, to: number, button: string}} Changed
 */

/** @param {Cover} view @param {() => void} begin */
export function cover(view, begin) {
  return [
    h("ul", { class: "mr-cover-lines" }, ...view.lines.map((line) => h("li", {}, line))),
    h("p", { class: "mr-quiet mr-cover-note" }, view.note),
    h("div", { class: "mr-actions" }, h("button", { type: "button", class: "mr-button", onclick: begin }, view.begin)),
  ];
}

/** @param {Situation} view */
export function situation(view) {
  const { fact } = view;
  return [
    prose(view.paragraphs),
    fact && h("div", { class: "mr-fact" }, h("p", { class: "mr-label" }, fact.label), prose(fact.paragraphs)),
  ];
}

/** @param {Consequence} view @param {() => void} next */
export function consequence(view, next) {
  const { feedback } = view;
  return [
    h("details", { class: "mr-again" }, h("summary", {}, view.again), prose(view.situation)),
    h("div", { class: "mr-chosen" }, h("p", { class: "mr-label" }, view.label), ...view.chosen.map((text) => h("p", {}, text))),
    view.happened.length > 0 && prose(view.happened),
    feedback && h("aside", { class: "mr-feedback" }, h("h5", { class: "mr-label" }, feedback.label), ...feedback.notes.map(reasoning)),
    h("div", { class: "mr-actions" }, h("button", { type: "button", class: "mr-button", onclick: next }, view.next), h("p", { class: "mr-keys" }, view.keys)),
  ];
}

/** @param {{about: string, paragraphs: Paragraph[]}} shown */
export function reasoning({ about, paragraphs }) {
  const texts = paragraphs.map(({ parts }) => h("p", {}, parts.map((part) => part.text).join("")));
  return h("div", {}, about && h("p", { class: "mr-about" }, about), ...texts);
}

/** @param {Changed} view @param {(to: number) => void} rewind */
export function changed(view, rewind) {
  return [
    h("p", {}, view.text),
    h("div", { class: "mr-actions" }, h("button", { type: "button", class: "mr-button", onclick: () => rewind(view.to) }, view.button)),
  ];
}
