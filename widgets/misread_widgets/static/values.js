// @ts-check
import { cards, whole } from "./card_list.js";
import { box, h, say, unique } from "./dom.js";
import { confirming } from "./exercise.js";
import { stage } from "./shell.js";
import { forget, remind, reminded } from "./unsent.js";
import { writings } from "./writing.js";

/**
 * Values: cards to keep, a list to rank, texts about days, pairs of jobs, and the result. One step is shown at a time. A
 * card is named by its place on the screen, counted from 1.
 * @typedef {{instruction: string, scoring: string, cards: {name: string, text: string, kept: boolean}[], keep: number,
 *   count: string[], confirm: string}} KeepView
 * @typedef {import("./card_list.js").Movers & {key: string, instruction: string, how: string, same: string, rank: number,
 *   apart: string, cards: string[], confirm: string}} RankView
 * @typedef {{instruction: string, values: {name: string, writings: import("./writing.js").Writing[]}[],
 *   confirm: string}} DaysView
 * @typedef {{key: string, progress: string, legend: string, jobs: {name: string, lines: string[], taken: boolean}[],
 *   confirm: string, missing: string}} PairView
 * @typedef {{name: string, ranked: string, pairs: string, won: string, moved: string, texts: [string, string][]}} Ranked
 * @typedef {{title: string, columns: string[], ranked: Ranked[], findings: string[], rest: [string, string],
 *   change: {label: string, steps: string[]}, again: {label: string, say: string},
 *   earlier: {label: string, rounds: {at: string, lines: string[]}[]}}} ValuesResult
 * @typedef {import("./shell.js").View & {kicker: string, title: string, private: {label: string, text: string} | null,
 *   back: {label: string, to: number} | null, keep: KeepView | null, rank: RankView | null, days: DaysView | null,
 *   pair: PairView | null, result: ValuesResult | null}} ValuesView
 * @typedef {{elements: import("./dom.js").Child[], ready: () => boolean, label: string, confirm: () => void}} Step
 */

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-exercise mr-values", (stage) => {
    const kicker = h("p", { class: "mr-kicker" });
    const heading = h("h3", { class: "mr-heading", tabindex: -1 });
    const told = h("p", { class: "mr-values-private" });
    const fillTold = box(told);
    const form = confirming(() => step?.confirm());
    const back = h("button", { type: "button", class: "mr-button mr-second", onclick: goBack });
    const live = h("p", { class: "mr-unseen", role: "status" });
    const result = h("div", { class: "mr-values-result" });
    const fillResult = box(result);
    /** @type {ValuesView} */
    let shown;
    /** @type {Step | null} */
    let step = null;
    /** @type {ReturnType<typeof days> | null} */
    let texts = null;
    let drawn = "";
    form.actions.append(back);
    stage.body.append(kicker, heading, told, form.element, result);

    function goBack() {
      if (shown.back) stage.send({ do: "open-step", turn: shown.turn, step: shown.back.to });
    }

    function refresh() {
      if (step) form.label(step.label, step.ready());
    }

    /** @param {Record<string, unknown>} message */
    const send = (message) => stage.send({ ...message, turn: shown.turn });

    /** @param {ValuesView} view @returns {Step | null} */
    function made(view) {
      const memory = `values ${view.title} ${view.turn}`;
      const tell = (/** @type {string} */ text) => say(live, text);
      const lacks = (/** @type {string} */ text) => say(form.hint, text);
      if (view.keep) return keeping(view.keep, memory, send, refresh, lacks);
      if (view.rank) return ranking(view.rank, memory, send, refresh, tell, form.asks);
      if (view.pair) return choosing(view.pair, send, refresh, lacks);
      return null;
    }

    /** @param {ValuesView} view */
    function drawStep(view) {
      const key = JSON.stringify([view.screen, view.turn, view.keep?.cards, view.rank?.key, view.pair?.key]);
      if (key === drawn) return;
      drawn = key;
      texts?.stop();
      texts = view.days && days(view.days, stage, () => send({ do: "go-on" }));
      step = texts ?? made(view);
      say(form.hint, "");
      form.element.replaceChildren(...(step ? nodes(step.elements) : []), live, form.actions);
    }

    return {
      /** @param {ValuesView} view */
      draw(view) {
        shown = view;
        say(kicker, view.kicker);
        say(heading, view.title);
        told.hidden = !view.private;
        fillTold(view.private, () => (view.private ? [h("strong", {}, view.private.label, ": "), view.private.text] : []));
        drawStep(view);
        form.element.hidden = !step;
        if (view.days) texts?.draw(view.days, view.ack);
        back.hidden = !view.back;
        say(back, view.back?.label ?? "");
        result.hidden = !view.result;
        fillResult(view.result, () => (view.result ? results(view.result, send) : []));
        refresh();
      },
      heading: () => heading,
      wait(on) {
        // A text is saved when its field is left, also by a tap on the button, which must not be lost meanwhile.
        form.wait(on && !texts);
        texts?.wait(on);
        if (!on) refresh();
      },
      stop: () => texts?.stop(),
    };
  });
}

