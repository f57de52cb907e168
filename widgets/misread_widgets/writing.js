// @ts-check
import { box, h, say } from "./dom.js";
import { textFields } from "./fields.js";

/**
 * Questions answered in writing. A text is saved when its writer leaves the field or pauses, and "saved" is shown only
 * once it is; a text that changes meanwhile is sent after it, or at once where the page may be about to go. A field in
 * which nothing was typed shows what was written in another window.
 * A text of several `parts` is written in a field for each. One that is much shorter than what is asked for (`few`) is
 * questioned once before it is handed in.
 * `done`: what the button asks for has come about for this very text; the help may still be there from before.
 * @typedef {{question: string, label: string, text: string, longest: number, parts: string[],
 *   few: {below: number, ask: string, yes: string} | null, done: boolean, compare: string,
 *   missing: string, saved: string, unsaved: string, help: {label: string, points: string[], lines: [string, string][]} | null}} Writing
 */

const PAUSE = 1200;

/** How many words a text has. @param {string} text */
export function counted(text) {
  return (text.match(/\S*[\p{L}\p{N}]\S*/gu) ?? []).length;
}

/** @param {import("./stage.js").Stage} stage */
export function writings(stage) {
  const element = h("div", { class: "mr-writings" });
  /** @type {Map<string, ReturnType<typeof field>>} */
  const fields = new Map();

  function flush() {
    if (stage.busy()) return;
    for (const each of fields.values()) if (each.flush()) return;
  }

  function leave() {
    for (const each of fields.values()) each.leave();
  }

  const hide = () => document.hidden && leave();
  document.addEventListener("visibilitychange", hide);
  window.addEventListener("pagehide", leave);

  return {
    element,
    /** @param {Writing[]} views */
    draw(views) {
      for (const view of views) {
        let one = fields.get(view.question);
        if (!one) {
          one = field(view, stage, flush);
          fields.set(view.question, one);
          element.append(one.element);
        }
        one.draw(view);
      }
    },
    /** @param {boolean} waiting */
    wait(waiting) {
      if (!waiting) queueMicrotask(flush);
    },
    stop() {
      document.removeEventListener("visibilitychange", hide);
      window.removeEventListener("pagehide", leave);
      for (const each of fields.values()) each.stop();
    },
  };
}

/** @param {Writing} first @param {import("./stage.js").Stage} stage @param {() => void} flush */
function field(first, stage, flush) {
  const area = textFields(first, changed, flush);
  const state = h("span", { class: "mr-quiet", role: "status" });
  const button = h("button", { type: "button", class: "mr-button mr-second", onclick: compare });
  const help = h("div", { class: "mr-help", tabindex: -1 });
  const fillHelp = box(help);
  const element = h("div", { class: "mr-writing" }, ...area.elements, h("div", { class: "mr-actions" }, button, state), help);
  let stored = first.text;
  /** What went out of the field last, or came into it. */
  let passed = first.text;
  let wanted = false;
  let compared = Boolean(first.help);
  let timer = 0;
  let view = first;
  /** Whether it was asked, of this very text, if it is not too short. */
  let questioned = false;

  function changed() {
    say(state, view.unsaved);
    question(false);
    clearTimeout(timer);
    timer = window.setTimeout(flush, PAUSE);
  }

  function compare() {
    if (!area.value.trim()) {
      say(state, view.missing);
      area.focus();
      return;
    }
    const words = counted(area.words);
    if (view.few && words < view.few.below && !questioned) {
      question(true);
      say(state, view.few.ask.replace("%", String(words)));
      return;
    }
    question(false);
    wanted = true;
    flush();
  }

  /** @param {boolean} on */
  function question(on) {
    questioned = on;
    say(button, on && view.few ? view.few.yes : view.compare);
  }

  function message() {
    clearTimeout(timer);
    // Half a sign, as a keyboard may leave of an emoji, can be saved nowhere; the text around it can.
    const whole = area.value.replace(/\p{Surrogate}/gu, "\ufffd");
    if (area.value !== whole) area.value = whole;
    passed = area.value;
    const done = wanted && area.value.trim() !== "";
    return { do: "write", turn: "", question: view.question, text: area.value, done };
  }

  return {
    element,
    /** Send the text if it is not saved yet. @returns {boolean} whether it was sent */
    flush() {
      if (area.value === stored && !wanted) return false;
      stage.send(message());
      return true;
    },
    /** Send a text that has not gone out yet. */
    leave() {
      if (area.value !== passed) stage.hurry(message());
    },
    stop() {
      clearTimeout(timer);
    },
    /** @param {Writing} now */
    draw(now) {
      view = now;
      if (area.value === stored && area.value === passed && now.text !== stored) area.value = passed = now.text;
      stored = now.text;
      if (now.done) wanted = false;
      area.name(now.label);
      button.hidden = !now.compare;
      if (!questioned || wanted) {
        question(false);
        say(state, area.value === stored ? now.saved : now.unsaved);
      }
      help.hidden = !now.help;
      fillHelp(now.help, () => (now.help ? shown(now.help) : []));
      if (now.help && !compared) help.focus();
      compared = Boolean(now.help);
    },
  };
}

/** @param {NonNullable<Writing["help"]>} help */
function shown({ label, points, lines }) {
  return [
    h("p", { class: "mr-label" }, label),
    points.length > 0 && h("ul", {}, ...points.map((point) => h("li", {}, point))),
    ...lines.map(([who, text]) => h("p", {}, who && h("span", { class: "mr-label" }, who, ": "), text)),
  ];
}
