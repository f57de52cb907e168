// @ts-check
import { box, h, say, unique } from "./dom.js";
import { prose } from "./prose.js";
import { stage } from "./shell.js";
import { confirming } from "./exercise.js";
import { forget, remind, reminded } from "./unsent.js";

/**
 * Situations, one at a time: four options, each rated by radio buttons of its own, and one picked as the best. An option
 * is named by its place on the screen, counted from 1; 0 where nothing is chosen yet. `before` is what was sent earlier.
 * @typedef {{key: string, progress: string, number: number, of: number, situation: import("./prose.js").Paragraph[],
 *   instruction: string, scale: string[], options: string[], best: string, missing: {rating: string, best: string},
 *   left: string[], confirm: string, before?: number[]}} RateAsk
 * @typedef {{title: string, mark: "right" | "wrong", pick: string, situation: import("./prose.js").Paragraph[],
 *   options: {text: string, tags: string[], rated: string}[], why: string, rationale: string}} Reason
 * @typedef {{lead: string, summary: {title: string, about: string[], lines: {name: string, text: string}[]},
 *   compared: {title: string, text: string[]}[], reasons: {title: string, lines: Reason[]}}} RateResult
 * @typedef {import("./shell.js").View & {kicker: string, title: string, who: string, once: string, ask: RateAsk | null,
 *   result: RateResult | null}} RateView
 * @typedef {{element: HTMLElement, value: () => number, lacks: (text: string) => void, focus: () => void}} Group
 */

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-exercise mr-rate", (stage) => {
    const form = confirming(confirm);
    const kicker = h("p", { class: "mr-kicker" });
    const progress = h("p", { class: "mr-rate-progress" });
    const heading = h("h3", { class: "mr-heading", tabindex: -1 });
    const passages = h("div", { class: "mr-rate-told" });
    const result = h("div", { class: "mr-rate-result" });
    const who = h("p", { class: "mr-quiet mr-rate-who" });
    const fillProgress = box(progress);
    const fillPassages = box(passages);
    const fillResult = box(result);
    const fillForm = box(form.element);
    stage.body.append(kicker, progress, heading, passages, form.element, result, who);
    /** @type {RateView} */
    let shown;
    /** @type {Group[]} */
    let groups = [];
    const memory = () => `rate ${shown.ask?.key}`;

    function confirm() {
      if (!shown.ask) return;
      const { missing, left } = shown.ask;
      const open = groups.filter((each) => !each.value());
      for (const each of groups) {
        const lack = each === groups[groups.length - 1] ? missing.best : missing.rating;
        each.lacks(each === open[0] ? lack : "");
      }
      if (open.length) {
        say(form.hint, left[open.length]);
        open[0].focus();
        return;
      }
      const values = groups.map((each) => each.value());
      forget(memory());
      stage.send({ do: "rate", turn: shown.turn, ratings: values.slice(0, -1), best: values[values.length - 1] });
    }

    function changed() {
      remind(memory(), groups.map((each) => each.value()));
      refresh();
    }

    function refresh() {
      if (!shown.ask) return;
      for (const each of groups) if (each.value()) each.lacks("");
      form.label(shown.ask.confirm, groups.every((each) => each.value()));
    }

    /** @param {RateAsk} ask */
    function asked(ask) {
      const before = reminded(memory(), ask.before ?? []);
      const rated = ask.options.map((text, index) => scale(text, ask.scale, before[index] ?? 0, changed));
      const best = choice(ask.best, ask.options, before[ask.options.length] ?? 0, changed);
      groups = [...rated, best];
      return [h("p", { class: "mr-instruction" }, ask.instruction), ...groups.map((each) => each.element), form.actions];
    }

    return {
      /** @param {RateView} view */
      draw(view) {
        shown = view;
        const { ask } = view;
        say(kicker, view.kicker);
        progress.hidden = !ask?.progress;
        fillProgress(ask && [ask.progress, ask.number, ask.of], () => (ask ? bar(ask) : []));
        say(heading, view.title);
        passages.hidden = !ask;
        fillPassages([view.once, ask?.situation], () => [
          view.once && h("p", { class: "mr-quiet" }, view.once),
          ask && prose(ask.situation),
        ]);
        form.element.hidden = !ask;
        fillForm(ask, () => (ask ? asked(ask) : []));
        result.hidden = !view.result;
        fillResult(view.result, () => (view.result ? results(view.result) : []));
        who.hidden = !view.who;
        say(who, view.who);
        refresh();
      },
      heading: () => heading,
      wait(on) {
        form.wait(on);
        if (!on) refresh();
      },
    };
  });
}

