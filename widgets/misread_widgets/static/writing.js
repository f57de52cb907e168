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
 * `versions` are the texts that stand: one, or several where they were written apart, the first of which counts until
 * their writer has chosen.
 * `seen` is a version's id, and that of what was handed in before it.
 * @typedef {{seen: string[], text: string, done: boolean, at: string}} Version
 * @typedef {{question: string, label: string, text: string, longest: number, parts: string[], versions: Version[],
 *   too_long: string, beside: {label: string, say: string, other: string, handed: string, take: string, keep: string,
 *     saved: string, not_handed: string},
 *   few: {below: number, ask: string, yes: string} | null, done: boolean, compare: string,
 *   missing: string, saved: string, unsaved: string, help: {label: string, points: string[], lines: [string, string][]} | null}} Writing
 */

const PAUSE = 1200;
/** After so long a text is sent again that could not be saved. */
const AGAIN = 15_000;
const segmenter = "Segmenter" in Intl ? new Intl.Segmenter("en", { granularity: "word" }) : null;
/** How many versions a text says at most that it was written over. */
const MOST_VERSIONS = 60;

/**
 * How many words a text has: the segments of Unicode's word boundaries (UAX 29) with a letter or a digit, parted at full
 * stops and colons between letters. The server counts alike, in `misread_scenarios.word_count`, which says why. A browser
 * without the segmenter (none since 2024) counts what stands between spaces.
 * @param {string} text
 */
export function counted(text) {
  const segments = segmenter ? [...segmenter.segment(text)].map(({ segment }) => segment) : text.split(/\s+/u);
  const words = segments.filter((segment) => /[\p{L}\p{N}]/u.test(segment));
  return words.flatMap((word) => word.split(/(?<=\p{L})[.:\ufe55\uff0e\uff1a](?=\p{L})/u)).length;
}

/** Write a number as the words around it do: 20,000. @param {number} number */
export function figure(number) {
  return number.toLocaleString(document.documentElement.lang || "en");
}

/** @param {import("./shell.js").Stage} stage */
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
  /** A text that is too long is nowhere but here; the browser asks before it lets it go. @param {Event} event */
  const stay = (event) => [...fields.values()].some((each) => each.tooLong) && event.preventDefault();
  window.addEventListener("beforeunload", stay);

  return {
    element,
    /** @param {Writing[]} views @param {string | null} ack the message that is answered */
    draw(views, ack) {
      for (const view of views) {
        let one = fields.get(view.question);
        if (!one) {
          one = field(view, stage, flush);
          fields.set(view.question, one);
          element.append(one.element);
        }
        one.draw(view, ack);
      }
    },
    /** @param {boolean} waiting */
    wait(waiting) {
      if (!waiting) queueMicrotask(flush);
    },
    stop() {
      document.removeEventListener("visibilitychange", hide);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("beforeunload", stay);
      for (const each of fields.values()) each.stop();
    },
  };
}

