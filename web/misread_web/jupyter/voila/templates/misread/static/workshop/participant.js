// @ts-check
import { countdown } from "./countdown.js";
import { box, h, say } from "./dom.js";
import { newId } from "./ids.js";
import { prose } from "./prose.js";
import { reasoning, situation } from "./scene.js";
import { spread } from "./case.js";
import { atHand, ownCode } from "./at_hand.js";
import { voting } from "./voting.js";
import { words } from "./words.js";

/**
 * The page on a participant's phone. It is updated in place: the focus moves to the heading only when a new phase begins,
 * and never out of an open window or away from somebody who writes.
 * @typedef {import("./prose.js").Paragraph} Paragraph
 * @typedef {{label: string, chosen: string[], happened: Paragraph[], feedback: import("./scene.js").Consequence["feedback"],
 *   fact: import("./scene.js").Situation["fact"]}} Consequence
 * @typedef {import("./case.js").Result & {title: string, notes?: string[]}} Spread
 * @typedef {{id: string, kind: string, phase: string, lang: string, status: string, again: string, yours: string,
 *   told: import("./scene.js").Situation | null, results: Spread[], consequence: Consequence | null,
 *   words?: import("./words.js").Words, later?: {label: string, texts: string[]}} & import("./voting.js").Asked} Step
 * @typedef {{lang: string, dir: string, screen: "waiting" | "step" | "pause" | "over", turn: string, title: string,
 *   kicker: string, heading: string, say: string, lead: string[], step: Step | null,
 *   timer: import("./countdown.js").Timer | null, tools: import("./at_hand.js").Tools}} View
 * @typedef {import("./at_hand.js").Mine & {is_removed: boolean, vote: import("./voting.js").Vote | null,
 *   step: {side?: string, widget?: import("./voting.js").Widget}, result: {text: string, link: string} | null}} Own
 */

