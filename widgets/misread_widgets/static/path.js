// @ts-check
import { box, h, say } from "./dom.js";

/**
 * The learner's path, drawn as a line with a stop for each decision. A click on a past stop asks first, then goes back to
 * it.
 * @typedef {{number: number, place: "past" | "now" | "ahead", title: string, name: string,
 *   back: {to: number, question: string, yes: string} | null}} Stop
 * @typedef {{label: string, stops: Stop[], no: string}} Path
 */

/** @param {(to: number) => void} rewind */
export function path(rewind) {
  const list = h("ol");
  const fill = box(list);
  const question = h("p", { tabindex: -1 });
  const yes = h("button", { type: "button", class: "mr-button", onclick: go });
  const no = h("button", { type: "button", class: "mr-button mr-second", onclick: () => close(true) });
  const ask = h("div", { class: "mr-rewind", hidden: true }, question, h("div", { class: "mr-actions" }, yes, no));
  const element = h("nav", { class: "mr-path" }, list, ask);
  /** @type {{to: number, from: HTMLElement} | null} */
  let asked = null;

  function go() {
    const to = asked?.to;
    close(false);
    if (to !== undefined) rewind(to);
  }

  /** @param {boolean} back whether the focus returns to the stop */
  function close(back) {
    ask.hidden = true;
    if (back) asked?.from.focus();
    asked = null;
  }

  /** @param {Stop} stop @param {Event} event */
  function choose(stop, event) {
    if (!stop.back) return;
    asked = { to: stop.back.to, from: /** @type {HTMLElement} */ (event.currentTarget) };
    say(question, stop.back.question);
    say(yes, stop.back.yes);
    ask.hidden = false;
    question.focus();
  }

  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && asked) close(true);
  });

  /** @param {Path | null} view */
  function draw(view) {
    element.hidden = !view;
    if (!view) return;
    element.setAttribute("aria-label", view.label);
    say(no, view.no);
    if (fill(view.stops, () => view.stops.map((stop) => drawn(stop, choose)))) close(false);
  }

  return { element, draw };
}

/** @param {Stop} stop @param {(stop: Stop, event: Event) => void} choose */
function drawn(stop, choose) {
  const face = [
    h("span", { class: "mr-dot", "aria-hidden": "true" }, stop.number),
    h("span", { class: "mr-unseen" }, stop.name),
    h("span", { class: "mr-stop-title", "aria-hidden": "true" }, stop.title),
  ];
  const inner = stop.back
    ? h("button", { type: "button", onclick: (/** @type {Event} */ event) => choose(stop, event) }, ...face)
    : h("span", { class: "mr-stop-face" }, ...face);
  return h("li", { class: `mr-stop mr-${stop.place}`, "aria-current": stop.place === "now" && "step" }, inner);
}
