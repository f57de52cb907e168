// @ts-check
import { h, say, unique } from "./dom.js";
import { stage } from "./shell.js";
import { confirming, notes, onceATry, trying } from "./exercise.js";
import { forget, remind, reminded } from "./unsent.js";

/**
 * Each item has options of its own: one to choose, or several. A talk has lines, and any number of them may be marked.
 * An option is named by its place in its item, counted from 1. `pick` is null if any number may be chosen.
 * @typedef {{text: string, options: {text: string, picked: boolean}[], notes: string[]}} Question
 * @typedef {{key: string, pick: number | null, missing: string, same: string, left: string[], confirm: string,
 *   talk: boolean, lines: Question[]}} ChooseAsk
 * @typedef {import("./exercise.js").ExerciseView & {ask: ChooseAsk | null}} ChooseView
 */

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-exercise", (stage) => {
    const form = confirming(confirm);
    const parts = trying(stage.body, form.element);
    const legend = h("legend");
    const ifNew = onceATry(form.element, legend);
    /** @type {ChooseView} */
    let shown;
    /** @type {ReturnType<typeof question>[]} */
    let questions = [];
    const memory = () => `${shown.title} ${shown.ask?.key}`;

    function confirm() {
      if (!shown.ask) return;
      const open = questions.filter((each) => !isAnswered(each));
      for (const each of questions) say(each.lack, each === open[0] ? shown.ask.missing : "");
      if (open.length) {
        say(form.hint, shown.ask.left[open.length]);
        open[0].focus();
        return;
      }
      const picks = questions.map((each) => each.value());
      const before = shown.ask.lines.map((line) => picked(line));
      const isSame = shown.ask.key !== "0" && JSON.stringify(picks) === JSON.stringify(before);
      if (isSame && form.asks(shown.ask.same)) return;
      forget(memory());
      stage.send({ do: "pick-each", turn: shown.turn, picks });
    }

    function changed() {
      remind(memory(), questions.map((each) => each.value()));
      refresh();
    }

    function refresh() {
      if (!shown.ask) return;
      for (const each of questions) if (isAnswered(each)) say(each.lack, "");
      form.label(shown.ask.confirm, questions.every(isAnswered));
    }

    /** @param {{value: () => number[]}} each */
    const isAnswered = (each) => !shown.ask?.pick || each.value().length === shown.ask.pick;

    return {
      /** @param {ChooseView} view */
      draw(view) {
        shown = view;
        parts.draw(view);
        ifNew(view, (ask) => {
          const before = reminded(memory(), ask.lines.map(picked));
          questions = ask.lines.map((line, index) => question(ask, line, before[index] ?? [], changed));
          const rows = questions.map((each) => each.element);
          form.element.replaceChildren(h("fieldset", { class: "mr-options" }, legend, ...rows), form.actions);
        });
        refresh();
      },
      heading: () => parts.result,
      wait(on) {
        form.wait(on);
        if (!on) refresh();
      },
    };
  });
}

/** @param {Question} line */
function picked(line) {
  return line.options.flatMap((option, index) => (option.picked ? [index + 1] : []));
}

/** @param {ChooseAsk} ask @param {Question} view @param {number[]} before @param {() => void} changed */
function question(ask, view, before, changed) {
  const id = unique("question");
  const type = ask.pick === 1 ? "radio" : "checkbox";
  const inputs = view.options.map((_option, index) =>
    h("input", { type, name: id, value: index + 1, checked: before.includes(index + 1), onchange: changed }),
  );
  const options = view.options.map(({ text }, index) =>
    h("label", { class: ask.talk ? "mr-option mr-spoken" : "mr-option" }, inputs[index], h("span", { class: "mr-option-text" }, text)),
  );
  const text = h("p", { id, class: "mr-matched-text mr-question" }, view.text);
  const lack = h("p", { class: "mr-hint mr-lack", role: "alert" });
  const role = ask.pick === 1 ? "radiogroup" : "group";
  const described = notes(view.notes, inputs);
  return {
    element: h("div", { class: "mr-matched", role, "aria-labelledby": id }, text, ...options, lack, described),
    lack,
    value: () => inputs.filter((input) => input.checked).map((input) => Number(input.value)),
    focus: () => inputs[0].focus(),
  };
}

export default { render };
