// @ts-check
import { box, h, say, unique } from "./dom.js";

/**
 * Words that people send, one after the other, to be shown once the facilitator has seen them. They are only ever text.
 * @typedef {{label: string, about: string, send: string, empty: string, mine: string, most: number, shown: string[],
 *   shown_label: string, sent: string}} Words
 */

/** @param {(content: Record<string, unknown>) => void} send */
export function words(send) {
  const id = unique("word");
  const label = h("label", { for: id });
  const input = h("input", { id, type: "text", autocomplete: "off", enterkeyhint: "send" });
  const button = h("button", { type: "submit", class: "mr-button" });
  const hint = h("p", { class: "mr-hint", role: "status" });
  const form = h("form", { class: "ws-words-form", onsubmit: submit }, label, input, h("div", { class: "mr-actions mr-confirm" }, button, hint));
  const mine = h("div", { class: "ws-mine" });
  const all = h("div", { class: "ws-cloud" });
  const element = h("div", { class: "ws-words", hidden: true }, form, mine, all);
  const [fillMine, fillAll] = [box(mine), box(all)];
  /** @type {{id: string, words?: Words} | null} */
  let step = null;

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    if (!step?.words) return;
    const text = input.value.trim();
    say(hint, text ? step.words.sent : step.words.empty);
    if (!text) return input.focus();
    send({ do: "write", step: step.id, text, share: false });
    input.value = "";
    input.focus();
  }

  return {
    element,
    /** @param {{id: string, words?: Words} | null} now @param {{text: string, state: string}[]} own */
    draw(now, own) {
      if (now?.id !== step?.id) say(hint, "");
      step = now;
      const view = now?.words;
      element.hidden = !view;
      if (!view) return;
      say(label, view.label);
      say(button, view.send);
      input.maxLength = view.most;
      mine.hidden = own.length === 0;
      fillMine([view.mine, own], () => [h("h2", { class: "mr-label" }, view.mine), h("ul", {}, ...own.map(({ text, state }) => h("li", {}, text, " ", state && h("span", { class: "mr-quiet" }, state))))]);
      all.hidden = view.shown.length === 0;
      fillAll([view.shown_label, view.shown], () => [h("h2", { class: "mr-label" }, view.shown_label), h("ul", {}, ...view.shown.map((text) => h("li", {}, text)))]);
    },
  };
}
