// @ts-check
import { box, h, say, unique } from "./dom.js";
import { formFields } from "./form_fields.js";
import { stage } from "./shell.js";
import { moment, writings } from "./writing.js";

/**
 * A form to keep: who may see it, its fields with advice beside them, what can be taken over from a case, its versions
 * and the ways to take it along. Advice about something missing waits until the learner means to be done.
 * @typedef {{label: string, say: string, lines: {scene: string, text: string, into: string, take: string, taken: string}[]}} Starting
 * @typedef {{places: number[], caption: string, changes: {name: string, pieces: [string, string][]}[]}} Comparison
 * @typedef {{listed: {name: string, at: string}[], compared: Comparison | null}} Versions
 * @typedef {{label: string, form: string, ways: [string, string][], file: {name: string, type: string, data: string} | null,
 *   handed: string}} Away
 * @typedef {import("./shell.js").View & {kicker: string, title: string, purpose: string, privacy: [string, string][],
 *   sections: import("./form_fields.js").Section[], worked: Record<string, string[]>,
 *   advice: import("./form_fields.js").Advice[], warned: boolean, starting: Starting | null, example: [string, string][],
 *   versions: Versions | null, take_away: Away | null,
 *   writings: import("./writing.js").Writing[], words: import("./form_fields.js").Words}} FormView
 */

/** The addresses of the ways to take a form along, below the course's own address. */
const WAYS = /** @type {Record<string, string>} */ ({ print: "", word: ".docx", pdf: ".pdf", calendar: ".ics" });

/** @param {{model: import("./message_queue.js").Model, el: HTMLElement}} given */
function render(given) {
  return stage(given, "mr-card mr-exercise mr-form", (stage) => {
    /** @type {FormView} */
    const first = given.model.get("view");
    const kicker = h("p", { class: "mr-kicker" });
    const heading = h("h3", { class: "mr-heading", tabindex: -1 });
    const purpose = h("p", { class: "mr-instruction" });
    const privacy = h("dl", { class: "mr-form-privacy" });
    const example = h("details", { class: "mr-form-example" });
    const starting = h("div", { class: "mr-form-starting" });
    const summary = h("div", { class: "mr-form-summary", tabindex: -1, role: "group" });
    const away = h("div", { class: "mr-form-away" });
    const versions = h("div", { class: "mr-form-versions" });
    const fields = formFields(first.sections, first.words);
    const texts = writings(stage, fields.area);
    const fills = [privacy, example, starting, summary, away].map((each) => box(each));
    const comparing = versionTable(versions, (places) => stage.send({ do: "compare", turn: "", versions: places }));
    let asked = false;
    let isFresh = false;
    let wanted = "";
    const handed = h("p", { class: "mr-quiet", role: "status" });
    /** @param {string} way */
    const want = (way) => {
      wanted = stage.send({ do: "take-away", turn: "", way }) || wanted;
    };
    stage.body.append(kicker, heading, purpose, privacy, example, starting, texts.element, summary, away, versions);
    texts.element.addEventListener("misread-asked", () => {
      asked = isFresh = true;
    });

    return {
      /** @param {FormView} view */
      draw(view) {
        const { words } = view;
        say(kicker, view.kicker);
        say(heading, view.title);
        say(purpose, view.purpose);
        fills[0](view.privacy, () => view.privacy.flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)]));
        example.hidden = view.example.length === 0;
        fills[1](view.example, () => [h("summary", {}, words.example), lines(view.example)]);
        starting.hidden = !view.starting;
        fills[2](view.starting, () => (view.starting ? begin(view.starting, fields.take) : []));
        texts.draw(view.writings, view.ack);
        const shown = view.advice.filter((each) => !each.late || asked || view.warned);
        fields.advise(shown);
        for (const [id, part] of fields.parts) part.work(view.worked[id] ?? []);
        const problems = asked || view.warned ? summed(shown, words) : null;
        summary.hidden = !problems;
        fills[3](problems, () => (problems ? summarised(problems, fields.focus) : []));
        if (isFresh && (view.writings[0].done || view.writings[0].blocked) && view.ack) {
          if (view.writings[0].blocked) summary.focus();
          isFresh = false;
        }
        const isServed = document.documentElement.dataset.line !== undefined;
        away.hidden = !view.take_away;
        fills[4]([view.take_away?.ways, isServed], () => {
          if (!view.take_away) return [];
          return isServed ? links(view.take_away) : [...buttons(view.take_away, want), handed];
        });
        if (wanted && view.ack === wanted) {
          wanted = "";
          say(handed, view.take_away?.handed ?? "");
          if (view.take_away?.file) download(view.take_away.file);
        }
        versions.hidden = !view.versions;
        if (view.versions) comparing(view.versions, words);
      },
      heading: () => heading,
      wait: texts.wait,
      stop: texts.stop,
    };
  });
}

/** @param {[string, string][]} read */
function lines(read) {
  return h("dl", { class: "mr-form-read" }, ...read.flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)]));
}

/** @param {Starting} view @param {(id: string, text: string) => void} take */
function begin(view, take) {
  const state = h("p", { class: "mr-quiet", role: "status" });
  const items = view.lines.map((line) => {
    const id = unique("run");
    const over = () => {
      take(line.into, line.text);
      say(state, line.taken);
    };
    return h(
      "li",
      {},
      h("p", { class: "mr-label" }, line.scene),
      h("p", { id }, line.text),
      h("button", { type: "button", class: "mr-button mr-second", "aria-describedby": id, onclick: over }, line.take),
    );
  });
  return [h("h4", { class: "mr-form-heading" }, view.label), h("p", { class: "mr-quiet" }, view.say), h("ul", {}, ...items), state];
}