/** How far one is, in words and as a bar. @param {RateAsk} ask */
function bar({ progress, number, of }) {
  return [h("span", {}, progress), h("progress", { value: number - 1, max: of, "aria-hidden": "true" })];
}

/**
 * An option with its radio buttons, from very poor to very good.
 * @param {string} text @param {string[]} words @param {number} chosen @param {() => void} changed @returns {Group}
 */
function scale(text, words, chosen, changed) {
  const name = unique("rating");
  const inputs = words.map((_word, index) =>
    h("input", { type: "radio", name, value: index + 1, checked: chosen === index + 1, onchange: changed }),
  );
  const cells = words.map((word, index) => h("label", { class: "mr-cell" }, inputs[index], h("span", {}, word)));
  return group(text, [h("div", { class: "mr-rate-scale" }, ...cells)], inputs);
}

/** The pick of the best. @param {string} title @param {string[]} options @param {number} chosen @param {() => void} changed @returns {Group} */
function choice(title, options, chosen, changed) {
  const name = unique("best");
  const inputs = options.map((_text, index) =>
    h("input", { type: "radio", name, value: index + 1, checked: chosen === index + 1, onchange: changed }),
  );
  const labels = options.map((text, index) =>
    h("label", { class: "mr-option" }, inputs[index], h("span", { class: "mr-option-text" }, text)),
  );
  const made = group(title, labels, inputs);
  made.element.classList.add("mr-rate-best");
  return made;
}

/** @param {string} title @param {Node[]} content @param {HTMLInputElement[]} inputs @returns {Group} */
function group(title, content, inputs) {
  const lack = h("p", { class: "mr-hint mr-lack", role: "alert" });
  return {
    element: h("fieldset", { class: "mr-rated" }, h("legend", {}, title), ...content, lack),
    value: () => Number(inputs.find((input) => input.checked)?.value ?? 0),
    lacks: (text) => say(lack, text),
    focus: () => inputs[0].focus(),
  };
}

/** @param {RateResult} view */
function results({ lead, summary, compared, reasons }) {
  return [
    lead && h("p", {}, lead),
    h("h4", {}, summary.title),
    ...summary.about.map((text) => h("p", { class: "mr-quiet" }, text)),
    h("dl", { class: "mr-rate-summary" }, ...summary.lines.map(({ name, text }) => h("div", {}, h("dt", {}, name), h("dd", {}, text)))),
    ...compared.flatMap(({ title, text }) => [h("h4", {}, title), ...text.map((each) => h("p", {}, each))]),
    reasons.lines.length > 0 && h("h4", {}, reasons.title),
    ...reasons.lines.map(reason),
  ];
}

const MARKS = { right: "✓", wrong: "○" };

/** @param {Reason} view */
function reason({ title, mark, pick, situation, options, why, rationale }) {
  const lines = options.map(({ text, tags, rated }) =>
    h("li", {}, h("p", {}, text), h("p", { class: "mr-quiet" }, tags.length > 0 && h("b", {}, `${tags.join(", ")} · `), rated)),
  );
  return h(
    "details",
    { class: "mr-rate-reason" },
    h("summary", {}, h("span", { class: "mr-sign", "aria-hidden": "true" }, MARKS[mark]), `${title}: `, h("span", { class: "mr-quiet" }, pick)),
    prose(situation),
    h("ul", {}, ...lines),
    h("p", { class: "mr-explain" }, h("span", { class: "mr-label" }, why, ": "), rationale),
  );
}

export default { render };
