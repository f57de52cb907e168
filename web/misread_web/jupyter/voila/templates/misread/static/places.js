// @ts-check
/**
 * The places of a lesson's pieces, and when each is drawn: the first with the words, before the page is shown at all; the
 * others once their reader comes near them, or has had a moment to begin.
 */

import { first, others } from "./widget_modules.js";
import { linked, recall } from "./steps.js";

/** For so long after a lesson was opened, whatever its reader does first comes before the rest of the page. */
const FIRST_MOMENT = 500;
/** So much of a window's height, above it and below it, is near. */
const NEAR = "100%";
const AGAIN_AFTER = 2_000;

const { assets = "" } = document.documentElement.dataset;

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./widget_modules.js").Widget} Widget */

/** What is still to be drawn, by its place, in the order of the page. @type {Map<Element, () => Promise<void>>} */
const waiting = new Map();
/** Each is drawn in a turn of its own: what is there already can be used meanwhile. */
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

/** The modules of the other pieces, once one of them is asked for. @type {Promise<any> | undefined} */
let asked;

/** @param {string} module @returns {Promise<Widget>} */
async function brought(module) {
  asked ??= arrive(others);
  const { pieces } = await asked;
  // A page that is older than the server may be told of a module that it did not come with.
  return pieces[module]?.() ?? (await arrive(new URL(assets + module, location.href).href)).default;
}

/**
 * A file that does not arrive is asked for until it does, by another name each time: a browser remembers what failed.
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

/** Where the reader was before a reload: the part at the top of the window, and how far below the top it began, in pixels. */
const PLACE = `misread place ${location.pathname}`;
const [arrived] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
/** @type {{id: string, top: number} | null} */
let left = arrived?.type === "navigate" ? null : whereItWasLeft();
// The browser itself would restore a number of pixels, and the parts above have other heights until they are drawn.
history.scrollRestoration = left ? "manual" : "auto";
let mayMove = arrived?.type === "navigate" || left !== null;
for (const sign of ["wheel", "touchstart", "pointerdown", "keydown"]) {
  // On its way down, as pieces keep plain keys to themselves.
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
    return null; // a browser that keeps nothing comes back by itself
  }
}

function leave() {
  const parts = [...document.querySelectorAll("main > [id]")].map((part) => ({ id: part.id, box: part.getBoundingClientRect() }));
  const here = parts.find(({ box }) => box.height > 0 && box.bottom > 0);
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(here ? { id: here.id, top: here.box.top } : null));
  } catch {
    // A browser that keeps nothing comes back by itself.
  }
}

/**
 * Pieces push the parts below them down as they are drawn. Go back to the part that a link leads to, or that the reader
 * was at, until the reader moves.
 */
function land() {
  if (!mayMove) return;
  const part = left && document.getElementById(left.id);
  if (part) scrollBy({ top: part.getBoundingClientRect().top - (left?.top ?? 0), behavior: "instant" });
  else linked()?.scrollIntoView();
}

/** Draw and lay out all of the page, also far from the window, a moment after its line is there. */
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

/** Say in a piece's place what went wrong. @param {string} cell @param {string} text */
export function trouble(cell, text) {
  const el = place(cell);
  if (!el) return;
  const note = el.querySelector(":scope > .lesson-trouble") ?? document.createElement("p");
  note.className = "lesson-trouble lesson-note";
  note.setAttribute("role", "alert");
  note.textContent = text;
  el.prepend(note);
}
