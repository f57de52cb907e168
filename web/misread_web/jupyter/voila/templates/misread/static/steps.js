// @ts-check
/**
 * The steps of a lesson: what follows a case waits, folded, until the case has been played to its end; what is finished is
 * folded to a line; and a bar says where its reader is. Without this script everything is open, and so it is in print.
 *
 * What is folded can still be found by the browser's own search, and a link to it opens it. All words stand in the page.
 */

/**
 * How far somebody is with a piece; `resting` where nothing waits in it for them.
 * @typedef {{how_far: "ahead" | "begun" | "done", resting: boolean}} Standing
 * @typedef {{standing?: Standing, title?: string, lang?: string, dir?: string}} View
 */

const FOLDED = "onbeforematch" in document.body ? "until-found" : "";
/** A step is where its reader is while this line of the window crosses it. */
const READING_LINE = "-30% 0px -70% 0px";

/** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement[]} */
const every = (selector, root = document) => [...root.querySelectorAll(selector)].map((el) => /** @type {HTMLElement} */ (el));
/** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement | null} */
const only = (selector, root = document) => root.querySelector(selector);
/** @param {string} cell */
const named = (cell) => document.getElementById(cell);

/** How far the reader is with each piece, by its cell. @type {Map<string, Standing>} */
const standings = new Map();
/** The cases behind which everything is open. @type {Set<string>} */
const opened = new Set();
let memory = "";
let hasTold = false;

/** @param {HTMLElement} el @param {boolean} on */
function fold(el, on) {
  el.toggleAttribute("data-folded", on);
  if (on) el.setAttribute("hidden", FOLDED);
  else el.removeAttribute("hidden");
}

/** Whatever waits for a case, and what it says meanwhile. @param {string} cell */
const behind = (cell) => every(`[data-after="${CSS.escape(cell)}"]`);

/** @param {string} cell @param {boolean} on */
function keepBack(cell, on) {
  for (const el of behind(cell)) fold(el, on);
  for (const el of every(`[data-case="${CSS.escape(cell)}"]`)) el.hidden = !on;
  for (const el of every(`[data-behind="${CSS.escape(cell)}"]`)) el.hidden = !on;
}

/** Open what waits for a case, for good. @param {string} cell @param {boolean} [said] whether it is said aloud */
function unfold(cell, said = false) {
  if (opened.has(cell)) return;
  opened.add(cell);
  keepBack(cell, false);
  const note = only("#opened");
  if (said && note) note.textContent = note.dataset.text ?? "";
}

/**
 * What somebody opened without playing stays open for them in this browser. After a reload it is opened at once, so that
 * the page has its full length when it returns to its place. On a fresh visit the first piece is shown first, because the
 * first access to localStorage blocks the page for some milliseconds.
 * @param {string} key
 */
export function remember(key) {
  memory = `${key} read on`;
  const [arrived] = performance.getEntriesByType("navigation");
  if (/** @type {PerformanceNavigationTiming | undefined} */ (arrived)?.type !== "navigate") recall();
}

/** Open what somebody opened before without playing. */
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

/** Keep no longer what this reader opened without playing, in this lesson and in the others. */
export function forgetOpened() {
  const theirs = memory.split(" ").slice(-3).join(" ");
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith("misread ") && name.endsWith(` ${theirs}`));
    for (const name of names) localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** @param {string} cell */
function readOn(cell) {
  unfold(cell);
  try {
    localStorage.setItem(memory, JSON.stringify([...new Set([...remembered(), cell])]));
  } catch {
    // A browser that keeps nothing folds it again after a reload.
  }
  const first = behind(cell)[0];
  first?.setAttribute("tabindex", "-1");
  first?.focus();
}

/** Fold a finished piece to a line, or open it again. @param {HTMLElement} piece @param {boolean} on */
function tidy(piece, on) {
  const [line, place] = [only(".lesson-done", piece), only("[data-cell]", piece)];
  const button = line && only("button", line);
  if (!line || !place || !button) return;
  line.hidden = false;
  fold(place, on);
  button.setAttribute("aria-expanded", String(!on));
  for (const word of every("[data-when-open]", button)) word.hidden = (word.dataset.whenOpen === "true") === on;
}

/**
 * Take how a piece stands. What is finished when the page is opened is folded; what is finished later stays as it is.
 * @param {string} cell @param {View} view
 */
export function stands(cell, { standing, title, lang, dir }) {
  if (!standing) return;
  const before = standings.get(cell);
  standings.set(cell, standing);
  const piece = named(cell);
  if (piece && !before && standing.resting) {
    const name = only(".lesson-done-title", piece);
    if (name) Object.assign(name, { textContent: title ?? "", lang: lang ?? "", dir: dir ?? "" });
    tidy(piece, true);
  }
  if (standing.how_far === "done") unfold(cell, hasTold && before !== undefined);
  const after = piece?.dataset.after;
  if (after && standing.how_far !== "ahead") unfold(after);
  if (hasTold) {
    tally();
    warnLate();
  }
}

/**
 * Once the lesson's date has passed, say before each piece in which something can still be changed what that costs.
 * Of a case, the first run alone counts.
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

/** Show ticks and the minutes that are left. */
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

/** Say which step the reader is at. @param {string} number */
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

/** What the page's address leads to, if anything. */
export function linked() {
  try {
    return named(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // "%" begins a sign that does not follow
  }
}

/** Open what a link leads to. @returns {HTMLElement | null} what the browser itself could not go to, as it was folded */
function followLink() {
  const target = linked();
  if (!target) return null;
  const isAway = target.closest("[data-folded]") !== null;
  const part = /** @type {HTMLElement | null} */ (target.closest("[data-after]"));
  if (part?.dataset.after) unfold(part.dataset.after);
  const piece = /** @type {HTMLElement | null} */ (target.closest(".lesson-piece"));
  if (piece && only("[data-folded]", piece)) tidy(piece, false);
  return isAway ? target : null;
}

/** Begin: everything that waits is folded, until it is known how its reader stands. */
export function divide() {
  for (const el of every("[data-case]")) {
    const cell = el.dataset.case ?? "";
    if (behind(cell).length) keepBack(cell, true);
    only("button", el)?.addEventListener("click", () => readOn(cell));
  }
  for (const piece of every(".lesson-piece")) {
    only(".lesson-done button", piece)?.addEventListener("click", () => tidy(piece, !only("[data-folded]", piece)));
  }
  document.addEventListener("beforematch", ({ target }) => {
    const found = /** @type {HTMLElement} */ (target);
    const after = /** @type {HTMLElement | null} */ (found.closest("[data-after]"))?.dataset.after;
    if (after) unfold(after);
    const piece = /** @type {HTMLElement | null} */ (found.closest(".lesson-piece"));
    if (piece && found.matches("[data-cell]")) tidy(piece, false);
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

/** All that was told with the page has been taken. */
export function allTold() {
  hasTold = true;
  followLink();
  tally();
}
