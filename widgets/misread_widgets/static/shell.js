// @ts-check
import { h, say } from "./dom.js";
import { sending } from "./message_queue.js";

/**
 * What every widget of a lesson has: a sheet, a notice, and a polite live region; it redraws when the view changes and
 * forgets its listeners when the page is done with it.
 * @typedef {{lang: string, dir: string, screen: string, turn: string, ack: string | null, say: string,
 *   notice: {text: string} | null, waiting: {saving: string, slow: string, again: string}}} View
 * @typedef {(message: Record<string, unknown>) => string} Send
 * @typedef {{body: HTMLElement, send: Send, hurry: Send, busy: () => boolean}} Stage
 */

const PATIENCE = 6000;

/**
 * @template {View} V
 * @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given
 * @param {string} name the widget's class
 * @param {(stage: Stage) => {draw: (view: V) => void, heading: () => HTMLElement | null, wait?: (on: boolean) => void,
 *   stop?: () => void}} make
 * @returns {() => void} what the page calls when it is done with the widget
 */
export function stage({ model, el }, name, make) {
  const body = h("div", { class: "mr-body" });
  const problem = h("p");
  const again = h("button", { type: "button", class: "mr-button mr-second", onclick: () => post.again() });
  const notice = h("div", { class: "mr-notice", hidden: true }, problem, again);
  const status = h("div", { class: "mr-unseen", role: "status" });
  const sheet = h("div", { class: "mr-sheet" }, body, notice);
  el.append(h("section", { class: `mr ${name}`, onkeydown: keep }, sheet, status));

  const post = sending(model, PATIENCE, waited);
  const parts = make({ body, send: post.send, hurry: post.hurry, busy: () => post.busy });
  let turn = "";

  /** @param {"free" | "waiting" | "slow"} state */
  function waited(state) {
    const { waiting } = /** @type {V} */ (model.get("view"));
    parts.wait?.(state !== "free");
    if (state === "slow") tell(waiting.slow, waiting.again);
    else if (state === "waiting") say(status, waiting.saving);
  }

  /** @param {string} text @param {string} [button] */
  function tell(text, button) {
    notice.hidden = !text;
    again.hidden = !button;
    say(problem, text);
    say(again, button ?? "");
    if (text) say(status, text);
  }

  function draw() {
    /** @type {V} */
    const view = model.get("view");
    const root = /** @type {HTMLElement} */ (el.firstElementChild);
    const first = turn === "";
    const moved = turn !== `${view.screen} ${view.turn}`;
    turn = `${view.screen} ${view.turn}`;
    root.lang = view.lang;
    root.dir = view.dir;
    root.dataset.screen = view.screen;
    parts.draw(view);
    post.answered(view.ack);
    if (!post.busy) tell(view.notice?.text ?? "");
    if (first) return;
    say(status, view.notice?.text || view.say);
    if (moved) arrive(parts.heading());
  }

  model.on("change:view", draw);
  draw();
  const folded = unfolding(body);
  return () => {
    model.off("change:view", draw);
    folded();
    post.stop();
    parts.stop?.();
    el.replaceChildren();
  };
}

/**
 * Keep plain keys from the page round the widget: in JupyterLab arrow keys go from cell to cell, and "d d" deletes one.
 * @param {Event} event
 */
function keep(event) {
  const { ctrlKey, metaKey } = /** @type {KeyboardEvent} */ (event);
  if (!ctrlKey && !metaKey) event.stopPropagation();
}

/**
 * Open all that is folded up while the page is printed, since nobody can open it on paper.
 * @param {HTMLElement} body
 * @returns {() => void} what ends it
 */
function unfolding(body) {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  const open = () => {
    opened = [...body.querySelectorAll("details")].filter((one) => !one.open);
    for (const one of opened) one.open = true;
  };
  const close = () => {
    for (const one of opened) one.open = false;
    opened = [];
  };
  addEventListener("beforeprint", open);
  addEventListener("afterprint", close);
  return () => {
    removeEventListener("beforeprint", open);
    removeEventListener("afterprint", close);
  };
}

/** Bring the reader to what is new. @param {HTMLElement | null} heading */
function arrive(heading) {
  heading?.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  heading?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}
