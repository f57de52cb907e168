// @ts-check
import { h, say, unique } from "./dom.js";
import { notes } from "./exercise.js";

/**
 * Lists of cards, which move with two buttons, with the arrow keys, or by dragging their number. A card is named by its
 * place in the view, counted from 1.
 * @typedef {{text: string, notes: string[]}} Card
 * @typedef {{text: string, cards: Card[], order: number[], notes: string[]}} CardList
 * @typedef {{up: string, down: string}} Movers the labels of the two buttons
 */

/**
 * What this window remembers may be of an earlier version of the exercise: then the cards lie as the view has them.
 * @param {unknown} remembered @param {number[]} order @returns {number[]}
 */
export function whole(remembered, order) {
  const isWhole = Array.isArray(remembered) && remembered.length === order.length;
  return isWhole && order.every((card) => remembered.includes(card)) ? remembered : order;
}

/**
 * Only the first `counted` cards count; the others stay in the list, apart from them, below the word `apart`.
 * @param {Movers} movers @param {CardList} list @param {number[]} order @param {() => void} changed
 * @param {(text: string) => void} tell @param {number} [counted] @param {string} [apart]
 */
export function cards(movers, list, order, changed, tell, counted = order.length, apart = "") {
  const id = unique("list");
  let places = order;
  const rows = list.cards.map((card, index) => cardRow(movers, card, (by) => move(index + 1, by)));
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
    places.forEach((card, index) => {
      rows[card - 1].at(index + 1, places.length);
      rows[card - 1].element.classList.toggle("mr-not-counted", index >= counted);
      if (index === counted) rows[card - 1].element.dataset.apart = apart;
      else delete rows[card - 1].element.dataset.apart;
    });
    listed.replaceChildren(...places.map((card) => rows[card - 1].element));
  }

  place();
  return { element, value: () => places };
}

/** @param {Movers} movers @param {Card} card @param {(by: number) => void} move */
function cardRow(movers, card, move) {
  const number = h("span", { class: "mr-card-number", "aria-hidden": "true" });
  const up = mover(movers.up, card.text, "↑", () => move(-1));
  const down = mover(movers.down, card.text, "↓", () => move(1));
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
