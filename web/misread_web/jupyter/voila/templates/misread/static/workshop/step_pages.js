// @ts-check
import { h } from "./dom.js";

/** The pages of the projector that belong to other steps than a case. @type {Record<string, (page: any) => HTMLElement[]>} */
export const stepPages = {
  /** @param {{label: string, items: {text: string, size: number}[]}} page */
  words: ({ label, items }) => [
    h("p", { class: "ws-label" }, label),
    h("ul", { class: "ws-cloud" }, ...items.map(({ text, size }) => h("li", { class: `ws-word-${size}` }, text))),
  ],
  /** @param {{label: string, rows: RatedRow[]}} page */
  ratings: ({ label, rows }) => [h("p", { class: "ws-label" }, label), h("ul", { class: "ws-ratings" }, ...rows.map(ratedRow))],
};

/** @typedef {{text: string, note: string, cells: {text: string, count: string, share: number, key: boolean}[]}} RatedRow */

/** @param {RatedRow} shown */
function ratedRow({ text, note, cells }) {
  return h("li", {}, h("p", {}, text), h("ul", { class: "ws-rated" }, ...cells.map(ratedCell)), note && h("p", { class: "ws-soft" }, note));
}

/** @param {RatedRow["cells"][number]} shown */
function ratedCell({ text, count, share, key }) {
  const cell = h("li", { class: key ? "ws-rated-key" : "" }, text, " ", h("strong", {}, count));
  cell.style.setProperty("--ws-share", `${Math.round(share * 0.7)}%`);
  return cell;
}
