// @ts-check
import { box, h, say, unique } from "./dom.js";
import { stage } from "./stage.js";
import { confirming, notes, trying } from "./trying.js";

/**
 * @typedef {{label: string, values: string[]}} Column
 * @typedef {{key: string, guide_label: string, guide: {title: string, lines: string[]}[], columns: Column[],
 *   choose: string, missing: string, confirm: string,
 *   lines: {text: string, values: number[], notes: string[]}[]}} MatchAsk
 * @typedef {import("./trying.js").ExerciseView & {ask: MatchAsk | null}} MatchView
 */

/** @param {{model: import("./sending.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-exercise", (stage) => {
    const form = confirming(confirm);
    const parts = trying(stage.body, form.element);
    const guide = h("div", { class: "mr-guide" });
    const fillGuide = box(guide);
    const legend = h("legend");
    /** @type {MatchView} */
    let shown;
    let drawn = "";
    /** @type {HTMLSelectElement[][]} */
    let lists = [];

    function confirm() {
      if (!shown.ask) return;
      const empty = lists.flat().find((list) => !list.value);
      if (empty) {
        say(form.hint, shown.ask.missing);
        empty.focus();
        return;
      }
      stage.send({ do: "match", turn: shown.turn, values: lists.map((row) => row.map((list) => Number(list.value))) });
    }

    function refresh() {
      if (shown.ask) form.label(shown.ask.confirm, lists.flat().every((list) => list.value));
    }

    /** @param {MatchAsk} ask @param {number} index */
    function pair(ask, index) {
      const view = ask.lines[index];
      const id = unique("pair");
      const row = ask.columns.map((column, place) => choice(column, ask.choose, view.values[place] ?? 0, refresh));
      lists.push(row.map((each) => each.list));
      const fields = h("div", { class: "mr-matched-fields" }, ...row.map((each) => each.element));
      const text = h("p", { id, class: "mr-matched-text" }, view.text);
      const described = notes(view.notes, lists[index]);
      return h("div", { class: "mr-matched", role: "group", "aria-labelledby": id }, text, fields, described);
    }

    return {
      /** @param {MatchView} view */
      draw(view) {
        shown = view;
        parts.draw(view);
        const ask = view.ask;
        form.element.hidden = !ask;
        if (ask && ask.key !== drawn) {
          drawn = ask.key;
          lists = [];
          say(legend, view.instruction);
          guide.hidden = ask.guide.length === 0;
          fillGuide(ask.guide, () => guided(ask));
          const pairs = ask.lines.map((_line, index) => pair(ask, index));
          form.element.replaceChildren(h("fieldset", { class: "mr-options" }, legend, guide, ...pairs), form.actions);
        }
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

/** @param {MatchAsk} ask */
function guided(ask) {
  return [
    h("p", { class: "mr-label" }, ask.guide_label),
    ...ask.guide.map(({ title, lines }) =>
      h("div", {}, h("p", { class: "mr-guide-title" }, title), h("ul", {}, ...lines.map((each) => h("li", {}, each)))),
    ),
  ];
}

/** @param {Column} column @param {string} choose @param {number} chosen @param {() => void} changed */
function choice(column, choose, chosen, changed) {
  const id = unique("list");
  const options = column.values.map((text, index) => h("option", { value: index + 1 }, text));
  const list = h("select", { id, onchange: changed }, h("option", { value: "" }, choose), ...options);
  list.value = chosen ? String(chosen) : "";
  return { list, element: h("div", { class: "mr-field" }, h("label", { for: id }, column.label), list) };
}

export default { render };
