// @ts-check
import { box, h, say, unique } from "./dom.js";
import { stage } from "./shell.js";
import { confirming, notes, onceATry, trying } from "./exercise.js";
import { forget, remind, reminded } from "./unsent.js";

/**
 * An exercise in which each item gets a value in each column: by buttons if there are few values, or else from a list. In
 * a grid, a tap on a cell answers two columns at once.
 * @typedef {{label: string, values: string[]}} Column
 * @typedef {{key: string, guide_label: string, guide: {title: string, lines: string[]}[], columns: Column[],
 *   layout: "lists" | "grid", sums: Sums | null, choose: string, missing: string, same: string, left: string[], confirm: string,
 *   lines: {text: string, own: string[][], values: number[], notes: string[]}[]}} MatchAsk
 * @typedef {import("./exercise.js").ExerciseView & {ask: MatchAsk | null}} MatchView
 * @typedef {{label: string, weights: number[], numbers: number[][], floor: string}} Sums
 * A field's value has a place for each column, counted from 1; 0, or none at all, where nothing was chosen.
 * @typedef {{element: HTMLElement, controls: HTMLElement[], value: () => number[]}} Field
 */

const FEW = 4;

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-exercise", (stage) => {
    const form = confirming(confirm);
    const parts = trying(stage.body, form.element);
    const guide = h("div", { class: "mr-guide" });
    const fillGuide = box(guide);
    const legend = h("legend");
    const ifNew = onceATry(form.element, legend);
    /** @type {MatchView} */
    let shown;
    /** @type {ReturnType<typeof pair>[]} */
    let pairs = [];
    const sums = h("p", { class: "mr-sums", role: "status" });
    const memory = () => `${shown.title} ${shown.ask?.key}`;

    function confirm() {
      if (!shown.ask) return;
      const empty = pairs.filter((each) => !isPlaced(each));
      for (const each of pairs) say(each.lack, each === empty[0] ? shown.ask.missing : "");
      if (empty.length) {
        say(form.hint, shown.ask.left[empty.length]);
        empty[0].field.controls[0].focus();
        return;
      }
      const values = pairs.map((each) => each.field.value());
      const isSame = JSON.stringify(values) === JSON.stringify(shown.ask.lines.map((line) => line.values));
      if (isSame && form.asks(shown.ask.same)) return;
      forget(memory());
      stage.send({ do: "match", turn: shown.turn, values });
    }

    function changed() {
      remind(memory(), pairs.map((each) => each.field.value()));
      refresh();
    }

    function refresh() {
      if (!shown.ask) return;
      for (const each of pairs) if (isPlaced(each)) say(each.lack, "");
      form.label(shown.ask.confirm, pairs.every(isPlaced));
      if (shown.ask.sums) say(sums, added(shown.ask, shown.ask.sums, pairs.map((each) => each.field.value())));
    }

    /** @param {{field: Field}} each */
    function isPlaced({ field }) {
      return field.value().filter(Boolean).length === shown.ask?.columns.length;
    }

    return {
      /** @param {MatchView} view */
      draw(view) {
        shown = view;
        parts.draw(view);
        ifNew(view, (ask) => {
          guide.hidden = ask.guide.length === 0;
          fillGuide(ask.guide, () => guided(ask));
          const before = reminded(memory(), ask.lines.map((line) => line.values));
          pairs = ask.lines.map((line, index) => pair(ask, line, before[index] ?? [], changed));
          const rows = pairs.map((each) => each.element);
          form.element.replaceChildren(h("fieldset", { class: "mr-options" }, legend, guide, ...rows), ask.sums ? sums : "", form.actions);
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

/** Say what the marks so far come to, times their weights, in each column. @param {MatchAsk} ask @param {Sums} sums @param {number[][]} values */
function added(ask, { label, weights, numbers, floor }, values) {
  const totals = ask.columns.map((column, place) => {
    const parts = values.map((row, index) => (row[place] ? numbers[place][row[place] - 1] * weights[index] : 0));
    return `${column.label} ${parts.reduce((sum, part) => sum + part, 0)}`;
  });
  return `${label}: ${totals.join(", ")}. ${floor}`.trim();
}

/** @param {MatchAsk} ask */
function guided(ask) {
  return [
    h("p", { class: "mr-label" }, ask.guide_label),
    ...ask.guide.map(({ title, lines }) =>
      h("div", {}, h("p", { class: "mr-guide-title" }, title), h("ul", {}, ...lines.map((each) => h("li", {}, each)))),
    ),
  ];
}

/** @param {MatchAsk} ask @param {MatchAsk["lines"][number]} view @param {number[]} values @param {() => void} changed */
function pair(ask, view, values, changed) {
  const id = unique("pair");
  const columns = ask.columns.map((column, place) => (view.own[place].length ? { ...column, values: view.own[place] } : column));
  const field = ask.layout === "grid" ? grid(columns, values, id, changed) : lists(columns, ask.choose, values, changed);
  const text = h("p", { id, class: "mr-matched-text" }, view.text);
  const lack = h("p", { class: "mr-hint mr-lack", role: "alert" });
  const described = notes(view.notes, field.controls);
  const element = h("div", { class: "mr-matched", role: "group", "aria-labelledby": id }, text, field.element, lack, described);
  return { element, field, lack };
}

/** @param {Column[]} columns @param {string} choose @param {number[]} values @param {() => void} changed @returns {Field} */
function lists(columns, choose, values, changed) {
  const row = columns.map((column, place) =>
    column.values.length <= FEW
      ? chips(column, values[place] ?? 0, changed)
      : choice(column, choose, values[place] ?? 0, changed),
  );
  return {
    element: h("div", { class: "mr-matched-fields" }, ...row.map((each) => each.element)),
    controls: row.flatMap((each) => /** @type {HTMLElement[]} */ (each.controls)),
    value: () => row.map((each) => each.value()),
  };
}

/** @param {Column} column @param {number} chosen @param {() => void} changed */
function chips(column, chosen, changed) {
  const [name, id] = [unique("chip"), unique("chips")];
  const inputs = column.values.map((_text, index) =>
    h("input", { type: "radio", name, value: index + 1, checked: chosen === index + 1, onchange: changed }),
  );
  const labels = column.values.map((text, index) => h("label", { class: "mr-level" }, inputs[index], h("span", {}, text)));
  const title = h("p", { id, class: "mr-cells-title" }, column.label);
  return {
    element: h("div", { class: "mr-chips", role: "radiogroup", "aria-labelledby": id }, title, h("div", {}, ...labels)),
    controls: inputs,
    value: () => Number(inputs.find((input) => input.checked)?.value ?? 0),
  };
}

/** @param {Column} column @param {string} choose @param {number} chosen @param {() => void} changed */
function choice(column, choose, chosen, changed) {
  const id = unique("list");
  const options = column.values.map((text, index) => h("option", { value: index + 1 }, text));
  const list = h("select", { id, onchange: changed }, h("option", { value: "" }, choose), ...options);
  list.value = chosen ? String(chosen) : "";
  const element = h("div", { class: "mr-field" }, h("label", { for: id }, column.label), list);
  return { element, controls: [list], value: () => Number(list.value) };
}

/**
 * A row for each value of the first column, and in it a cell for each value of the second.
 * @param {Column[]} columns @param {number[]} values @param {string} labelled @param {() => void} changed @returns {Field}
 */
function grid([down, across], values, labelled, changed) {
  const name = unique("cell");
  /** @type {HTMLInputElement[]} */
  const cells = [];
  const rows = down.values.map((title, row) => {
    const inRow = across.values.map((text, column) => {
      const input = h("input", {
        type: "radio",
        name,
        value: `${row + 1} ${column + 1}`,
        "aria-label": `${title}, ${text}`,
        checked: values[0] === row + 1 && values[1] === column + 1,
        onchange: changed,
      });
      cells.push(input);
      return h("label", { class: "mr-cell" }, input, h("span", {}, text));
    });
    return h("div", { class: "mr-cells" }, h("p", { class: "mr-cells-title", "aria-hidden": "true" }, title), h("div", {}, ...inRow));
  });
  return {
    element: h("div", { class: "mr-grid", role: "radiogroup", "aria-labelledby": labelled }, ...rows),
    controls: cells,
    value: () => cells.find((cell) => cell.checked)?.value.split(" ").map(Number) ?? [],
  };
}

export default { render };