/** @param {{model: any, el: HTMLElement}} given */
function render({ model, el }) {
  const send = (/** @type {Record<string, unknown>} */ content) => model.send({ id: newId(), ...content });
  const kicker = h("p", { class: "mr-kicker" });
  const heading = h("h1", { class: "ws-heading", tabindex: -1 });
  const status = h("p", { class: "ws-now" });
  const clock = countdown();
  const notice = h("p", { class: "mr-notice", role: "alert", hidden: true });
  const lead = h("div", { class: "ws-lead" });
  const side = h("p", { class: "ws-side" });
  const passage = h("div", { class: "ws-told" });
  const vote = voting(send);
  const word = words(send);
  const results = h("div", { class: "ws-results" });
  const after = h("div", { class: "ws-after" });
  const hand = atHand(send);
  const live = h("div", { class: "mr-unseen", role: "status" });
  const top = h("header", { class: "ws-top" }, kicker, heading, h("div", { class: "ws-line" }, status, clock.element));
  const main = h("div", { class: "ws-main" }, notice, lead, side, passage, results, vote.element, word.element, after);
  const root = h("section", { class: "mr ws-participant" }, top, main, hand.element, live);
  const [fillLead, fillPassage, fillResults, fillAfter] = [lead, passage, results, after].map(box);
  let turn = "";

  /** @param {View} view @param {Own} own */
  function last({ step, screen, tools: { me } }, own) {
    if (screen === "waiting") return own.code ? [h("section", { class: "ws-own-code" }, ...ownCode(me, own.code))] : [];
    if (!step) return own.result ? [h("p", {}, h("a", { class: "mr-button ws-link", href: own.result.link }, own.result.text))] : [];
    return [
      ...(step.consequence ? follows(step.consequence) : []),
      step.later && h("section", { class: "ws-later" }, h("h2", { class: "mr-label" }, step.later.label), h("ul", {}, ...step.later.texts.map((text) => h("li", {}, text)))),
    ];
  }

  function draw() {
    /** @type {View} */
    const view = model.get("view");
    /** @type {Own} */
    const own = model.get("own");
    const { step } = view;
    const isFirst = turn === "";
    const isNew = turn !== view.turn;
    turn = view.turn;
    root.lang = view.lang;
    root.dir = view.dir;
    root.dataset.screen = view.screen;
    root.dataset.phase = step?.phase ?? "";
    if (isNew) refuse("");
    say(kicker, view.kicker);
    say(heading, view.heading);
    heading.lang = main.lang = step?.lang ?? view.lang;
    say(status, step?.status ?? "");
    clock.draw(view.timer);
    lead.lang = view.lang;
    fillLead([own.is_removed, view.lead], () => (own.is_removed ? [view.tools.gone] : view.lead).map((text) => h("p", {}, text)));
    say(side, own.step.side ?? "");
    side.hidden = !own.step.side;
    fillPassage([view.turn, step?.told, step?.again], () => (step?.told ? told(step.told, step.again) : []));
    vote.draw(own.is_removed || step?.consequence ? null : step, step?.consequence ? null : own.vote, own.step.widget ?? null);
    word.draw(own.is_removed ? null : step, own.texts);
    const letters = own.vote?.letters ?? [];
    fillResults([step?.results, letters, view.turn], () => (step?.results ?? []).flatMap((each) => shown(each, letters, step?.yours ?? "")));
    fillAfter([view.screen, own.code, step?.consequence, step?.later, own.result], () => last(view, own));
    hand.draw(view.tools, own, view.screen === "over" || own.is_removed, step && step.kind !== "words" ? step.id : "");
    if (isFirst || !isNew) return;
    say(live, view.say);
    if (!isBusy()) arrive();
  }

  /** Whether somebody writes, or has a window open. */
  function isBusy() {
    return hand.isOpen() || document.activeElement instanceof HTMLTextAreaElement || document.activeElement?.matches("input[type=text]");
  }

  function arrive() {
    heading.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    window.scrollTo({ top: 0, behavior: calm ? "auto" : "smooth" });
  }

  /** @param {string} text */
  function refuse(text) {
    notice.hidden = !text;
    say(notice, text);
    if (text) vote.refused();
  }

  /** @param {{refused?: string}} content */
  const told_off = (content) => refuse(content.refused ?? "");
  el.replaceChildren(root);
  draw();
  for (const name of ["change:view", "change:own"]) model.on(name, draw);
  model.on("msg:custom", told_off);
  return () => {
    for (const name of ["change:view", "change:own"]) model.off(name, draw);
    model.off("msg:custom", told_off);
    clock.stop();
    vote.stop();
  };
}

/** What there is to read; folded up once it has been read. @param {import("./scene.js").Situation} view @param {string} again */
function told(view, again) {
  const texts = situation(view);
  return again ? [h("details", { class: "mr-again" }, h("summary", {}, again), ...texts)] : texts;
}

/** @param {Spread} view @param {string[]} letters @param {string} yours */
function shown(view, letters, yours) {
  const parts = spread(view);
  for (const row of parts.flatMap((part) => [...part.querySelectorAll(".ws-row")])) {
    const letter = row.querySelector(".ws-letter")?.textContent ?? "";
    if (letters.includes(letter)) row.querySelector(".ws-row-text")?.append(" ", h("span", { class: "ws-yours" }, yours));
  }
  const notes = (view.notes ?? []).map((text) => h("p", { class: "mr-quiet" }, text));
  return [h("section", { class: "ws-spread" }, view.title && h("h2", { class: "ws-spread-title" }, view.title), ...parts, ...notes)];
}

/** @param {Consequence} view */
function follows({ label, chosen, happened, feedback, fact }) {
  return [
    chosen.length > 0 && h("div", { class: "mr-chosen" }, h("p", { class: "mr-label" }, label), ...chosen.map((text) => h("p", {}, text))),
    happened.length > 0 && prose(happened),
    fact && h("div", { class: "mr-fact" }, h("p", { class: "mr-label" }, fact.label), prose(fact.paragraphs)),
    feedback && h("aside", { class: "mr-feedback" }, h("h2", { class: "mr-label" }, feedback.label), ...feedback.notes.map(reasoning)),
  ];
}

export default { render };
