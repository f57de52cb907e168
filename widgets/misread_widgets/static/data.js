// @ts-check
import { box, h, say, unique } from "./dom.js";
import { stage } from "./shell.js";
import { confirming, notes, onceATry, trying } from "./exercise.js";
import { looking, tableAndChart } from "./data_look.js";
import { forget, remind, reminded } from "./unsent.js";

/**
 * An exercise on data: look at it as often as you like, and answer the questions, each by a number, by one option, or by any
 * number of options. `wrong` is the question whose number cannot be read, by its place counted from 0, with a sentence.
 * @typedef {{text: string, picked: boolean, notes: string[]}} Option
 * @typedef {{kind: "number", text: string, hint: string, missing: string, value: string, notes: string[]}} NumberAsked
 * @typedef {{kind: "one" | "several", text: string, missing: string, options: Option[]}} OptionsAsked
 * @typedef {{key: string, legend: string, confirm: string, same: string, questions: (NumberAsked | OptionsAsked)[],
 *   wrong: {place: number, text: string} | null}} DataAsk
 * @typedef {import("./exercise.js").ExerciseView & {looking: import("./data_look.js").Looking,
 *   looked: import("./data_look.js").Look | null, refused: string, ask: DataAsk | null,
 *   checked: {label: string, result: import("./data_look.js").Result} | null}} DataView
 * An answer to one question: a number as it was typed, or the places of options, counted from 1.
 * @typedef {string | number[]} Given
 * @typedef {{element: HTMLElement, lack: HTMLElement, missing: string, value: () => Given, focus: () => void}} Asked
 */

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-exercise", (stage) => {
    const form = confirming(confirm);
    const look = looking((picks) => stage.send({ do: "look", turn: shown.turn, picks }));
    const checked = h("section", { class: "mr-checked" });
    const fillChecked = box(checked);
    const parts = trying(stage.body, form.element);
    const task = h("p", { class: "mr-instruction" });
    form.element.before(task, look.element);
    form.element.after(checked);
    const ifNew = onceATry(form.element, task);
    /** @type {DataView} */
    let shown;
    /** @type {Asked[]} */
    let questions = [];
    let key = "";
    const memory = () => `${shown.title} ${key}`;
    const values = () => questions.map((each) => each.value());
    const isGiven = (/** @type {Asked} */ each) => each.value().length > 0;

    function confirm() {
      if (!shown.ask) return;
      const empty = questions.find((each) => !isGiven(each));
      for (const each of questions) say(each.lack, each === empty ? each.missing : "");
      if (empty) {
        empty.focus();
        return;
      }
      const isSame = JSON.stringify(values()) === JSON.stringify(shown.ask.questions.map(before));
      if (isSame && form.asks(shown.ask.same)) return;
      stage.send({ do: "answer-each", turn: shown.turn, answers: values() });
    }

    function changed() {
      remind(memory(), values());
      for (const each of questions) if (isGiven(each)) say(each.lack, "");
      refresh();
    }

    function refresh() {
      if (shown.ask) form.label(shown.ask.confirm, questions.every(isGiven));
    }

    return {
      /** @param {DataView} view */
      draw(view) {
        if (key && key !== view.ask?.key) forget(memory());
        shown = view;
        key = view.ask?.key ?? "";
        parts.draw(view);
        task.hidden = !view.ask;
        // Once the exercise is over, the explanations come first. Moving an element takes the focus from it.
        if (!view.ask && stage.body.lastElementChild !== look.element) stage.body.append(look.element);
        look.draw(view.looking, view.title);
        look.answered(view.looked, view.refused);
        ifNew(view, (ask) => {
          const put = reminded(memory(), ask.questions.map(before));
          questions = ask.questions.map((each, place) => question(each, put[place], changed));
          form.element.replaceChildren(h("fieldset", { class: "mr-options" }, h("legend", {}, ask.legend), ...questions.map((each) => each.element)), form.actions);
        });
        refresh();
        const wrong = view.ask?.wrong;
        if (wrong) {
          say(questions[wrong.place].lack, wrong.text);
          questions[wrong.place].focus();
        }
        checked.hidden = !view.checked;
        fillChecked(view.checked, () => (view.checked ? [h("h4", { class: "mr-label" }, view.checked.label), tableAndChart(view.checked.result)] : []));
      },
      heading: () => parts.result,
      wait(on) {
        form.wait(on);
        look.wait(on);
        if (!on) refresh();
      },
    };
  });
}

/** What a question was answered with at the last try. @param {NumberAsked | OptionsAsked} asked @returns {Given} */
function before(asked) {
  return asked.kind === "number" ? asked.value : places(asked.options.map((each) => each.picked));
}

/** The places, counted from 1, of what is on. @param {boolean[]} on */
function places(on) {
  return on.flatMap((each, index) => (each ? [index + 1] : []));
}

/** @param {NumberAsked | OptionsAsked} asked @param {Given | undefined} put what this window remembers @param {() => void} changed @returns {Asked} */
function question(asked, put, changed) {
  return asked.kind === "number" ? number(asked, typeof put === "string" ? put : "", changed) : options(asked, Array.isArray(put) ? put : [], changed);
}

/** @param {NumberAsked} asked @param {string} put @param {() => void} changed @returns {Asked} */
function number({ text, hint, missing, notes: said }, put, changed) {
  const input = h("input", { id: unique("number"), type: "text", inputmode: "decimal", autocomplete: "off", oninput: changed });
  const help = h("p", { id: unique("hint"), class: "mr-quiet" }, hint);
  const lack = h("p", { id: unique("lack"), class: "mr-hint mr-lack", role: "alert" });
  const noted = notes(said, []);
  input.value = put;
  input.setAttribute("aria-describedby", [lack.id, noted?.id, help.id].filter(Boolean).join(" "));
  const label = h("label", { for: input.id, class: "mr-matched-text" }, text);
  return {
    element: h("div", { class: "mr-matched mr-number" }, label, help, input, noted, lack),
    lack,
    missing,
    value: () => input.value.trim(),
    focus: () => input.focus(),
  };
}

/** @param {OptionsAsked} asked @param {number[]} put @param {() => void} changed @returns {Asked} */
function options({ kind, text, missing, options: offered }, put, changed) {
  const isOne = kind === "one";
  const name = h("p", { id: unique("question"), class: "mr-matched-text mr-question" }, text);
  const lack = h("p", { class: "mr-hint mr-lack", role: "alert" });
  const group = unique("options");
  const boxes = offered.map((_, index) =>
    h("input", { type: isOne ? "radio" : "checkbox", name: group, checked: put.includes(index + 1), onchange: changed }),
  );
  const lines = offered.map((each, index) => {
    const label = h("label", { class: "mr-option" }, boxes[index], h("span", { class: "mr-option-text" }, each.text));
    return h("div", { class: "mr-line-to-pick" }, label, notes(each.notes, [boxes[index]]));
  });
  return {
    element: h("div", { class: "mr-matched", role: isOne ? "radiogroup" : "group", "aria-labelledby": name.id }, name, ...lines, lack),
    lack,
    missing,
    value: () => places(boxes.map((each) => each.checked)),
    focus: () => boxes[0].focus(),
  };
}

export default { render };
