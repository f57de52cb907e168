// @ts-check
import { h } from "./dom.js";
import { portrait } from "./portrait.js";

/**
 * A paragraph: parts of text, each spoken or narrated, with a speaker if only one person speaks in it.
 * @typedef {{said: boolean, text: string}} Part
 * @typedef {{name: string, portrait: import("./portrait.js").Traits}} Speaker
 * @typedef {{speaker: Speaker | null, parts: Part[]}} Paragraph
 */

/** @param {Paragraph[]} paragraphs @returns {HTMLElement} */
export function prose(paragraphs) {
  return h("div", { class: "mr-prose" }, ...paragraphs.map(paragraph));
}

/** @param {Paragraph} shown @returns {HTMLElement} */
function paragraph({ speaker, parts }) {
  const text = parts.map((part) => (speaker && !part.said ? h("span", { class: "mr-told" }, part.text) : part.text));
  if (!speaker) return h("p", {}, ...text);
  const isNamed = parts.some((part) => !part.said && named(speaker.name).test(part.text));
  return h(
    "div",
    { class: "mr-speech" },
    portrait(speaker.portrait),
    h("div", {}, !isNamed && h("span", { class: "mr-speaker" }, speaker.name), h("p", {}, ...text)),
  );
}

/** Return a pattern for a name as a whole word. @param {string} name */
function named(name) {
  return new RegExp(`(?<![\\p{L}])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}])`, "u");
}
