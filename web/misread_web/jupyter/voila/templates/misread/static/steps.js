// @ts-check
/**
 * The steps of a lesson. The parts after a case stay folded until the case has been played to its end; a finished widget
 * is folded to one line; and a bar shows the current step. Without this script and in print, everything is open.
 *
 * The browser's search finds folded parts, and a link to a folded part opens it. All words are in the page.
 */

/**
 * A learner's progress in a widget; it is `resting` if nothing in it waits for them.
 * @typedef {{how_far: "ahead" | "begun" | "done", resting: boolean}} Standing
 * @typedef {{standing?: Standing, title?: string, lang?: string, dir?: string}} View
 */

const FOLDED = "onbeforematch" in document.body ? "until-found" : "";
/** The margins that leave one line of the window; the step that crosses it is the current one. */
const READING_LINE = "-30% 0px -70% 0px";

/** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement[]} */
const every = (selector, root = document) => [...root.querySelectorAll(selector)].map((el) => /** @type {HTMLElement} */ (el));
/** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement | null} */
const only = (selector, root = document) => root.querySelector(selector);
/** @param {string} cell */
const named = (cell) => document.getElementById(cell);

/** The reader's progress in each widget, by cell. @type {Map<string, Standing>} */
const standings = new Map();
/** The cells of the cases whose following parts are open. @type {Set<string>} */
const opened = new Set();
let memory = "";
let hasTold = false;

/** @param {HTMLElement} el @param {boolean} on */
function fold(el, on) {
  el.toggleAttribute("data-folded", on);
  if (on) el.setAttribute("hidden", FOLDED);
  else el.removeAttribute("hidden");
}

/** The parts that wait for a case. @param {string} cell */
const behind = (cell) => every(`[data-after="${CSS.escape(cell)}"]`);

/** @param {string} cell @param {boolean} on */
function keepBack(cell, on) {
  for (const el of behind(cell)) fold(el, on);
  for (const el of every(`[data-case="${CSS.escape(cell)}"]`)) el.hidden = !on;
  for (const el of every(`[data-behind="${CSS.escape(cell)}"]`)) el.hidden = !on;
}

/** Open the parts that wait for a case, for good. @param {string} cell @param {boolean} [announced] for screen readers */
function unfold(cell, announced = false) {
  if (opened.has(cell)) return;
  opened.add(cell);
  keepBack(cell, false);
  const note = only("#opened");
  if (announced && note) note.textContent = note.dataset.text ?? "";
}

/**
 * Keep parts open that the reader opened without playing, in this browser. After a reload they open at once, so that the
 * page has its full length when it scrolls back. On a fresh visit the first widget is shown before that, because the
 * first access to localStorage blocks the page for some milliseconds.
 * @param {string} key
 */
export function remember(key) {
  memory = `${key} read on`;
  const [arrived] = performance.getEntriesByType("navigation");
  if (/** @type {PerformanceNavigationTiming | undefined} */ (arrived)?.type !== "navigate") recall();
}

/** Open the parts that the reader opened before without playing. */
export function recall() {
  for (const cell of remembered()) unfold(cell);
}

/** @returns {string[]} */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(memory) ?? "[]");
  } catch {
    return [];
  }
}

/** Forget which parts this reader opened without playing, in all lessons. */
export function forgetOpened() {
  const theirs = memory.split(" ").slice(-3).join(" ");
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith("misread ") && name.endsWith(` ${theirs}`));
    for (const name of names) localStorage.removeItem(name);
  } catch {
    // Without storage, there is nothing to forget.
  }
}

/** @param {string} cell */
function readOn(cell) {
  unfold(cell);
  try {
    localStorage.setItem(memory, JSON.stringify([...new Set([...remembered(), cell])]));
  } catch {
    // Without storage, the parts are folded again after a reload.
  }
  const first = behind(cell)[0];
  first?.setAttribute("tabindex", "-1");
  first?.focus();
}

/** Fold a finished widget to one line, or open it again. @param {HTMLElement} widget @param {boolean} on */
function tidy(widget, on) {
  const [line, place] = [only(".lesson-done", widget), only("[data-cell]", widget)];
  const button = line && only("button", line);
  if (!line || !place || !button) return;
  line.hidden = false;
  fold(place, on);
  button.setAttribute("aria-expanded", String(!on));
  for (const word of every("[data-when-open]", button)) word.hidden = (word.dataset.whenOpen === "true") === on;
}

/**
 * Take a widget's progress. A widget that is finished when the page opens is folded; one that is finished later stays open.
 * @param {string} cell @param {View} view
 */
