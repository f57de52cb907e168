// @ts-check
import { ask } from "./choice_form.js";
import { box, h, say } from "./dom.js";
import { prose } from "./prose.js";
import { stage } from "./shell.js";

/**
 * @typedef {import("./shell.js").View & {kicker: string, title: string, paragraphs: import("./prose.js").Paragraph[],
 *   ask: import("./choice_form.js").Ask | null, after: {label: string, chosen: string, paragraphs: string[]} | null}} GuessView
 */

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-guess", (stage) => {
    const kicker = h("p", { class: "mr-kicker" });
    const heading = h("h3", { class: "mr-heading" });
    const passages = h("div");
    const after = h("div", { class: "mr-after", tabindex: -1 });
    /** @type {GuessView} */
    let shown;
    const question = ask(({ options }) =>
      stage.send({ do: "answer", turn: shown.turn, question: "guess", option: Number(options[0]) }),
    );
    const fillPassages = box(passages);
    const fillAfter = box(after);
    stage.body.append(kicker, heading, passages, question.element, after);

    return {
      /** @param {GuessView} view */
      draw(view) {
        shown = view;
        say(kicker, view.kicker);
        say(heading, view.title);
        fillPassages(view.paragraphs, () => [prose(view.paragraphs)]);
        question.draw(view.ask);
        after.hidden = !view.after;
        fillAfter(view.after, () => (view.after ? answered(view.after) : []));
      },
      heading: () => after,
      wait: question.wait,
    };
  });
}

/** @param {NonNullable<GuessView["after"]>} view */
function answered({ label, chosen, paragraphs }) {
  return [
    h("div", { class: "mr-chosen" }, h("p", { class: "mr-label" }, label), h("p", {}, chosen)),
    ...paragraphs.map((text) => h("p", {}, text)),
  ];
}

export default { render };
