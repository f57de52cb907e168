// @ts-check
import { ask } from "./choice_form.js";
import { cast } from "./cast.js";
import { debrief } from "./debrief.js";
import { box, h, say } from "./dom.js";
import { keys } from "./keys.js";
import { path } from "./path.js";
import { changed, consequence, cover, situation } from "./scene.js";
import { stage } from "./shell.js";

/**
 * @typedef {{text: string, back: string, attempt: number}} Run a line about the run, and the link to another run
 * @typedef {import("./shell.js").View & {title: string, kicker: string, spent: string, heading: string,
 *   cast: import("./cast.js").Cast, path: import("./path.js").Path | null, run: Run | null,
 *   cover: import("./scene.js").Cover | null, situation: import("./scene.js").Situation | null,
 *   consequence: import("./scene.js").Consequence | null, ask: import("./choice_form.js").Ask | null,
 *   changed: import("./scene.js").Changed | null, debrief: import("./debrief.js").Debrief | null}} PlayerView
 */

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-player", (stage) => {
    /** @type {PlayerView} */
    let shown;
    /** @param {string} what @param {Record<string, unknown>} [more] */
    const act = (what, more = {}) => stage.send({ do: what, turn: shown.turn, ...more });

    const title = h("h3", { class: "mr-title", tabindex: -1 });
    const people = cast();
    const line = path((to) => act("rewind", { to }));
    const run = h("p", { class: "mr-run" });
    const kicker = h("p", { class: "mr-kicker" });
    const heading = h("h4", { class: "mr-heading", tabindex: -1 });
    const passages = h("div", { class: "mr-told-here" });
    const question = ask((answer) => act("choose", answer));
    const main = h("div", { class: "mr-main" }, kicker, heading, passages, question.element);
    stage.body.append(h("div", { class: "mr-top" }, title, run), h("div", { class: "mr-side" }, people.element, line.element), main);

    keys(stage.body, {
      choose: (number) => question.choose(number),
      goOn() {
        if (shown.consequence) act("go-on");
        return Boolean(shown.consequence) || question.confirm();
      },
    });

    const fillRun = box(run);
    const fillKicker = box(kicker);
    const fillPassages = box(passages);

    /** @param {Run} run @returns {() => void} */
    const backTo = ({ attempt }) => () => (attempt ? act("open-run", { attempt }) : act("first-run"));

    function screen() {
      if (shown.cover) return cover(shown.cover, () => act("begin"));
      if (shown.situation) return situation(shown.situation);
      if (shown.consequence) return consequence(shown.consequence, () => act("go-on"));
      if (shown.changed) return changed(shown.changed, (to) => act("rewind", { to }));
      if (!shown.debrief) return [];
      return debrief(shown.debrief, {
        restart: () => act("restart"),
        rewind: (to) => act("rewind", { to }),
        openRun: (attempt) => act("open-run", { attempt }),
      });
    }

    return {
      /** @param {PlayerView} view */
      draw(view) {
        shown = view;
        say(title, view.title);
        people.draw(view.cast);
        line.draw(view.path);
        run.hidden = !view.run;
        fillRun(view.run, () => view.run ? [view.run.text, " ", view.run.back && link(view.run.back, backTo(view.run))] : []);
        fillKicker([view.kicker, view.spent], () => [h("span", {}, view.kicker), view.spent && h("span", {}, view.spent)]);
        say(heading, view.heading);
        heading.hidden = !view.heading;
        fillPassages([view.turn, view.cover, view.situation, view.consequence, view.changed, view.debrief], screen);
        question.draw(view.ask);
      },
      heading: () => (heading.hidden ? title : heading),
      wait: question.wait,
    };
  });
}

/** @param {string} text @param {() => void} onclick */
function link(text, onclick) {
  return h("button", { type: "button", class: "mr-link", onclick }, text);
}

export default { render };
