// @ts-check
import { box, h, say, unique } from "./dom.js";
import { portrait } from "./portrait.js";
import { prose } from "./prose.js";
import { stage } from "./shell.js";
import { writings } from "./writing.js";

/**
 * @typedef {import("./prose.js").Paragraph} Paragraph
 * @typedef {import("./prose.js").Speaker & {label: string, text: string}} Thought
 * @typedef {{number: number, name: string, speaker: import("./prose.js").Speaker | null, manner: string, text: string,
 *   thoughts: Thought[]}} Line
 * @typedef {{key: string, legend: string, options: {value: number, name: string}[], confirm: string, missing: string,
 *   asked: boolean, marked: string, reply: string}} Mark
 * @typedef {import("./shell.js").View & {kicker: string, title: string, room: Paragraph[], over: string, back: string,
 *   all_over: string, all_back: string, lines: Line[], mark: Mark,
 *   moment: {label: string, paragraphs: Paragraph[]} | null, writings: import("./writing.js").Writing[]}} MirrorsView
 */

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-mirrors", (stage) => {
    const kicker = h("p", { class: "mr-kicker" });
    const title = h("h3", { class: "mr-heading", tabindex: -1 });
    const room = h("div");
    const talk = lines();
    const question = mark((line, turn) => stage.send({ do: "answer", turn, question: "mark", option: line }));
    const momentHeading = h("h4", { tabindex: -1 });
    const passages = h("div");
    const moment = h("div", { class: "mr-moment" }, momentHeading, passages);
    const texts = writings(stage);
    stage.body.append(kicker, title, room, talk.element, question.element, moment, texts.element);
    const fillRoom = box(room);
    const fillMoment = box(passages);
    let open = false;

    return {
      /** @param {MirrorsView} view */
      draw(view) {
        say(kicker, view.kicker);
        say(title, view.title);
        fillRoom(view.room, () => [prose(view.room)]);
        talk.draw(view);
        question.draw(view.mark);
        open = Boolean(view.moment);
        moment.hidden = !open;
        say(momentHeading, view.moment?.label ?? "");
        fillMoment(view.moment, () => (view.moment ? [prose(view.moment.paragraphs)] : []));
        texts.draw(view.writings, view.ack);
      },
      heading: () => question.reply,
      /** @param {boolean} on */
      wait(on) {
        question.wait(on);
        texts.wait(on);
      },
      stop: texts.stop,
    };
  });
}

/** The talk, line by line. Which lines are turned over stays on the page and is not saved. */
function lines() {
  const list = h("ol", { class: "mr-lines-said" });
  const all = h("button", { type: "button", class: "mr-button mr-second", onclick: () => turnAll() });
  const element = h("div", {}, h("div", { class: "mr-actions" }, all), list);
  const fill = box(list);
  /** @type {ReturnType<typeof line>[]} */
  let drawn = [];
  /** @type {MirrorsView} */
  let shown;

  function turnAll() {
    const over = !drawn.every((each) => each.over());
    for (const each of drawn) each.turn(over);
    relabel();
  }

  function relabel() {
    say(all, drawn.every((each) => each.over()) ? shown.all_back : shown.all_over);
  }

  return {
    element,
    /** @param {MirrorsView} view */
    draw(view) {
      shown = view;
      fill(view.lines, () => {
        drawn = view.lines.map((each) => line(each, view, relabel));
        return drawn.map((each) => each.element);
      });
      relabel();
    },
  };
}

/** @param {Line} shown @param {MirrorsView} words @param {() => void} turned */
function line(shown, words, turned) {
  const id = unique("thoughts");
  const label = h("span", {}, words.over);
  const button = h(
    "button",
    { type: "button", class: "mr-turn", "aria-expanded": "false", "aria-controls": id, onclick: () => (turn(Boolean(thoughts.hidden)), turned()) },
    h("span", { class: "mr-unseen" }, shown.name, ": "),
    label,
  );
  const thoughts = h("div", { class: "mr-thoughts", id, hidden: true }, ...shown.thoughts.map(thought));
  const element = h(
    "li",
    { class: "mr-line" },
    h("span", { class: "mr-line-number", "aria-hidden": "true" }, shown.number),
    h("div", { class: "mr-line-said" }, ...said(shown)),
    button,
    thoughts,
  );

  /** @param {boolean} over */
  function turn(over) {
    thoughts.hidden = !over;
    button.setAttribute("aria-expanded", String(over));
    say(label, over ? words.back : words.over);
  }

  return { element, turn, over: () => !thoughts.hidden };
}

/** @param {Line} shown */
function said({ speaker, manner, text }) {
  if (!speaker) return [h("p", { class: "mr-prose mr-event" }, text)];
  return [
    h(
      "div",
      { class: "mr-prose" },
      h(
        "div",
        { class: "mr-speech" },
        portrait(speaker.portrait),
        h("div", {}, h("span", { class: "mr-speaker" }, speaker.name, manner && h("span", { class: "mr-manner" }, manner)), h("p", {}, text)),
      ),
    ),
  ];
}

/** @param {Thought} shown */
function thought({ portrait: traits, label, text }) {
  return h("div", { class: "mr-thought" }, portrait(traits), h("div", {}, h("p", { class: "mr-label" }, label), h("p", {}, text)));
}

/** @param {(line: number, turn: string) => void} answer */
function mark(answer) {
  const reply = h("div", { class: "mr-reply", tabindex: -1 });
  const legend = h("legend");
  const options = h("div", { onchange: () => refresh() });
  const hint = h("p", { class: "mr-hint", role: "alert" });
  const button = h("button", { type: "submit", class: "mr-button" });
  const form = h("form", { onsubmit: submit }, h("fieldset", { class: "mr-sureness" }, legend, options), h("div", { class: "mr-actions mr-confirm" }, button, hint));
  const element = h("div", { class: "mr-ask mr-marking" }, form, reply);
  const name = unique("line");
  const fill = box(options);
  const fillReply = box(reply);
  let waiting = false;
  /** @type {Mark} */
  let shown;

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    const chosen = /** @type {HTMLInputElement | null} */ (options.querySelector("input:checked"));
    say(hint, chosen ? "" : shown.missing);
    if (chosen && !waiting) answer(Number(chosen.value), shown.key);
  }

  function refresh() {
    const chosen = options.querySelector("input:checked");
    button.setAttribute("aria-disabled", String(waiting || !chosen));
    if (chosen) say(hint, "");
  }

  return {
    element,
    reply,
    /** @param {boolean} on */
    wait(on) {
      waiting = on;
      refresh();
    },
    /** @param {Mark} view */
    draw(view) {
      shown = view;
      form.hidden = !view.asked;
      say(legend, view.legend);
      say(button, view.confirm);
      fill(view.options, () => view.options.map((option) => pill(option, name)));
      refresh();
      reply.hidden = !view.reply;
      fillReply([view.marked, view.reply], () => [h("p", { class: "mr-label" }, view.marked), h("p", {}, view.reply)]);
    },
  };
}

/** @param {{value: number, name: string}} option @param {string} name */
function pill({ value, name: label }, name) {
  const input = h("input", { type: "radio", name, value, "aria-label": label });
  return h("label", { class: "mr-level" }, input, h("span", {}, value));
}

export default { render };