/** @param {Writing} first @param {import("./shell.js").Stage} stage @param {() => void} flush */
function field(first, stage, flush) {
  const area = textFields(first, changed, flush);
  const state = h("span", { class: "mr-quiet", role: "status" });
  const button = h("button", { type: "button", class: "mr-button mr-second", onclick: compare });
  const help = h("div", { class: "mr-help", tabindex: -1 });
  const fillHelp = box(help);
  const beside = h("div", { class: "mr-beside", role: "group", tabindex: -1 });
  const fillBeside = box(beside);
  const actions = h("div", { class: "mr-actions" }, button, state);
  const element = h("div", { class: "mr-writing" }, ...area.elements, actions, beside, help);
  const over = overwriting(first.versions);
  let stored = first.text;
  /** What went out of the field last, or came into it. */
  let passed = first.text;
  let wanted = false;
  /** The message by which it was to be handed in, until that is answered. */
  let asked = "";
  /** Whether it was kept as a draft instead, as another text had been handed in. */
  let unheeded = false;
  /** A text that could not be saved: it is not sent again at once. */
  let refused = "";
  let compared = Boolean(first.help);
  let timer = 0;
  let view = first;
  /** Whether it was asked, of this very text, if it is not too short. */
  let questioned = false;

  function changed() {
    say(state, tooLong() || view.unsaved);
    mark();
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
    if (tooLong()) {
      say(state, tooLong());
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
    refused = "";
    flush();
  }

  /** What is said of a text that is too long to be saved; it stays in the field as it is. */
  function tooLong() {
    return area.over ? view.too_long.replace("%", figure(area.over)) : "";
  }

  /** Let the page know whether this text is too long to be saved: all else on it may be. */
  function mark() {
    const isLong = tooLong() !== "";
    if (isLong === element.hasAttribute("data-too-long")) return;
    element.toggleAttribute("data-too-long", isLong);
    element.dispatchEvent(new Event("misread-too-long", { bubbles: true }));
  }

  /** @param {boolean} on */
  function question(on) {
    questioned = on;
    say(button, on && view.few ? view.few.yes : view.compare);
  }

  function message(done = wanted && area.value.trim() !== "") {
    clearTimeout(timer);
    // Half a sign, as a keyboard may leave of an emoji, can be saved nowhere; the text around it can.
    const whole = area.value.replace(/\p{Surrogate}/gu, "\ufffd");
    if (area.value !== whole) area.value = whole;
    passed = area.value;
    return { do: "write", turn: "", question: view.question, text: area.value, done, on: over.ids };
  }

  /** Let one of the texts stand alone: the one in the field, or one beside it. @param {Version | null} one */
  function choose(one) {
    if (stage.busy() || (!one && tooLong())) return;
    if (one) area.value = one.text;
    const own = view.versions.find((version) => version.seen[0] === over.own);
    const chosen = one ?? (own?.text === area.value ? own : null);
    over.all(view.versions);
    over.sent(stage.send(message(chosen?.done ?? false)));
    area.focus();
  }

  /**
   * Take the field to the version that it shows, or to the one that counts where nothing in it is new.
   * @param {Writing} now @param {string | null} ack
   */
  function settle(now, ack) {
    const clean = area.value === stored && area.value === passed;
    const isAnswered = over.has(ack);
    const own = over.standing(now.versions, ack) ?? now.versions.find((version) => version.text === area.value);
    const isNothing = area.value === passed && !area.value.trim();
    if (isAnswered && area.value === passed && own?.text !== area.value && !isNothing) refuse();
    if (own) {
      over.on(own);
      stored = own.text;
      if (clean && area.value !== stored) area.value = passed = stored;
    } else if (over.settled && (clean || isNothing)) {
      over.on(now.versions[0]);
      area.value = passed = stored = now.text;
    }
    return own;
  }

  /** Wait before the same text is sent again. */
  function refuse() {
    refused = area.value;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      refused = "";
      flush();
    }, AGAIN);
  }

  /** Say how saving stands. @param {Writing} now */
  function told(now) {
    if (tooLong()) return tooLong();
    if (area.value !== stored) return now.unsaved;
    if (unheeded) return now.beside.not_handed;
    return now.versions.length > 1 && over.own !== now.versions[0].seen[0] ? now.beside.saved : now.saved;
  }

  return {
    element,
    get tooLong() {
      return tooLong() !== "";
    },
    /** Send the text if it is not saved yet. @returns {boolean} whether it was sent */
    flush() {
      if ((area.value === stored && !wanted) || tooLong() || (refused && area.value === refused)) return false;
      refused = "";
      const sent = message();
      const id = stage.send(sent);
      over.sent(id);
      if (sent.done) asked = id;
      return true;
    },
    /** Send a text that has not gone out yet. */
    leave() {
      if (area.value !== passed && !tooLong()) over.sent(stage.hurry(message()));
    },
    stop() {
      clearTimeout(timer);
    },
    /** @param {Writing} now @param {string | null} ack the message that is answered */
    draw(now, ack) {
      view = now;
      const own = settle(now, ack);
      const isApart = now.versions.length > 1;
      const heeded = own !== undefined && (own.done || (now.done && !isApart));
      const answered = asked !== "" && !over.has(asked);
      unheeded = isApart && !heeded && (unheeded || answered);
      if (answered) asked = "";
      if (heeded || unheeded) wanted = false;
      area.name(now.label);
      button.hidden = !now.compare;
      if (!questioned || wanted) {
        question(false);
        say(state, told(now));
      }
      mark();
      const others = isApart ? now.versions.filter((version) => version.seen[0] !== over.own) : [];
      beside.hidden = others.length === 0;
      beside.setAttribute("aria-label", now.beside.label);
      fillBeside(others, () => (beside.hidden ? [] : apart(now.beside, others, choose)));
      help.hidden = !now.help;
      fillHelp(now.help, () => (now.help ? shown(now.help) : []));
      if (now.help && !compared) help.focus();
      compared = Boolean(now.help);
    },
  };
}

