// @ts-check
import { ask } from "./choice_form.js";
import { box, h, say } from "./dom.js";
import { lessonWidget } from "./lesson_widget.js";

/**
 * The question on a phone: the lessons' choice form or the widget of an exercise, and afterwards one's own vote, which may
 * be changed until voting closes. A vote that is still on its way says so; without a connection the page keeps it.
 * @typedef {import("./choice_form.js").Ask} Ask
 * @typedef {import("./choice_form.js").Chosen} Chosen
 * A step that `stays` shows its widget in every phase, such as a talk that is read on.
 * @typedef {{module: string, view: Record<string, any>}} Widget
 * @typedef {{id: string, voting: {ballot: number, round: number} | null, form: Ask | null, widget: Widget | null,
 *   sending: string, kept: string, label: string, stays?: boolean}} Asked
 * @typedef {{label: string, chosen: string[], letters: string[], fill: any, round: number, note: string, change: string,
 *   before: {label: string, chosen: string[]} | null}} Vote
 */

/** With more lines than this, a vote is folded up. */
const FEW = 3;
/** The states of the connection in which a message waits on the page (see `live.js`). */
const WITHOUT_LINE = ["down", "away", "opening", "blocked", "crowded"];

/** @param {(content: Record<string, unknown>) => void} send */
export function voting(send) {
  const before = h("div", { class: "ws-before" });
  const own = h("div", { class: "mr-chosen ws-own" });
  const note = h("p", { class: "mr-quiet", role: "status" });
  const change = h("button", { type: "button", class: "mr-button mr-second", onclick: () => reopen() });
  const panel = h("div", { class: "ws-panel" }, own, h("div", { class: "mr-actions" }, change, note));
  const form = ask((answer) => post(answer, said(answer)));
  const place = h("div", { class: "ws-widget" });
  const widget = lessonWidget(place, (answer) => post(answer, []));
  const element = h("div", { class: "ws-vote" }, before, panel, form.element, place);
  const [fillBefore, fillOwn] = [box(before), box(own)];
  /** @type {Asked | null} */
  let step = null;
  /** @type {Vote | null} */
  let vote = null;
  /** @type {Widget | null} */
  let mine = null;
  let question = "";
  let isChanging = false;
  /** A vote that the server has not told of yet, and the fill of the vote before it. @type {{texts: string[], was: string} | null} */
  let pending = null;

  /** @param {Chosen} answer @returns {string[]} */
  const said = ({ options }) => (step?.form?.options ?? []).filter((each) => options.includes(each.token)).map((each) => each.text);
  const fill = () => JSON.stringify([vote?.round ?? 0, vote?.fill ?? null]);

  /** @param {unknown} answer @param {string[]} texts */
  function post(answer, texts) {
    if (!step?.voting) return;
    const isSame = JSON.stringify(answer) === JSON.stringify(vote?.fill) && vote?.round === step.voting.round;
    isChanging = false;
    pending = isSame ? null : { texts, was: fill() };
    if (!isSame) send({ do: "vote", step: step.id, ...step.voting, answer });
    update();
    change.focus();
  }

  function reopen() {
    isChanging = true;
    update();
    const first = element.querySelector("form input:checked") ?? element.querySelector("form :is(input, select, button)");
    /** @type {HTMLElement | null} */ (first)?.focus();
  }

  /** Whether the present round has a vote of one's own. */
  const isIn = () => Boolean(vote && vote.round > 0 && vote.chosen.length > 0 && (!step?.voting || vote.round === step.voting.round));

  function update() {
    const isOpen = Boolean(step?.voting);
    const has = pending !== null || isIn();
    const stays = Boolean(step?.stays);
    const asks = isOpen && (!has || isChanging);
    const texts = pending?.texts.length ? pending.texts : (vote?.chosen ?? []);
    before.hidden = !vote?.before;
    fillBefore(vote?.before, () => (vote?.before ? chosen(vote.before.label, vote.before.chosen) : []));
    panel.hidden = !has || asks;
    fillOwn([vote?.label, step?.label, texts], () => chosen(vote?.label || step?.label || "", texts));
    own.hidden = texts.length === 0;
    change.hidden = !isOpen;
    say(change, vote?.change || "");
    change.hidden ||= stays || pending !== null || !vote?.change;
    say(note, pending ? waiting() : (vote?.note ?? ""));
    const filled = vote?.fill && isIn() ? vote.fill : null;
    form.draw(asks && step?.form ? { ...step.form, key: `${step.form.key} ${filled ? fill() : ""}`, before: filled } : null);
    const shown = step && (asks || stays || !isOpen) ? (mine ?? step.widget) : null;
    widget.draw(shown);
    place.hidden = !shown;
  }

  const waiting = () => (WITHOUT_LINE.includes(document.body.dataset.state ?? "") ? step?.kept : step?.sending) ?? "";
  const line = new MutationObserver(() => pending && update());
  line.observe(document.body, { attributes: true, attributeFilter: ["data-state"] });

  return {
    element,
    /** @param {Asked | null} now @param {Vote | null} own @param {Widget | null} widget one's own view of the widget */
    draw(now, own, widget) {
      const key = JSON.stringify([now?.id, now?.voting]);
      if (key !== question) {
        question = key;
        pending = null;
        isChanging = false;
      }
      [step, vote, mine] = [now, own, widget];
      if (pending && fill() !== pending.was) pending = null;
      update();
    },
    /** The server has refused the vote: show again what is true. */
    refused() {
      pending = null;
      update();
    },
    stop() {
      line.disconnect();
      widget.stop();
    },
  };
}

/** @param {string} label @param {string[]} texts */
function chosen(label, texts) {
  const lines = texts.map((text) => h("p", {}, text));
  if (texts.length > FEW) return [h("details", {}, h("summary", {}, label), ...lines)];
  return [h("p", { class: "mr-label" }, label), ...texts.map((text) => h("p", {}, text))];
}
