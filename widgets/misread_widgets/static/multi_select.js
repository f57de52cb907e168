// @ts-check
import { h, say, unique } from "./dom.js";
import { stage } from "./shell.js";
import { confirming, notes, onceATry, trying } from "./exercise.js";
import { forget, remind, reminded } from "./unsent.js";

/**
 * @typedef {{key: string, pick: number | null, count: string[], missing: string, same: string, confirm: string,
 *   lines: {text: string, picked: boolean, notes: string[]}[]}} PickAsk
 * @typedef {import("./exercise.js").ExerciseView & {ask: PickAsk | null}} PickView
 */

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-exercise", (stage) => {
    const form = confirming(confirm);
    const parts = trying(stage.body, form.element);
    /** @type {PickView} */
    let shown;
    /** @type {ReturnType<typeof line>[]} */
    let lines = [];
    /** @type {number[]} */
    let order = [];
    const legend = h("legend");
    const ifNew = onceATry(form.element, legend);
    const count = h("p", { class: "mr-quiet mr-count", role: "status" });

    function confirm() {
      if (!shown.ask) return;
      if (!enough()) {
        const tooMany = shown.ask.pick !== null && order.length > shown.ask.pick;
        say(form.hint, tooMany ? shown.ask.count[order.length] : shown.ask.missing);
        return;
      }
      const isSame = shown.ask.lines.every((each, index) => each.picked === order.includes(index + 1));
      if (isSame && form.asks(shown.ask.same)) return;
      forget(memory());
      stage.send({ do: "pick", turn: shown.turn, lines: order });
    }

    function enough() {
      const wanted = shown.ask?.pick;
      return wanted ? order.length === wanted : order.length > 0;
    }

    const memory = () => `${shown.title} ${shown.ask?.key}`;

    /** @param {number} place @param {boolean} on */
    function pick(place, on) {
      order = order.filter((each) => each !== place);
      if (on) order.push(place);
      remind(memory(), order);
      refresh();
    }

    function refresh() {
      if (!shown.ask) return;
      say(count, shown.ask.count[order.length]);
      form.label(shown.ask.confirm, enough());
    }

    return {
      /** @param {PickView} view */
      draw(view) {
        shown = view;
        parts.draw(view);
        ifNew(view, (ask) => {
          const before = ask.lines.flatMap((each, index) => (each.picked ? [index + 1] : []));
          order = reminded(memory(), before);
          lines = ask.lines.map((each, index) => line(each, order.includes(index + 1), (on) => pick(index + 1, on)));
          form.element.replaceChildren(h("fieldset", { class: "mr-options" }, legend, ...lines), count, form.actions);
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

/** @param {PickAsk["lines"][number]} view @param {boolean} checked @param {(on: boolean) => void} picked */
function line(view, checked, picked) {
  const input = h("input", {
    type: "checkbox",
    name: unique("line"),
    checked,
    onchange: () => picked(input.checked),
  });
  const label = h("label", { class: "mr-option" }, input, h("span", { class: "mr-option-text" }, view.text));
  return h("div", { class: "mr-line-to-pick" }, label, notes(view.notes, [input]));
}

export default { render };
