// @ts-check
import { h, say, unique } from "./dom.js";
import { forget, remind, reminded } from "./unsent.js";

/**
 * The form of a choice: options as cards, a confidence if the scene asks for one, and a button to confirm. A redraw of the
 * same question keeps the unconfirmed selection and the focus. An option may have a letter, and `before` what was confirmed
 * earlier: it is chosen at first.
 * @typedef {{token: string, text: string, hours: string, sure: boolean, letter?: string}} Option
 * @typedef {{options: string[], confidence: number | null}} Chosen
 * @typedef {{key: string, legend: string, pick: number, options: Option[], confirm: string, keys: string, count: string[],
 *   missing: string, before?: Chosen | null,
 *   sureness: {legend: string, levels: {value: number, text: string}[], missing: string} | null}} Ask
 */

/** @param {(answer: Chosen) => void} answer */
export function ask(answer) {
  const element = h("form", { class: "mr-ask", onsubmit: submit });
  /** @type {Ask | null} */
  let shown = null;
  /** @type {ReturnType<typeof question> | null} */
  let parts = null;
  let waiting = false;

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    if (!shown || !parts || waiting) return;
    const missing = lacks();
    say(parts.hint, missing);
    if (missing) return;
    forget(memory());
    answer({ options: parts.chosen(), confidence: wantsSureness() ? parts.sureness() : null });
  }

  /** The storage name of this question's unconfirmed selection, unique on the page. */
  const memory = () => `${shown?.key} ${shown?.options.map((option) => option.text).join(" | ")}`;

  function changed() {
    if (parts) remind(memory(), parts.chosen());
    refresh();
  }

  function wantsSureness() {
    const chosen = parts?.chosen() ?? [];
    return Boolean(shown?.sureness) && shown?.options.some((option) => option.sure && chosen.includes(option.token));
  }

  function lacks() {
    if (!shown || !parts || parts.chosen().length !== shown.pick) return shown?.missing ?? "";
    return wantsSureness() && parts.sureness() === null ? (shown.sureness?.missing ?? "") : "";
  }

  function refresh() {
    if (!shown || !parts) return;
    const number = parts.chosen().length;
    say(parts.count, shown.count[Math.min(number, shown.count.length - 1)] ?? "");
    if (parts.levels) parts.levels.hidden = !wantsSureness();
    parts.button.setAttribute("aria-disabled", String(waiting || lacks() !== ""));
    if (!lacks()) say(parts.hint, "");
  }

  /** @param {Ask | null} view */
  function draw(view) {
    element.hidden = !view;
    if (!view) {
      shown = parts = null;
      element.replaceChildren();
      return;
    }
    if (view.key !== shown?.key) {
      shown = view;
      parts = question(view, changed, reminded(memory(), view.before?.options ?? []));
      element.replaceChildren(...parts.elements);
    }
    shown = view;
    parts?.rename(view);
    refresh();
  }

  /** @param {boolean} on */
  function wait(on) {
    waiting = on;
    refresh();
  }

  /** Choose an option by its place, like a click on it. @param {number} number */
  function choose(number) {
    return !waiting && parts !== null && parts.choose(number);
  }

  /** Confirm the choice, or show what is missing. */
  function confirm() {
    if (shown) element.requestSubmit();
    return shown !== null;
  }

  return { element, draw, wait, choose, confirm };
}

/** @param {Ask} view @param {() => void} changed @param {string[]} before the selection before a reload */
function question(view, changed, before) {
  const type = view.pick > 1 ? "checkbox" : "radio";
  const name = unique("option");
  const cards = view.options.map((option) => card(option, type, name, before.includes(option.token), changed));
  const legend = h("legend");
  const count = h("p", { class: "mr-quiet mr-count" });
  const hint = h("p", { class: "mr-hint", role: "alert" });
  const button = h("button", { type: "submit", class: "mr-button" });
  const levels = view.sureness && sureness(view.sureness, view.before?.confidence ?? null, changed);
  return {
    elements: [
      h("fieldset", { class: "mr-options" }, legend, view.pick > 1 && count, ...cards.map((each) => each.element)),
      ...(levels ? [levels.element] : []),
      h("div", { class: "mr-actions mr-confirm" }, button, hint, view.keys && h("p", { class: "mr-keys" }, view.keys)),
    ].filter(Boolean),
    /** @param {number} number */
    choose(number) {
      const input = cards[number - 1]?.input;
      input?.focus();
      input?.click();
      return Boolean(input);
    },
    count,
    hint,
    button,
    levels: levels ? levels.element : null,
    sureness: () => (levels ? levels.value() : null),
    chosen: () => cards.filter((each) => each.input.checked).map((each) => each.input.value),
    /** @param {Ask} now */
    rename(now) {
      say(legend, now.legend);
      say(button, now.confirm);
      now.options.forEach((option, index) => cards[index].rename(option));
    },
  };
}

/** @param {Option} option @param {string} type @param {string} name @param {boolean} checked @param {() => void} changed */
function card(option, type, name, checked, changed) {
  const input = h("input", { type, name, value: option.token, checked, onchange: changed });
  const text = h("span", { class: "mr-option-text" });
  const hours = h("span", { class: "mr-option-hours" });
  const letter = option.letter && h("span", { class: "mr-option-letter" }, option.letter);
  const element = h("label", { class: "mr-option" }, input, letter ? h("span", { class: "mr-option-lettered" }, letter, " ", text) : text, " ", hours);
  return {
    element,
    input,
    /** @param {Option} now */
    rename(now) {
      say(text, now.text);
      say(hours, now.hours);
    },
  };
}

/** @param {NonNullable<Ask["sureness"]>} view @param {number | null} before @param {() => void} refresh */
function sureness(view, before, refresh) {
  const name = unique("sure");
  const inputs = view.levels.map(({ value }) => h("input", { type: "radio", name, value, checked: value === before, onchange: refresh }));
  const labels = view.levels.map(({ text }, index) => h("label", { class: "mr-level" }, inputs[index], h("span", {}, text)));
  const element = h("fieldset", { class: "mr-sureness", hidden: true }, h("legend", {}, view.legend), h("div", {}, ...labels));
  return {
    element,
    value: () => {
      const chosen = inputs.find((input) => input.checked);
      return chosen ? Number(chosen.value) : null;
    },
  };
}
