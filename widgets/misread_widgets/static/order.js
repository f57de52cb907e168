// @ts-check
import { cards, whole } from "./card_list.js";
import { h, say, unique } from "./dom.js";
import { stage } from "./shell.js";
import { confirming, notes, onceATry, trying } from "./exercise.js";
import { forget, remind, reminded } from "./unsent.js";

/**
 * @typedef {import("./card_list.js").CardList} CardList
 * @typedef {{text: string, options: {text: string, picked: boolean}[], notes: string[]}} Cut
 * @typedef {{key: string, up: string, down: string, how: string, same: string, confirm: string, missing: string,
 *   lists: CardList[], cut: Cut | null}} OrderAsk
 * @typedef {import("./exercise.js").ExerciseView & {ask: OrderAsk | null}} OrderView
 */

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-exercise", (stage) => {
    const form = confirming(confirm);
    const parts = trying(stage.body, form.element);
    const legend = h("legend");
    const ifNew = onceATry(form.element, legend);
    const moved = h("p", { class: "mr-unseen", role: "status" });
    /** @type {OrderView} */
    let shown;
    /** @type {ReturnType<typeof cards>[]} */
    let lists = [];
    /** @type {ReturnType<typeof cutting> | null} */
    let cut = null;
    const memory = () => `${shown.title} ${shown.ask?.key}`;

    function confirm() {
      if (!shown.ask) return;
      if (cut && !cut.value()) {
        say(form.hint, shown.ask.missing);
        cut.focus();
        return;
      }
      const orders = lists.map((each) => each.value());
      const isSame = JSON.stringify(orders) === JSON.stringify(shown.ask.lists.map((each) => each.order));
      const isSameCut = !cut || shown.ask.cut?.options[cut.value() - 1]?.picked === true;
      if (isSame && isSameCut && form.asks(shown.ask.same)) return;
      forget(memory());
      stage.send({ do: "order", turn: shown.turn, orders, cut: cut ? cut.value() : null });
    }

    function changed() {
      remind(memory(), { orders: lists.map((each) => each.value()), cut: cut?.value() ?? 0 });
      refresh();
    }

    function refresh() {
      if (shown.ask) form.label(shown.ask.confirm, !cut || cut.value() > 0);
    }

    return {
      /** @param {OrderView} view */
      draw(view) {
        shown = view;
        parts.draw(view);
        ifNew(view, (ask) => {
          const first = { orders: ask.lists.map((each) => each.order), cut: 0 };
          const before = reminded(memory(), first);
          const tell = (/** @type {string} */ text) => say(moved, text);
          lists = ask.lists.map((each, index) => cards(ask, each, whole(before.orders?.[index], each.order), changed, tell));
          cut = ask.cut && cutting(ask.cut, before.cut, changed);
          const how = h("p", { class: "mr-quiet" }, ask.how);
          const rows = lists.map((each) => each.element);
          const set = h("fieldset", { class: "mr-options" }, legend, how, ...rows, cut && cut.element);
          form.element.replaceChildren(set, moved, form.actions);
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

/** @param {Cut} view @param {number} before @param {() => void} changed */
function cutting(view, before, changed) {
  const id = unique("cut");
  const inputs = view.options.map(({ picked }, index) =>
    h("input", { type: "radio", name: id, value: index + 1, checked: before ? before === index + 1 : picked, onchange: changed }),
  );
  const options = view.options.map(({ text }, index) =>
    h("label", { class: "mr-option" }, inputs[index], h("span", { class: "mr-option-text" }, text)),
  );
  const question = h("p", { id, class: "mr-matched-text mr-question" }, view.text);
  return {
    element: h("div", { class: "mr-matched", role: "radiogroup", "aria-labelledby": id }, question, ...options, notes(view.notes, inputs)),
    value: () => Number(inputs.find((input) => input.checked)?.value ?? 0),
    focus: () => inputs[0].focus(),
  };
}

export default { render };
