// @ts-check
import { box, h, say } from "./dom.js";
import { textFields } from "./fields.js";

/**
 * Questions answered in writing. A text is saved when the learner leaves the field or pauses; "saved" appears only
 * after the server has confirmed it. A change made meanwhile is sent next, or at once if the page is about to close. A
 * field without unsaved typing shows the version from another window, if there is a newer one.
 * A text with several `parts` has a field for each. A text with fewer than `few.below` words is questioned once before
 * it is handed in.
 * `done`: this very text was compared or handed in; the help may still be there from an earlier text.
 * `versions` are the current texts: one, or several if they were written independently. The first counts until the
 * learner chooses.
 * `seen` has a version's id, and the id of the text that was handed in before it. `shown` is the text as it is read, if
 * it is not read as it is kept. `blocked` says that the current text cannot be handed in.
 * @typedef {{seen: string[], text: string, done: boolean, at: string, shown?: string}} Version
 * @typedef {{question: string, label: string, text: string, longest: number, parts: string[], versions: Version[],
 *   too_long: string, beside: {label: string, say: string, other: string, handed: string, take: string, keep: string,
 *     saved: string, not_handed: string},
 *   few: {below: number, ask: string, yes: string} | null, done: boolean, compare: string,
 *   missing: string, saved: string, unsaved: string, blocked?: boolean, help: {label: string, points: string[], lines: [string, string][]} | null}} Writing
 */

const PAUSE = 1200;
/** How long to wait, in milliseconds, before a text that could not be saved is sent again. */
const AGAIN = 15_000;
const segmenter = "Segmenter" in Intl ? new Intl.Segmenter("en", { granularity: "word" }) : null;
/** The most versions that a message names as those that its text replaces. */
const MOST_VERSIONS = 60;

/**
 * Count the words of a text: the segments between Unicode word boundaries (UAX 29) that contain a letter or a digit,
 * split at full stops and colons between letters. The server counts in the same way, in `misread_scenarios.word_count`,
 * which gives the reasons. A browser without a segmenter (none since 2024) splits at white space.
 * @param {string} text
 */
export function counted(text) {
  const segments = segmenter ? [...segmenter.segment(text)].map(({ segment }) => segment) : text.split(/\s+/u);
  const words = segments.filter((segment) => /[\p{L}\p{N}]/u.test(segment));
  return words.flatMap((word) => word.split(/(?<=\p{L})[.:\ufe55\uff0e\uff1a](?=\p{L})/u)).length;
}

/** Format a number for the page's language: 20,000. @param {number} number */
export function figure(number) {
  return number.toLocaleString(document.documentElement.lang || "en");
}

/** @typedef {(first: Writing, changed: () => void, left: () => void) => ReturnType<typeof textFields>} Area */

