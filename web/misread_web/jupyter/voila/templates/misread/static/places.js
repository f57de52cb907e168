// @ts-check
/**
 * Draws a lesson's widgets in their places: the first one before the page is shown; the others when the reader comes near
 * them, or a moment after the lesson has opened.
 */

import { first, others } from "./widget_modules.js";
import { linked, recall } from "./steps.js";

/** How long, in milliseconds, the rest of the page waits after the lesson has opened, so that the reader can begin. */
const FIRST_MOMENT = 500;
/** How far above and below the window a widget counts as near, as a share of the window's height. */
const NEAR = "100%";
const AGAIN_AFTER = 2_000;

const { assets = "" } = document.documentElement.dataset;

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./widget_modules.js").Widget} Widget */

/** The widgets still to be drawn, by place, in the order of the page. @type {Map<Element, () => Promise<void>>} */
const waiting = new Map();
/** Widgets are drawn one after the other, so that those that are there can be used meanwhile. */
let drawn = Promise.resolve();
let settled = false;
let isOpen = false;

const near = new IntersectionObserver(
  (seen) => {
    for (const { isIntersecting, target } of seen) if (isIntersecting) begin(target);
  },
  { rootMargin: NEAR },
);

/** @param {string} cell @returns {HTMLElement | null} */
const place = (cell) => document.querySelector(`[data-cell="${CSS.escape(cell)}"]`);

/** Put a widget in its place. @param {string} cell @param {string} module @param {Model} model */
export function put(cell, module, model) {
  const el = place(cell);
  if (!el) return;
  waiting.set(el, () => draw(el, module, model));
  if (isOpen || el === document.querySelector("[data-cell]")) begin(el);
  else near.observe(el);
}

/** @param {Element} el */
function begin(el) {
  const work = waiting.get(el);
  if (!work) return;
  waiting.delete(el);
  near.unobserve(el);
  drawn = drawn.then(work).catch(reportError);
}

/** @param {HTMLElement} el @param {string} module @param {Model} model */
async function draw(el, module, model) {
  const widget = first[module]?.() ?? (await brought(module));
  el.replaceChildren();
  el.removeAttribute("aria-busy");
  await widget.initialize?.({ model });
  await widget.render({ model, el });
  land();
  await new Promise((next) => setTimeout(next));
}

/** The modules of the other widgets, once one of them is needed. @type {Promise<any> | undefined} */
let asked;

/** @param {string} module @returns {Promise<Widget>} */
async function brought(module) {
  asked ??= arrive(others);
  const { pieces } = await asked;
  // A page that is older than the server may need a module that is not in its file.
  return pieces[module]?.() ?? (await arrive(new URL(assets + module, location.href).href)).default;
}

/**
 * Import a file, and retry until it arrives, with another query each time, because browsers cache failed imports.
 * @param {string} file @param {number} [tries] @returns {Promise<any>}
 */
async function arrive(file, tries = 0) {
  try {
    return await import(tries ? `${file}?${tries}` : file);
  } catch {
    await new Promise((again) => setTimeout(again, AGAIN_AFTER * (tries + 1)));
    return arrive(file, tries + 1);
  }
}

/** The key of the reader's position before a reload: the part at the top of the window, and its offset in pixels. */
const PLACE = `misread place ${location.pathname}`;
const [arrived] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
/** @type {{id: string, top: number} | null} */
let left = arrived?.type === "navigate" ? null : whereItWasLeft();
// The browser would restore an offset in pixels, which is wrong until the widgets above have been drawn.
history.scrollRestoration = left ? "manual" : "auto";
let mayMove = arrived?.type === "navigate" || left !== null;
for (const sign of ["wheel", "touchstart", "pointerdown", "keydown"]) {
  // In the capture phase, because widgets stop plain keys from bubbling.
  window.addEventListener(sign, () => (mayMove = false), { passive: true, capture: true });
}
window.addEventListener("hashchange", () => {
  mayMove = true;
  left = null;
});
window.addEventListener("pagehide", leave);

function whereItWasLeft() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  } catch {
    return null; // without storage, the browser restores the position
  }
}

function leave() {
  const parts = [...document.querySelectorAll("main > [id]")].map((part) => ({ id: part.id, box: part.getBoundingClientRect() }));
  const here = parts.find(({ box }) => box.height > 0 && box.bottom > 0);
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(here ? { id: here.id, top: here.box.top } : null));
  } catch {
    // Without storage, the browser restores the position.
  }
}

/**
 * Scroll to the part that a link leads to, or that the reader was at. Widgets move the parts below them as they are
 * drawn, so this is repeated until the reader moves.
 */
function land() {
  if (!mayMove) return;
  const part = left && document.getElementById(left.id);
  if (part) scrollBy({ top: part.getBoundingClientRect().top - (left?.top ?? 0), behavior: "instant" });
  else linked()?.scrollIntoView();
}

/** Draw all widgets and lay out the whole page, a moment after the lesson has opened. */
export function settle() {
  if (settled) return;
  settled = true;
  window.setTimeout(() => {
    recall();
    isOpen = true;
    for (const el of waiting.keys()) begin(el);
    drawn.then(() => {
      document.getElementById("content")?.classList.remove("is-opening");
      land();
    });
  }, FIRST_MOMENT);
}

/** Show an error in a widget's place. @param {string} cell @param {string} text */
export function trouble(cell, text) {
  const el = place(cell);
  if (!el) return;
  const note = el.querySelector(":scope > .lesson-trouble") ?? document.createElement("p");
  note.className = "lesson-trouble lesson-note";
  note.setAttribute("role", "alert");
  note.textContent = text;
  el.prepend(note);
}
