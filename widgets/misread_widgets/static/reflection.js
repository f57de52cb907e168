// @ts-check
import { box, h, say } from "./dom.js";
import { markingOwn } from "./own_marks.js";
import { prose } from "./prose.js";
import { reminding } from "./reminder.js";
import { stage } from "./shell.js";
import { counted, figure, writings } from "./writing.js";

/**
 * @typedef {import("./shell.js").View & {kicker: string, title: string, paragraphs: import("./prose.js").Paragraph[],
 *   reader: string, rows: {name: string, asks: string}[], scoring: string, length: string,
 *   own: import("./own_marks.js").OwnMarks | null, reminder: import("./reminder.js").Reminder | null,
 *   writings: import("./writing.js").Writing[]}} ReflectionView
 */

/** How long after the last key, in milliseconds, screen readers announce the number of words. */
const REST = 2000;

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-exercise", (stage) => {
    const kicker = h("p", { class: "mr-kicker" });
    const heading = h("h3", { class: "mr-heading", tabindex: -1 });
    const passages = h("div");
    const reader = h("div", { class: "mr-reader" });
    const texts = writings(stage);
    const number = h("p", { class: "mr-quiet", "aria-hidden": "true" });
    const spoken = h("p", { class: "mr-unseen", role: "status" });
    const own = h("div", { class: "mr-own-marks" });
    const reminder = h("div");
    const fillReminder = box(reminder);
    const fillPassages = box(passages);
    const fillReader = box(reader);
    let timer = 0;
    let length = "";
    /** @type {ReturnType<typeof markingOwn> | null} */
    let marking = null;
    stage.body.append(kicker, heading, passages, reader, texts.element, reminder, own);
    texts.element.addEventListener("input", () => {
      count();
      clearTimeout(timer);
      timer = window.setTimeout(() => say(spoken, number.textContent ?? ""), REST);
    });

    function count() {
      const areas = [...texts.element.querySelectorAll("textarea")];
      say(number, `${figure(counted(areas.map((area) => area.value).join(" ")))} ${length}`);
    }

    return {
      /** @param {ReflectionView} view */
      draw(view) {
        length = view.length;
        say(kicker, view.kicker);
        say(heading, view.title);
        fillPassages(view.paragraphs, () => [prose(view.paragraphs)]);
        fillReader([view.reader, view.rows, view.scoring], () => looked(view));
        texts.draw(view.writings, view.ack);
        if (!number.isConnected) texts.element.querySelector(".mr-actions")?.before(number, spoken);
        count();
        reminder.hidden = !view.reminder;
        fillReminder(view.reminder, () => (view.reminder ? [reminding(view.reminder)] : []));
        own.hidden = !view.own;
        if (view.own && !marking) {
          marking = markingOwn(view.own, (marks) => stage.send({ do: "mark", turn: "", marks }));
          own.append(...marking.elements);
        }
        marking?.say(view.own?.said ?? "");
      },
      heading: () => heading,
      wait: texts.wait,
      stop() {
        clearTimeout(timer);
        texts.stop();
      },
    };
  });
}

/** @param {ReflectionView} view */
function looked(view) {
  return [
    h("p", { class: "mr-label" }, view.reader),
    h("ul", {}, ...view.rows.map(({ name, asks }) => h("li", {}, h("strong", {}, name, "."), " ", asks))),
    h("p", { class: "mr-quiet" }, view.scoring),
  ];
}

export default { render };