/** @param {import("./shell.js").Stage} stage @param {Area} [area] makes what a text is written in */
export function writings(stage, area = textFields) {
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
  /** Ask before the page closes while a text is too long, as such a text is not saved anywhere. @param {Event} event */
  const stay = (event) => [...fields.values()].some((each) => each.tooLong) && event.preventDefault();
  window.addEventListener("beforeunload", stay);

  return {
    element,
    /** @param {Writing[]} views @param {string | null} ack the message that is answered */
    draw(views, ack) {
      for (const view of views) {
        let drawn = fields.get(view.question);
        if (!drawn) {
          drawn = field(view, stage, flush, area);
          fields.set(view.question, drawn);
          element.append(drawn.element);
        }
        drawn.draw(view, ack);
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

/** @param {Writing} first @param {import("./shell.js").Stage} stage @param {() => void} flush @param {Area} make */
function field(first, stage, flush, make) {
  const area = make(first, changed, flush);
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
  /** The text that was last sent from the field or received into it. */
  let passed = first.text;
  let wanted = false;
  /** The id of the message that asked to hand the text in, until it is answered. */
  let asked = "";
  /** Whether the text was saved as a draft instead, because another text had been handed in. */
  let unheeded = false;
  /** A text that could not be saved; it is not sent again at once. */
  let refused = "";
  let compared = Boolean(first.help);
  let timer = 0;
  let view = first;
  /** Whether the learner was asked if this very text is too short. */
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
    element.dispatchEvent(new Event("misread-asked", { bubbles: true }));
    flush();
  }

  /** Return the notice if the text is too long to be saved, or else "". The text stays in the field unchanged. */
  function tooLong() {
    return area.over ? view.too_long.replace("%", figure(area.over)) : "";
  }

  /** Tell the page whether this text is too long, as everything else on the page may be saved. */
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
    // Replace half of a surrogate pair, which a keyboard may leave of an emoji, because it cannot be saved.
    const whole = area.value.replace(/\p{Surrogate}/gu, "\ufffd");
    if (area.value !== whole) area.value = whole;
    passed = area.value;
    return { do: "write", turn: "", question: view.question, text: area.value, done, on: over.ids };
  }

  /**
   * Keep only one of the texts: another version or, if null, the text in the field.
   * @param {Version | null} other
   */
  function choose(other) {
    if (stage.busy() || (!other && tooLong())) return;
    if (other) area.value = other.text;
    const own = view.versions.find((version) => version.seen[0] === over.own);
    const chosen = other ?? (own?.text === area.value ? own : null);
    over.all(view.versions);
    over.sent(stage.send(message(chosen?.done ?? false)));
    area.focus();
  }

  /**
   * Find the version that the field shows; if the field has no unsaved typing, show the version that counts.
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

  /** Wait before sending the same text again. */
  function refuse() {
    refused = area.value;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      refused = "";
      flush();
    }, AGAIN);
  }

  /** Return the notice about saving. @param {Writing} now */
  function notice(now) {
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
    /** Send the text at once if its latest change has not been sent. */
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
      if (heeded || unheeded || (answered && now.blocked)) wanted = false;
      area.name(now.label);
      button.hidden = !now.compare;
      if (!questioned || wanted) {
        question(false);
        say(state, notice(now));
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
 * Track the versions that a field's text replaces: those that the field showed, and those sent from it since that are
 * not confirmed yet.
 * @param {Version[]} versions the current versions at first
 */
function overwriting(versions) {
  let seen = versions[0]?.seen ?? [];
  /** @type {string[]} */
  let under = [];
  return {
    get ids() {
      return [...seen, ...under.slice(seen.length - MOST_VERSIONS)];
    },
    /** The id of the version that the field shows, changed or not. */
    get own() {
      return seen[0];
    },
    /** Whether no sent text is unconfirmed. */
    get settled() {
      return under.length === 0;
    },
    /** @param {string} id */
    sent(id) {
      if (id) under.push(id);
    },
    /** @param {Version[]} chosen */
    all(chosen) {
      seen = [...new Set([...seen, ...chosen.flatMap((version) => version.seen)])];
    },
    /**
     * Return the version that was sent from the field or is shown in it.
     * @param {Version[]} now the current versions @param {string | null} ack
     */
    standing(now, ack) {
      const sent = now.find((version) => under.includes(version.seen[0]));
      const own = sent ?? now.find((version) => seen[0] === version.seen[0]);
      if (own?.seen[0] !== ack) under = under.filter((id) => id !== ack);
      return own;
    },
    /** Whether a message was sent from this field and is not confirmed. @param {string | null} id */
    has: (id) => id !== null && under.includes(id),
    /** Go on from one version. @param {Version | undefined} own */
    on(own) {
      seen = own?.seen ?? [];
      under = under.slice(under.indexOf(seen[0] ?? "") + 1);
    },
  };
}

/**
 * The choice between texts that were written independently. Buttons come before the texts, which may be very long.
 * @param {Writing["beside"]} words @param {Version[]} others @param {(other: Version | null) => void} choose
 */
function apart(words, others, choose) {
  const second = "mr-button mr-second";
  return [
    h("p", { class: "mr-label" }, words.label),
    h("p", {}, words.say),
    h("button", { type: "button", class: second, onclick: () => choose(null) }, words.keep),
    ...others.map((other) =>
      h(
        "div",
        { class: "mr-other-text" },
        h("p", { class: "mr-quiet" }, (other.done ? words.handed : words.other).replace("%", moment(other.at))),
        h("button", { type: "button", class: second, onclick: () => choose(other) }, words.take),
        h("p", { class: "mr-words", dir: "auto" }, other.shown ?? other.text),
      ),
    ),
  ];
}

/** Format a time in the reader's own time zone. @param {string} at */
export function moment(at) {
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
