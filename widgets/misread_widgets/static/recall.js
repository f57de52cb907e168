// @ts-check
import { box, h, say } from "./dom.js";
import { prose } from "./prose.js";
import { stage } from "./shell.js";
import { writings } from "./writing.js";

/**
 * @typedef {import("./shell.js").View & {kicker: string, title: string, paragraphs: import("./prose.js").Paragraph[],
 *   writings: import("./writing.js").Writing[]}} RecallView
 */

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-recall", (stage) => {
    const kicker = h("p", { class: "mr-kicker" });
    const heading = h("h3", { class: "mr-heading", tabindex: -1 });
    const passages = h("div");
    const fill = box(passages);
    const texts = writings(stage);
    stage.body.append(kicker, heading, passages, texts.element);
    return {
      /** @param {RecallView} view */
      draw(view) {
        say(kicker, view.kicker);
        say(heading, view.title);
        fill(view.paragraphs, () => [prose(view.paragraphs)]);
        texts.draw(view.writings, view.ack);
      },
      heading: () => heading,
      wait: texts.wait,
      stop: texts.stop,
    };
  });
}

export default { render };
