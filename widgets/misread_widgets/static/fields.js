// @ts-check
import { h, say, unique } from "./dom.js";

/**
 * The fields of a text: one, or one for each of its parts. In either case it is stored as one text, in which each part
 * follows its name and a colon. Text without a part's name is shown in the last field.
 */

/**
 * No field has a `maxlength`, because browsers silently cut pasted text at it.
 * @param {{label: string, text: string, longest: number, parts: string[]}} first
 * @param {() => void} changed @param {() => void} left
 */
export function textFields({ label: name, text, longest, parts }, changed, left) {
  const several = parts.length > 0;
  const label = h(several ? "p" : "label");
  const areas = (several ? parts : [""]).map(() => {
    return h("textarea", { id: unique("text"), rows: several ? 2 : 4, oninput: typed, onblur: left });
  });
  if (!several) label.setAttribute("for", areas[0].id);
  /** The text that was put in, unchanged until the learner types: showing an older text must not change it. */
  let whole = text;
  let isTyped = false;

  function typed() {
    isTyped = true;
    changed();
  }

  /** @param {string} value */
  function put(value) {
    whole = value;
    isTyped = false;
    const shown = several ? split(value, parts) : [value];
    areas.forEach((area, index) => (area.value = shown[index]));
  }

  say(label, name);
  put(text);
  return {
    elements: several
      ? [label, ...areas.map((area, index) => h("div", { class: "mr-text-field" }, h("label", { for: area.id }, parts[index]), area))]
      : [label, areas[0]],
    get value() {
      if (!isTyped) return whole;
      return several ? joined(areas.map((area) => area.value), parts) : areas[0].value;
    },
    set value(value) {
      put(value);
    },
    /** The number of characters over the limit, as the server counts them. */
    get over() {
      return Math.max(0, [...this.value].length - longest);
    },
    /** The text without the names of its parts. */
    get words() {
      return areas.map((area) => area.value).join(" ");
    },
    focus: () => (areas.find((area) => !area.value.trim()) ?? areas[0]).focus(),
    /** @param {string} now */
    name: (now) => say(label, now),
  };
}

/** @param {string[]} texts @param {string[]} parts */
function joined(texts, parts) {
  const filled = texts.map((text, index) => text.trim() && `${parts[index]}: ${indented(text.trimEnd(), parts)}`);
  return filled.filter(Boolean).join("\n\n");
}

/** @param {string} text @param {string[]} parts */
function split(text, parts) {
  const texts = parts.map(() => "");
  let at = parts.length - 1;
  for (const line of text.split("\n")) {
    const named = parts.findIndex((part) => line.startsWith(`${part}:`));
    at = named < 0 ? at : named;
    const rest = named < 0 ? outdented(line, parts) : line.slice(parts[named].length + 1).trimStart();
    texts[at] += texts[at] || (named < 0 && !rest) ? `\n${rest}` : rest;
  }
  return texts.map((part) => part.trim());
}

/** Whether a line looks like the beginning of a part, indented or not. @param {string} line @param {string[]} parts */
const isLikePart = (line, parts) => parts.some((part) => line.trimStart().startsWith(`${part}:`));

/** Indent such lines inside a part by a space, so that they do not begin a part. @param {string} text @param {string[]} parts */
function indented(text, parts) {
  const [first, ...others] = text.split("\n");
  return [first, ...others.map((line) => (isLikePart(line, parts) ? ` ${line}` : line))].join("\n");
}

/** @param {string} line @param {string[]} parts */
const outdented = (line, parts) => (line.startsWith(" ") && isLikePart(line, parts) ? line.slice(1) : line);
