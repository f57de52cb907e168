// @ts-check
import { h, say } from "./dom.js";
import { sending } from "./message_queue.js";

/**
 * The frame that all widgets of a lesson share: a sheet, a notice and a polite live region. It redraws when the view
 * changes, and removes its listeners when the page drops the widget.
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
 * @returns {() => void} removes the widget; the page calls it
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
 * Keep plain keys inside the widget: in JupyterLab, arrow keys would move between cells, and "d d" would delete one.
 * @param {Event} event
 */
function keep(event) {
  const { ctrlKey, metaKey } = /** @type {KeyboardEvent} */ (event);
  if (!ctrlKey && !metaKey) event.stopPropagation();
}

/**
 * Open all folded parts while the page is printed.
 * @param {HTMLElement} body
 * @returns {() => void} removes the listeners
 */
function unfolding(body) {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  const open = () => {
    opened = [...body.querySelectorAll("details")].filter((details) => !details.open);
    for (const details of opened) details.open = true;
  };
  const close = () => {
    for (const details of opened) details.open = false;
    opened = [];
  };
  addEventListener("beforeprint", open);
  addEventListener("afterprint", close);
  return () => {
    removeEventListener("beforeprint", open);
    removeEventListener("afterprint", close);
  };
}

/** Move the focus to the heading of the new screen, and scroll to it. @param {HTMLElement | null} heading */
function arrive(heading) {
  heading?.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  heading?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}
