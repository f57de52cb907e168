// @ts-check
import { h } from "./dom.js";
import { prose } from "./prose.js";

/**
 * The pages of a case, on the projector and on the host page.
 * @typedef {import("./prose.js").Paragraph} Paragraph
 * @typedef {{share: number} | null} ResultBar
 * @typedef {{letter: string, text: string, bars: ResultBar[], figures: string[], sure: string, says: string,
 *   answer?: string}} ResultRow
 * @typedef {{rounds: {name: string, text: string, hidden: boolean}[], rows: ResultRow[], moved: string,
 *   title?: string}} Result
 * @typedef {{kind: string, label: string, paragraphs?: Paragraph[], options?: {letter: string, text: string, hours: string}[],
 *   texts?: string[], notes?: {about: string, paragraphs: Paragraph[]}[], result?: Result,
 *   blocks?: {label: string, paragraphs: Paragraph[]}[], items?: {name: string, share: number, figure: string}[],
 *   quotes?: {text: string, by: string}[], text?: string, rows?: {at: string, text: string, to: string}[]}} Page
 */

/** What each kind of page of a case shows. @type {Record<string, (page: Page) => (HTMLElement | false | "" | undefined)[]>} */
export const casePages = {
  prose: ({ label, paragraphs = [] }) => [label && h("p", { class: "ws-label" }, label), prose(paragraphs)],
  choices: ({ label, options = [] }) => [label && h("p", { class: "ws-label" }, label), h("ul", { class: "ws-choices" }, ...options.map(choiceItem))],
  chosen: ({ label, texts = [], paragraphs = [] }) => [
    h("p", { class: "ws-label" }, label),
    h("div", { class: "ws-chosen" }, h("span", { class: "ws-letter" }, texts[0]), h("div", {}, ...texts.slice(1).map((text) => h("p", {}, text)))),
    prose(paragraphs),
  ],
  notes: ({ label, notes = [] }) => [h("p", { class: "ws-label" }, label), ...notes.map(noteItem)],
  result: ({ result }) => (result ? [result.title && h("p", { class: "ws-label" }, result.title), ...spread(result)] : []),
  blocks: ({ label, blocks = [] }) => [h("p", { class: "ws-label" }, label), ...blocks.map(blockItem)],
  quotes: ({ label, quotes = [] }) => [h("p", { class: "ws-label" }, label), h("ul", { class: "ws-quotes" }, ...quotes.map(quoteItem))],
  bars: ({ label, items = [] }) => [h("p", { class: "ws-label" }, label), h("ul", { class: "ws-bars" }, ...items.map(barItem))],
  endings: ({ label, text, rows = [] }) => [
    h("p", { class: "ws-label" }, label),
    text && h("p", {}, text),
    h("ul", { class: "ws-endings" }, ...rows.map(({ at, text: other, to }) => h("li", {}, h("span", { class: "ws-soft" }, at), " ", other, " ", h("span", { class: "ws-to" }, to)))),
  ],
};

/** @param {{letter: string, text: string, hours: string}} option */
function choiceItem({ letter, text, hours }) {
  return h("li", { class: "ws-choice" }, h("span", { class: "ws-letter" }, letter), h("span", {}, text, hours && " ", hours && h("span", { class: "ws-soft" }, hours)));
}

/** @param {{about: string, paragraphs: Paragraph[]}} shown */
function noteItem({ about, paragraphs }) {
  return h("div", { class: "ws-note" }, about && h("p", { class: "ws-soft" }, about), prose(paragraphs));
}

/** @param {{text: string, by: string}} shown */
function quoteItem({ text, by }) {
  return h("li", {}, text, by && " ", by && h("span", { class: "ws-soft" }, by));
}

/** @param {{label: string, paragraphs: Paragraph[]}} shown */
function blockItem({ label, paragraphs }) {
  return h("div", { class: "ws-block" }, label && h("p", { class: "ws-soft" }, label), ...paragraphs.map(({ parts }) => h("p", {}, parts.map((part) => part.text).join(""))));
}

/** @param {{name: string, share: number, figure: string}} shown */
function barItem({ name, share, figure }) {
  return h("li", { class: "ws-bar" }, h("span", {}, name), h("span", { class: "ws-figure" }, figure), tracks([{ share }]));
}

/** How votes are spread: a bar for each round and choice. @param {Result} result @returns {HTMLElement[]} */
export function spread({ rounds, rows, moved }) {
  const many = rounds.length > 1;
  const legend = rounds.map(({ name, text }, place) =>
    h("span", {}, many && h("span", { class: `ws-key ws-round-${place + 1}`, "aria-hidden": "true" }), name && `${name}: `, text),
  );
  return [
    h("p", { class: "ws-rounds ws-soft" }, ...legend),
    h("ul", { class: "ws-result", "data-rounds": rounds.length }, ...rows.map(rowItem)),
    ...(moved ? [h("p", { class: "ws-moved" }, moved)] : []),
  ];
}

/** @param {ResultRow} shown */
function rowItem({ letter, text, bars, figures, sure, says, answer }) {
  const isShown = bars.some(Boolean);
  return h(
    "li",
    { class: "ws-row" },
    h("span", { class: "ws-letter" }, letter),
    h("span", { class: "ws-row-text" }, text, sure && " ", sure && h("span", { class: "ws-soft" }, sure), answer && " ", answer && h("span", { class: "ws-answer" }, answer)),
    isShown && h("span", { class: "ws-unseen" }, says),
    isShown && h("span", { class: "ws-figures", "aria-hidden": "true" }, h("strong", {}, figures[0]), h("span", {}, figures[1])),
    isShown && tracks(bars),
  );
}

/** @param {ResultBar[]} bars */
function tracks(bars) {
  const fills = bars.map((each, place) => {
    const fill = h("span", { class: `ws-fill ws-round-${bars.length > 1 ? place + 1 : 2}` });
    fill.style.inlineSize = `${each?.share ?? 0}%`;
    return h("span", { class: "ws-track" }, fill);
  });
  return h("span", { class: "ws-tracks", "aria-hidden": "true" }, ...fills);
}