/** @param {import("./form_fields.js").Advice[]} shown @param {import("./form_fields.js").Words} words */
function summed(shown, words) {
  const blocking = shown.filter((each) => each.blocks);
  if (blocking.length > 0) return { label: words.blocked, say: words.blocked_say, advice: blocking };
  return shown.length > 0 ? { label: words.advice, say: words.advice_say, advice: shown } : null;
}

/**
 * @param {NonNullable<ReturnType<typeof summed>>} problems
 * @param {(advice: import("./form_fields.js").Advice) => void} focus
 */
function summarised({ label, say: sentence, advice }, focus) {
  const items = advice.map((each) =>
    h("li", {}, h("button", { type: "button", class: "mr-link", onclick: () => focus(each) }, each.text)),
  );
  return [h("p", { class: "mr-label" }, label), h("p", {}, sentence), h("ul", {}, ...items)];
}

/** @param {Away} view */
function links({ label, form, ways }) {
  const items = ways.map(([way, name]) => h("li", {}, h("a", { href: `../tools/${form}${WAYS[way]}`, download: way !== "print" }, name)));
  return [h("p", { class: "mr-label" }, label), h("ul", {}, ...items)];
}

/** Where no server of the course has files, the notebook makes them. @param {Away} view @param {(way: string) => void} want */
function buttons({ label, ways }, want) {
  const items = ways
    .filter(([way]) => way !== "print")
    .map(([way, name]) => h("li", {}, h("button", { type: "button", class: "mr-button mr-second", onclick: () => want(way) }, name)));
  return [h("p", { class: "mr-label" }, label), h("ul", {}, ...items)];
}

/** @param {NonNullable<Away["file"]>} file */
function download({ name, type, data }) {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const href = URL.createObjectURL(new Blob([bytes], { type }));
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/**
 * The earlier versions, and two of them side by side.
 * @param {HTMLElement} element @param {(places: number[]) => void} compare
 */
function versionTable(element, compare) {
  const ids = [unique("earlier"), unique("later")];
  const selects = ids.map((id) => h("select", { id }));
  const labels = ids.map((id) => h("label", { for: id }));
  const button = h("button", { type: "button", class: "mr-button mr-second", onclick: confirm });
  const heading = h("h4", { class: "mr-form-heading" });
  const explained = h("p", { class: "mr-quiet" });
  const result = h("div", { class: "mr-form-compared", tabindex: -1, role: "group" });
  const fillResult = box(result);
  const fillSelects = selects.map((each) => box(each));
  let asked = false;
  let count = 0;
  const pairs = labels.map((label, index) => h("div", { class: "mr-form-field" }, label, selects[index]));
  element.append(heading, explained, h("div", { class: "mr-form-cells" }, ...pairs), h("div", { class: "mr-actions" }, button), result);

  function confirm() {
    const places = selects.map((each) => Number(each.value)).sort((one, other) => one - other);
    if (places[0] === places[1]) places[0] = Math.max(1, places[0] - 1);
    if (places[0] === places[1]) places[1] += 1;
    selects.forEach((each, index) => (each.value = String(places[index])));
    asked = true;
    compare(places);
  }

  /** @param {Versions} view @param {import("./form_fields.js").Words} words */
  return ({ listed, compared }, words) => {
    say(heading, words.versions);
    say(explained, words.versions_say);
    [words.earlier, words.later].forEach((name, index) => say(labels[index], name));
    say(button, words.compare);
    selects.forEach((select, index) => {
      const chosen = select.value && count === listed.length ? select.value : String(listed.length - 1 + index);
      fillSelects[index](listed, () => listed.map(({ name, at }, place) => h("option", { value: place + 1 }, `${name}, ${moment(at)}`)));
      select.value = chosen;
    });
    count = listed.length;
    result.hidden = !compared;
    fillResult([compared, words], () => (compared ? comparison(compared, words) : []));
    if (asked && compared) {
      asked = false;
      result.focus();
    }
  };
}

/** @param {Comparison} view @param {import("./form_fields.js").Words} words */
function comparison({ caption, changes }, words) {
  if (changes.length === 0) return [h("p", {}, words.same)];
  const head = h("tr", {}, h("th", { scope: "col" }, words.field), h("th", { scope: "col" }, words.changed));
  const body = changes.map(({ name, pieces }) =>
    h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, ...pieces.map((piece) => changedPiece(piece, words)))),
  );
  return [h("table", { class: "mr-figures" }, h("caption", {}, caption), h("thead", {}, head), h("tbody", {}, ...body))];
}

/** A piece of a text; what was removed or added says so in words, and not by its colour alone. @param {[string, string]} piece @param {import("./form_fields.js").Words} words */
function changedPiece([what, text], words) {
  if (what === "kept") return text;
  const isAdded = what === "added";
  const word = h("span", { class: "mr-form-change" }, `[${isAdded ? words.added : words.removed}: `);
  return h("span", {}, word, h(isAdded ? "ins" : "del", {}, text), h("span", { class: "mr-form-change" }, "] "));
}

export default { render };
