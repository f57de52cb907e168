// @ts-check
import { box, h, say, unique } from "./dom.js";
import { forget, remind, reminded } from "./unsent.js";

/**
 * What is always at hand at the lower edge of the phone: a question for later, a sentence to share, one's name and code.
 * Each opens a window of its own.
 * @typedef {{open: string, title: string, about: string, label: string, send: string, empty: string, sent: string,
 *   most: number, left: string, mine?: string, consent?: string, code?: string, code_about?: string}} Tool
 * @typedef {{label: string, parking: Tool, sentence: Tool, me: Tool, close: string, gone: string}} Tools
 * @typedef {{text: string, state: string}} Text
 * @typedef {{name: string, code: string, notes: Text[], texts: Text[]}} Mine
 * @typedef {{tool: Tool, texts: Text[], value: string, code: string, disabled: boolean, close: string}} Shown
 */

/** @param {(content: Record<string, unknown>) => void} send */
export function atHand(send) {
  let step = "";
  const parking = tool("parking", false, (text) => send({ do: "write", step: "", text, share: false }));
  const sentence = tool("sentence", false, (text, share) => send({ do: "write", step, text, share }));
  const me = tool("me", true, (name) => send({ do: "name", name }));
  const tools = [parking, sentence, me];
  const element = h("nav", { class: "ws-hand" }, ...tools.map(({ opener }) => opener), ...tools.map(({ window }) => window));
  return {
    element,
    isOpen: () => tools.some(({ window }) => window.open),
    /** @param {Tools} view @param {Mine} own @param {boolean} isOver @param {string} now the step that a shared sentence is about */
    draw(view, own, isOver, now) {
      step = now;
      element.setAttribute("aria-label", view.label);
      const common = { close: view.close, disabled: isOver, code: "" };
      parking.draw({ ...common, tool: view.parking, texts: own.notes, value: "" });
      sentence.draw({ ...common, tool: view.sentence, texts: step ? own.texts : [], value: "" });
      me.draw({ ...common, tool: view.me, texts: [], value: own.name, code: own.code });
    },
  };
}

/** @param {string} name @param {boolean} isLine one line that keeps its value @param {(text: string, share: boolean) => void} send */
function tool(name, isLine, send) {
  const [id, titled] = [unique(name), unique("title")];
  const memory = `workshop ${name}`;
  const opener = h("button", { type: "button", class: "ws-tool", "aria-haspopup": "dialog", onclick: () => open() });
  const title = h("h2", { id: titled });
  const about = h("p", { class: "mr-quiet" });
  const label = h("label", { for: id });
  const field = isLine ? h("input", { id, type: "text", autocomplete: "name", oninput: typed }) : h("textarea", { id, rows: 4, oninput: typed });
  const left = h("p", { class: "mr-quiet" });
  const box_ = h("input", { type: "checkbox" });
  const agreed = h("span");
  const consent = h("label", { class: "ws-consent" }, box_, agreed);
  const button = h("button", { type: "submit", class: "mr-button" });
  const hint = h("p", { class: "mr-hint", role: "status" });
  const close = h("button", { type: "button", class: "mr-button mr-second", onclick: () => window.close() });
  const code = h("div", { class: "ws-own-code" });
  const mine = h("div", { class: "ws-mine" });
  const form = h("form", { onsubmit: submit }, label, field, left, consent, h("div", { class: "mr-actions" }, button, close, hint));
  const window = h("dialog", { class: "ws-window", "aria-labelledby": titled }, title, about, code, form, mine);
  const [fillMine, fillCode] = [box(mine), box(code)];
  /** @type {Shown | null} */
  let shown = null;

  function open() {
    if (!shown) return;
    field.value = isLine ? shown.value : reminded(memory, "");
    say(hint, "");
    typed();
    window.showModal();
    field.focus();
  }

  function typed() {
    if (!shown) return;
    if (!isLine) remind(memory, field.value);
    const rest = shown.tool.most - field.value.length;
    say(left, rest < shown.tool.most / 4 ? shown.tool.left.replace("%", String(rest)) : "");
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    if (!shown || shown.disabled) return;
    const text = field.value.trim();
    say(hint, text ? shown.tool.sent : shown.tool.empty);
    if (!text) return field.focus();
    send(text, box_.checked);
    if (isLine) return;
    forget(memory);
    field.value = "";
    box_.checked = false;
  }

  return {
    opener,
    window,
    /** @param {Shown} view */
    draw(view) {
      shown = view;
      const { tool: words } = view;
      say(opener, words.open);
      say(title, words.title);
      say(about, words.about);
      say(label, words.label);
      say(button, words.send);
      say(close, view.close);
      say(agreed, words.consent ?? "");
      consent.hidden = !words.consent;
      field.maxLength = words.most;
      form.hidden = false;
      button.setAttribute("aria-disabled", String(view.disabled));
      mine.hidden = view.texts.length === 0;
      fillMine([words.mine, view.texts], () => [
        h("h3", { class: "mr-label" }, words.mine ?? ""),
        h("ul", {}, ...view.texts.map(({ text, state }) => h("li", {}, text, " ", state && h("span", { class: "mr-quiet" }, state)))),
      ]);
      code.hidden = !view.code;
      fillCode([words.code, view.code], () => ownCode(words, view.code));
    },
  };
}

/** One's own code, and what it is for. @param {Tool} words @param {string} code */
export function ownCode(words, code) {
  return [
    h("p", { class: "mr-label" }, words.code ?? ""),
    h("p", { class: "ws-code" }, code),
    h("p", { class: "mr-quiet" }, words.code_about ?? ""),
  ];
}