/**
 * Over which versions the text in a field is written: those that it showed, and those that went out of it since and are
 * not known to stand yet.
 * @param {Version[]} versions those that stand at first
 */
function overwriting(versions) {
  let seen = versions[0]?.seen ?? [];
  /** @type {string[]} */
  let under = [];
  return {
    get ids() {
      return [...seen, ...under.slice(seen.length - MOST_VERSIONS)];
    },
    /** The version that the field shows, as it is or changed. */
    get own() {
      return seen[0];
    },
    /** Whether nothing is under way. */
    get settled() {
      return under.length === 0;
    },
    /** @param {string} id */
    sent(id) {
      if (id) under.push(id);
    },
    /** @param {Version[]} chosen */
    all(chosen) {
      seen = [...new Set([...seen, ...chosen.flatMap((one) => one.seen)])];
    },
    /** The one of these versions that came out of the field, or into it. @param {Version[]} now @param {string | null} ack */
    standing(now, ack) {
      const own = now.find((one) => under.includes(one.seen[0])) ?? now.find((one) => seen[0] === one.seen[0]);
      if (own?.seen[0] !== ack) under = under.filter((id) => id !== ack);
      return own;
    },
    /** Whether a message of this field is under way. @param {string | null} id */
    has: (id) => id !== null && under.includes(id),
    /** Write on over one version. @param {Version | undefined} own */
    on(own) {
      seen = own?.seen ?? [];
      under = under.slice(under.indexOf(seen[0] ?? "") + 1);
    },
  };
}

/**
 * The choice between texts written apart; its buttons come before the texts, which may be longer than a screen.
 * @param {Writing["beside"]} words @param {Version[]} others @param {(one: Version | null) => void} choose
 */
function apart(words, others, choose) {
  const second = "mr-button mr-second";
  return [
    h("p", { class: "mr-label" }, words.label),
    h("p", {}, words.say),
    h("button", { type: "button", class: second, onclick: () => choose(null) }, words.keep),
    ...others.map((one) =>
      h(
        "div",
        { class: "mr-other-text" },
        h("p", { class: "mr-quiet" }, (one.done ? words.handed : words.other).replace("%", moment(one.at))),
        h("button", { type: "button", class: second, onclick: () => choose(one) }, words.take),
        h("p", { class: "mr-words", dir: "auto" }, one.text),
      ),
    ),
  ];
}

/** Say a moment as the reader's own clock does. @param {string} at */
function moment(at) {
  const lang = document.documentElement.lang || "en";
  const british = lang === "en" ? "en-GB" : lang;
  return new Date(at).toLocaleString(british, { dateStyle: "medium", timeStyle: "short" });
}

/** @param {NonNullable<Writing["help"]>} help */
function shown({ label, points, lines }) {
  return [
    h("p", { class: "mr-label" }, label),
    points.length > 0 && h("ul", {}, ...points.map((point) => h("li", {}, point))),
    ...lines.map(([who, text]) => h("p", {}, who && h("span", { class: "mr-label" }, who, ": "), text)),
  ];
}
