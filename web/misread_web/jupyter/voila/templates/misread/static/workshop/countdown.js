// @ts-check
import { h, say } from "./dom.js";

/**
 * A timer that counts down by itself. A view says how many seconds are left when it is sent, never a time of day, as the
 * clocks of the machines in a room differ.
 * @typedef {{left: number, of: number, held: boolean, label: string, up: string}} Timer
 */

const TICK = 250;

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
    // The same figures in a later view are older by now: only a change moves the clock.
    const isNew = JSON.stringify(view) !== JSON.stringify(shown);
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
