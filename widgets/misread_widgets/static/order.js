// @ts-check
import { h, say, unique } from "./dom.js";
import { stage } from "./shell.js";
import { confirming, notes, onceATry, trying } from "./exercise.js";
import { forget, remind, reminded } from "./unsent.js";

/**
 * Lists of cards, which move with two buttons, with the arrow keys, or by dragging their number. A card is named by its
 * place in the view, counted from 1.
 * @typedef {{text: string, notes: string[]}} Card
 * @typedef {{text: string, cards: Card[], order: number[], notes: string[]}} CardList
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

/**
 * What this window remembers may be of an earlier version of the exercise: then the cards lie as the view has them.
 * @param {unknown} remembered @param {number[]} order @returns {number[]}
 */
function whole(remembered, order) {
  const isWhole = Array.isArray(remembered) && remembered.length === order.length;
  return isWhole && order.every((card) => remembered.includes(card)) ? remembered : order;
}

/**
 * @param {OrderAsk} ask @param {CardList} list @param {number[]} order @param {() => void} changed
 * @param {(text: string) => void} tell
 */
function cards(ask, list, order, changed, tell) {
  const id = unique("list");
  let places = order;
  const rows = list.cards.map((card, index) => row(ask, card, (by) => move(index + 1, by)));
  const listed = h("ol", { class: "mr-cards", "aria-labelledby": list.text ? id : null });
  const element = h(
    "div",
    { class: list.text ? "mr-matched" : "" },
    list.text && h("p", { id, class: "mr-matched-text" }, list.text),
    listed,
    notes(list.notes, []),
  );

  /** @param {number} card @param {number} by */
  function move(card, by) {
    const from = places.indexOf(card);
    const to = from + by;
    if (to < 0 || to >= places.length) return;
    const focused = document.activeElement;
    places = places.with(from, places[to]).with(to, card);
    place();
    if (focused instanceof HTMLElement && rows[card - 1].element.contains(focused)) rows[card - 1].keepFocus(focused);
    tell(`${to + 1}. ${list.cards[card - 1].text}`);
    changed();
  }

  function place() {
    places.forEach((card, index) => rows[card - 1].at(index + 1, places.length));
    listed.replaceChildren(...places.map((card) => rows[card - 1].element));
  }

  place();
  return { element, value: () => places };
}

/** @param {OrderAsk} ask @param {Card} card @param {(by: number) => void} move */
function row(ask, card, move) {
  const number = h("span", { class: "mr-card-number", "aria-hidden": "true" });
  const up = mover(ask.up, card.text, "↑", () => move(-1));
  const down = mover(ask.down, card.text, "↓", () => move(1));
  const text = h("p", { class: "mr-card-text" }, card.text);
  const buttons = h("span", { class: "mr-movers" }, up, down);
  const element = h("li", { class: "mr-card-row", onkeydown: byKey }, number, text, buttons, notes(card.notes, [up, down]));
  number.addEventListener("pointerdown", (event) => dragging(event, element, move));

  /** @param {Event} event */
  function byKey(event) {
    const { key } = /** @type {KeyboardEvent} */ (event);
    if (key !== "ArrowUp" && key !== "ArrowDown") return;
    event.preventDefault();
    move(key === "ArrowUp" ? -1 : 1);
  }

  return {
    element,
    /** @param {number} place @param {number} of */
    at(place, of) {
      say(number, String(place));
      up.setAttribute("aria-disabled", String(place === 1));
      down.setAttribute("aria-disabled", String(place === of));
    },
    /** Restore the focus, which a card loses when it is moved in the page. @param {HTMLElement} focused */
    keepFocus: (focused) => focused.focus(),
  };
}

/** @param {string} verb @param {string} text @param {string} sign @param {() => void} onclick */
function mover(verb, text, sign, onclick) {
  return h("button", { type: "button", class: "mr-mover", "aria-label": `${verb}: ${text}`, onclick }, sign);
}

/**
 * Move a card while its number is dragged: by one place each time the pointer passes the middle of a neighbour.
 * @param {PointerEvent} begun @param {HTMLElement} row @param {(by: number) => void} move
 */
function dragging(begun, row, move) {
  if (begun.button !== 0) return;
  begun.preventDefault();
  row.classList.add("mr-dragged");
  /** @param {PointerEvent} event */
  const follow = ({ clientY }) => {
    const middle = (/** @type {Element | null} */ other) => {
      const { top, height } = other?.getBoundingClientRect() ?? { top: Number.NaN, height: 0 };
      return top + height / 2;
    };
    if (clientY < middle(row.previousElementSibling)) move(-1);
    else if (clientY > middle(row.nextElementSibling)) move(1);
  };
  const end = () => {
    row.classList.remove("mr-dragged");
    removeEventListener("pointermove", follow);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
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
