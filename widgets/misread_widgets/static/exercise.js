// @ts-check
import { box, h, say, unique } from "./dom.js";
import { prose } from "./prose.js";

/**
 * The parts that all self-scoring exercises share: the task, the result of a try and, at the end, every item with its
 * explanation.
 * `mark` is shown as a sign; it agrees with the first words of `said`, which say whether the answer is right.
 * @typedef {{mark: "right" | "partly" | "wrong", text: string, said: [string, string][], notes: string[], why: string,
 *   explain: string}} Outcome
 * @typedef {import("./shell.js").View & {kicker: string, title: string, case: import("./prose.js").Paragraph[],
 *   table: DataTable | null, instruction: string, scoring: string[], result: string[], outcomes: Outcome[]}} ExerciseView
 * @typedef {{columns: string[], rows: string[][], note: string}} DataTable
 */

/** @param {HTMLElement} body @param {HTMLElement} form */
export function trying(body, form) {
  const kicker = h("p", { class: "mr-kicker" });
  const heading = h("h3", { class: "mr-heading" });
  const passages = h("div");
  const scoring = h("p", { class: "mr-quiet mr-scoring" });
  const result = h("div", { class: "mr-result", tabindex: -1, role: "group" });
  const outcomes = h("ol", { class: "mr-outcomes" });
  const fillPassages = box(passages);
  const fillResult = box(result);
  const fillOutcomes = box(outcomes);
  body.append(kicker, heading, passages, scoring, result, form, outcomes);
  return {
    result,
    /** @param {ExerciseView} view */
    draw(view) {
      say(kicker, view.kicker);
      say(heading, view.title);
      fillPassages([view.case, view.table, view.instruction, view.screen], () => [
        prose(view.case),
        view.table && figures(view.table),
        view.outcomes.length > 0 && h("p", { class: "mr-instruction" }, view.instruction),
      ]);
      say(scoring, view.scoring.join(" "));
      result.hidden = view.result.length === 0;
      fillResult(view.result, () => view.result.map((sentence) => h("p", {}, sentence)));
      outcomes.hidden = view.outcomes.length === 0;
      fillOutcomes(view.outcomes, () => view.outcomes.map(outcome));
    },
  };
}

/** A table to read from; a narrow screen scrolls it. @param {DataTable} table */
function figures({ columns, rows, note }) {
  const head = h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, name)));
  const body = rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, cell))));
  const table = h("table", { class: "mr-figures" }, h("thead", {}, head), h("tbody", {}, ...body));
  return h("div", { class: "mr-figures-box", role: "group", tabindex: 0, "aria-label": note }, table, note && h("p", { class: "mr-quiet" }, note));
}

const SIGNS = { right: "✓", partly: "◐", wrong: "✗" };

/** @param {Outcome} view */
function outcome({ mark, text, said, notes, why, explain }) {
  return h(
    "li",
    { class: `mr-outcome mr-was-${mark}` },
    h("p", { class: "mr-outcome-text" }, text),
    ...said.map(([label, words]) =>
      h("p", { class: label ? "" : "mr-outcome-mark" }, label ? h("span", { class: "mr-label" }, label, ": ") : sign(mark), words),
    ),
    ...notes.map((note) => h("p", { class: "mr-note" }, note)),
    h("p", { class: "mr-explain" }, h("span", { class: "mr-label" }, why, ": "), explain),
  );
}

/** @param {Outcome["mark"]} mark */
function sign(mark) {
  return h("span", { class: "mr-sign", "aria-hidden": "true" }, SIGNS[mark]);
}

/**
 * The button that confirms a try, and the hint that says what is missing.
 * @param {() => void} confirm
 */
export function confirming(confirm) {
  const button = h("button", { type: "submit", class: "mr-button" });
  const hint = h("p", { class: "mr-hint", role: "alert" });
  const element = h("form", { class: "mr-ask mr-try", onsubmit: submit });
  const actions = h("div", { class: "mr-actions mr-confirm" }, button, hint);
  let waiting = false;

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    if (!waiting) confirm();
  }

  return {
    element,
    actions,
    hint,
    /** Ask once, in the hint, before a try is sent. @param {string} question @returns {boolean} whether it was asked now */
    asks(question) {
      const isNew = hint.textContent !== question;
      say(hint, isNew ? question : "");
      return isNew;
    },
    /** @param {string} text @param {boolean} ready */
    label(text, ready) {
      say(button, text);
      button.setAttribute("aria-disabled", String(waiting || !ready));
      if (ready) say(hint, "");
    },
    /** @param {boolean} on */
    wait(on) {
      waiting = on;
      button.setAttribute("aria-disabled", String(on));
    },
  };
}

/**
 * Draw a question once for each try, so that what is chosen stays while the view around it changes.
 * @param {HTMLFormElement} form @param {HTMLElement} legend
 * @returns {<A extends {key: string}>(view: {instruction: string, ask: A | null}, fill: (ask: A) => void) => void}
 */
export function onceATry(form, legend) {
  let drawn = "";
  return ({ instruction, ask }, fill) => {
    form.hidden = !ask;
    if (!ask || ask.key === drawn) return;
    drawn = ask.key;
    say(legend, instruction);
    fill(ask);
  };
}

/** Notes below a control, which they describe. @param {string[]} texts @param {HTMLElement[]} controls */
export function notes(texts, controls) {
  if (texts.length === 0) return null;
  const id = unique("note");
  for (const control of controls) control.setAttribute("aria-describedby", id);
  return h("div", { id, class: "mr-notes" }, ...texts.map((text) => h("p", { class: "mr-note" }, text)));
}