export function stands(cell, { standing, title, lang, dir }) {
  if (!standing) return;
  const before = standings.get(cell);
  standings.set(cell, standing);
  const widget = named(cell);
  if (widget && !before && standing.resting) {
    const name = only(".lesson-done-title", widget);
    if (name) Object.assign(name, { textContent: title ?? "", lang: lang ?? "", dir: dir ?? "" });
    tidy(widget, true);
  }
  if (standing.how_far === "done") unfold(cell, hasTold && before !== undefined);
  const after = widget?.dataset.after;
  if (after && standing.how_far !== "ahead") unfold(after);
  if (hasTold) {
    tally();
    warnLate();
  }
}

/**
 * Once the lesson's due date has passed, show the cost of late work before each widget that can still earn points. For a
 * case, only the first run counts.
 */
export function warnLate() {
  const text = only("#due [data-from]:not([hidden])") && only("#due")?.dataset.late;
  for (const note of every("[data-late-for]")) {
    const standing = standings.get(note.dataset.lateFor ?? "");
    const isOver = standing?.how_far === "done" && (standing.resting || note.dataset.kind === "scenario");
    note.hidden = !text || isOver;
    if (text && note.textContent !== text) note.textContent = text;
  }
}

/** Show which steps are done, and how many minutes are left. */
function tally() {
  let left = 0;
  for (const step of every("[data-step-of]", only(".parts") ?? document)) {
    const done = standings.get(step.dataset.stepOf ?? "")?.how_far === "done";
    if (!done) left += Number(step.dataset.minutes);
  }
  for (const step of every("[data-step-of]")) {
    const done = standings.get(step.dataset.stepOf ?? "")?.how_far === "done";
    step.classList.toggle("is-done", done);
    for (const tick of every(".parts-tick", step)) tick.hidden = !done;
  }
  const minutes = Math.ceil(left / 5) * 5;
  for (const el of every("[data-left]")) {
    el.textContent = (minutes ? el.dataset.left : el.dataset.none)?.replace("%", String(minutes)) ?? "";
    el.hidden = false;
  }
}

/** Show the current step. @param {string} number */
function arriveAt(number) {
  for (const el of every("[data-here]")) {
    const title = only(`[data-step="${number}"][data-step-title]`)?.dataset.stepTitle ?? "";
    const text = el.dataset.here?.replace("%", number) ?? "";
    if (el.textContent !== `${text}${title}`) el.textContent = `${text}${title}`;
  }
  for (const entry of every(".parts-entry")) {
    const link = only("a", entry);
    if (entry.dataset.step === number && entry.dataset.stepOf) link?.setAttribute("aria-current", "step");
    else link?.removeAttribute("aria-current");
  }
}

/** The element that the page's address leads to, if any. */
export function linked() {
  try {
    return named(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // "%" without a valid escape
  }
}

/** Open the part that a link leads to. @returns {HTMLElement | null} the part, if the browser could not scroll to it */
function followLink() {
  const target = linked();
  if (!target) return null;
  const isAway = target.closest("[data-folded]") !== null;
  const part = /** @type {HTMLElement | null} */ (target.closest("[data-after]"));
  if (part?.dataset.after) unfold(part.dataset.after);
  const widget = /** @type {HTMLElement | null} */ (target.closest(".lesson-piece"));
  if (widget && only("[data-folded]", widget)) tidy(widget, false);
  return isAway ? target : null;
}

/** Fold all parts that wait for a case, until the reader's progress is known. */
export function divide() {
  for (const el of every("[data-case]")) {
    const cell = el.dataset.case ?? "";
    if (behind(cell).length) keepBack(cell, true);
    only("button", el)?.addEventListener("click", () => readOn(cell));
  }
  for (const widget of every(".lesson-piece")) {
    only(".lesson-done button", widget)?.addEventListener("click", () => tidy(widget, !only("[data-folded]", widget)));
  }
  document.addEventListener("beforematch", ({ target }) => {
    const match = /** @type {HTMLElement} */ (target);
    const after = /** @type {HTMLElement | null} */ (match.closest("[data-after]"))?.dataset.after;
    if (after) unfold(after);
    const widget = /** @type {HTMLElement | null} */ (match.closest(".lesson-piece"));
    if (widget && match.matches("[data-cell]")) tidy(widget, false);
  });
  for (const bar of every(".parts-folded")) {
    bar.addEventListener("click", ({ target }) => {
      if (/** @type {HTMLElement} */ (target).closest("a")) bar.removeAttribute("open");
    });
  }
  window.addEventListener("hashchange", () => followLink()?.scrollIntoView());
  const watch = new IntersectionObserver(
    (seen) => {
      const here = seen.filter(({ isIntersecting, target }) => isIntersecting && !target.hasAttribute("data-folded"));
      const step = /** @type {HTMLElement | undefined} */ (here.at(-1)?.target)?.dataset.step;
      if (step) arriveAt(step);
    },
    { rootMargin: READING_LINE },
  );
  for (const el of every("main > [data-step]")) watch.observe(el);
  arriveAt("1");
}

/** Note that all messages that came with the page have been handled. */
export function allTold() {
  hasTold = true;
  followLink();
  tally();
}
