// @ts-check
import { h, say } from "./dom.js";

/**
 * A timer that counts down by itself. A view says how many seconds are left when it is sent, never a time of day, as the
 * clocks of the machines in a room differ.
 * @typedef {{left: number, of: number, held: boolean, label: string, up: string}} Timer
 */

const TICK = 250;
/** So many seconds a clock may differ from a view that arrives later, or late. */
const DRIFT = 1.5;

export function countdown() {
  const label = h("span", { class: "ws-unseen" });
  const clock = h("span", { class: "ws-clock" });
  const element = h("span", { class: "ws-timer", role: "timer", hidden: true }, label, clock);
  /** @type {Timer | null} */
  let shown = null;
  let ends = 0;
  let ticking = 0;

  function tick() {
    if (!shown) return;
    const left = shown.held ? shown.left : Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    const isUp = left === 0;
    say(clock, isUp ? shown.up : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`);
    element.toggleAttribute("data-up", isUp);
  }

  /** @param {Timer | null} view */
  function draw(view) {
    // Views say whole seconds: only a larger difference, or another timer, moves the clock.
    const differs = view && Math.abs((ends - performance.now()) / 1000 - view.left) > DRIFT;
    const isNew = !shown || !view || differs || view.of !== shown.of || view.held !== shown.held;
    shown = view;
    element.hidden = !view;
    clearInterval(ticking);
    if (!view) return;
    say(label, view.label);
    if (isNew) ends = performance.now() + view.left * 1000;
    tick();
    ticking = window.setInterval(tick, TICK);
  }

  return { element, draw, stop: () => clearInterval(ticking) };
}