/** @param {import("./dom.js").Child[]} children @returns {(Node | string)[]} */
function nodes(children) {
  return children.flatMap((child) => (child instanceof Node || typeof child === "string" ? [child] : []));
}

/**
 * @param {KeepView} view @param {string} memory @param {(message: Record<string, unknown>) => void} send
 * @param {() => void} changed @param {(text: string) => void} lacks @returns {Step}
 */
function keeping(view, memory, send, changed, lacks) {
  const count = h("p", { class: "mr-values-count", role: "status" });
  const before = reminded(memory, view.cards.flatMap(({ kept }, index) => (kept ? [index + 1] : [])));
  const kept = new Set(Array.isArray(before) ? before : []);
  const buttons = view.cards.map(({ name, text }, index) => {
    const place = index + 1;
    const sign = h("span", { class: "mr-value-sign", "aria-hidden": "true" });
    const words = h("span", {}, h("strong", { class: "mr-value-name" }, name), h("span", { class: "mr-value-text" }, text));
    const button = h("button", { type: "button", class: "mr-value", onclick: () => toggle(place) }, sign, words);
    const draw = () => {
      button.setAttribute("aria-pressed", String(kept.has(place)));
      say(sign, kept.has(place) ? "✓" : "");
    };
    draw();
    return { button, draw };
  });

  /** @param {number} place */
  function toggle(place) {
    if (!kept.delete(place)) kept.add(place);
    buttons[place - 1].draw();
    remind(memory, [...kept]);
    say(count, view.count[kept.size]);
    changed();
  }

  say(count, view.count[kept.size]);
  const list = h("ul", { class: "mr-values-cards" }, ...buttons.map(({ button }) => h("li", {}, button)));
  return {
    elements: [
      h("fieldset", { class: "mr-options" }, h("legend", {}, view.instruction), h("p", { class: "mr-quiet" }, view.scoring), list),
      count,
    ],
    ready: () => kept.size === view.keep,
    label: view.confirm,
    confirm() {
      if (kept.size !== view.keep) return lacks(view.count[kept.size]);
      forget(memory);
      send({ do: "pick", lines: [...kept].sort((one, other) => one - other) });
    },
  };
}

/**
 * @param {RankView} view @param {string} memory @param {(message: Record<string, unknown>) => void} send
 * @param {() => void} changed @param {(text: string) => void} tell @param {(question: string) => boolean} asks
 * @returns {Step}
 */
function ranking(view, memory, send, changed, tell, asks) {
  const order = view.cards.map((_text, index) => index + 1);
  const list = { text: "", cards: view.cards.map((text) => ({ text, notes: [] })), order, notes: [] };
  const begun = whole(reminded(memory, order), order);
  let isMoved = begun !== order;
  const moved = () => {
    isMoved = true;
    remind(memory, rows.value());
    changed();
  };
  const rows = cards(view, list, begun, moved, tell, view.rank, view.apart);
  return {
    elements: [
      h(
        "fieldset",
        { class: "mr-options" },
        h("legend", {}, view.instruction),
        h("p", { class: "mr-quiet" }, view.how),
        rows.element,
      ),
    ],
    ready: () => true,
    label: view.confirm,
    confirm() {
      if (!isMoved && view.same && asks(view.same)) return;
      forget(memory);
      send({ do: "order", orders: [rows.value()] });
    },
  };
}

/**
 * Texts about days: a group for each value, each with its own fields, saved as they are written.
 * @param {DaysView} view @param {import("./shell.js").Stage} stage @param {() => void} confirm
 */
function days(view, stage, confirm) {
  const groups = view.values.map(({ name }) => {
    const id = unique("value");
    const texts = writings(stage);
    const element = h("div", { class: "mr-values-days", role: "group", "aria-labelledby": id }, h("h4", { id }, name), texts.element);
    return { element, texts };
  });
  return {
    elements: [h("p", { class: "mr-instruction" }, view.instruction), ...groups.map(({ element }) => element)],
    ready: () => true,
    label: view.confirm,
    confirm,
    /** @param {DaysView} now @param {string | null} ack */
    draw(now, ack) {
      now.values.forEach((value, index) => groups[index].texts.draw(value.writings, ack));
    },
    /** @param {boolean} on */
    wait: (on) => groups.forEach(({ texts }) => texts.wait(on)),
    stop: () => groups.forEach(({ texts }) => texts.stop()),
  };
}

/**
 * @param {PairView} view @param {(message: Record<string, unknown>) => void} send @param {() => void} changed
 * @param {(text: string) => void} lacks @returns {Step}
 */
function choosing(view, send, changed, lacks) {
  const name = unique("job");
  const inputs = view.jobs.map(({ taken }, index) =>
    h("input", { type: "radio", name, value: index + 1, checked: taken, onchange: changed }),
  );
  const jobs = view.jobs.map((job, index) =>
    h(
      "label",
      { class: "mr-option" },
      inputs[index],
      h("span", { class: "mr-option-text" }, h("strong", {}, job.name), ...job.lines.map((line) => h("span", { class: "mr-job-line" }, line))),
    ),
  );
  const value = () => Number(inputs.find((input) => input.checked)?.value ?? 0);
  return {
    elements: [
      h("p", { class: "mr-quiet" }, view.progress),
      h("fieldset", { class: "mr-options mr-jobs" }, h("legend", {}, view.legend), ...jobs),
    ],
    ready: () => value() > 0,
    label: view.confirm,
    confirm() {
      if (value()) return send({ do: "answer", question: "pair", option: value() });
      lacks(view.missing);
      inputs[0].focus();
    },
  };
}

/** @param {ValuesResult} view @param {(message: Record<string, unknown>) => void} send */
function results(view, send) {
  const head = h("tr", {}, ...view.columns.map((name) => h("th", { scope: "col" }, name)));
  const rows = view.ranked.map(({ name, ranked, pairs, won, moved }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, name),
      h("td", {}, ranked),
      h("td", {}, pairs, moved && h("b", { class: "mr-moved" }, ` ${moved}`), h("span", { class: "mr-quiet" }, ` ${won}`)),
    ),
  );
  const steps = view.change.steps.map((name, index) =>
    h("button", { type: "button", class: "mr-button mr-second", onclick: () => send({ do: "open-step", step: index + 1 }) }, name),
  );
  const again = h("button", { type: "button", class: "mr-button mr-second", onclick: () => send({ do: "restart" }) }, view.again.label);
  return [
    h("h4", {}, view.title),
    h("table", { class: "mr-figures mr-values-table" }, h("thead", {}, head), h("tbody", {}, ...rows)),
    h("div", { class: "mr-result" }, ...view.findings.map((text) => h("p", {}, text))),
    ...view.ranked.filter(({ texts }) => texts.length > 0).map(written),
    h("p", {}, h("strong", {}, view.rest[0], ": "), view.rest[1]),
    ...earlier(view.earlier),
    h("div", { class: "mr-values-change", role: "group", "aria-label": view.change.label }, h("p", { class: "mr-label" }, view.change.label), h("div", { class: "mr-actions" }, ...steps)),
    h("div", { class: "mr-actions" }, again, h("p", { class: "mr-quiet" }, view.again.say)),
  ];
}

/** What the learner wrote about a value. @param {Ranked} view */
function written({ name, texts }) {
  const lines = texts.flatMap(([label, text]) => [h("dt", {}, label), h("dd", { class: "mr-words", dir: "auto" }, text)]);
  return h("section", { class: "mr-values-written" }, h("h5", {}, name), h("dl", {}, ...lines));
}

/** @param {ValuesResult["earlier"]} view */
function earlier({ label, rounds }) {
  return rounds.map(({ at, lines }) =>
    h("section", { class: "mr-values-earlier" }, h("h5", {}, `${label}, ${dated(at)}`), ...lines.map((line) => h("p", {}, line))),
  );
}

/** Format a day in the reader's own time zone. @param {string} at */
function dated(at) {
  const lang = document.documentElement.lang || "en";
  return at && new Date(at).toLocaleDateString(lang === "en" ? "en-GB" : lang, { dateStyle: "long" });
}

export default { render };
