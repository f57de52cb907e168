// @ts-check
import { h, say } from "./dom.js";

/**
 * Sends what a facilitator does, one act at a time, and asks first where an act cannot be taken back.
 * @typedef {{do: string} & Record<string, unknown>} Act
 * @typedef {{text: string, act: Act, confirm: string}} Button
 * @typedef {(act: Act) => void} Send
 */

/** After this time without an answer, a facilitator may press again; the page itself says that the line is down. */
const PATIENCE = 8_000;

/**
 * @param {any} model
 * @param {(question: string, go: () => void) => void} ask
 * @param {(on: boolean, refused?: string) => void} waits is told when an act is on its way, and when it was answered
 */
export function acts(model, ask, waits) {
  let sentAfter = -1;
  let timeout = 0;

  /** @param {Act} act */
  function send(act) {
    const { after } = model.get("view");
    if (sentAfter === after) return; // the act before is still on its way
    sentAfter = after;
    waits(true);
    timeout = window.setTimeout(() => answered(), PATIENCE);
    model.send({ ...act, after });
  }

  /** @param {string} [refused] */
  function answered(refused) {
    clearTimeout(timeout);
    sentAfter = -1;
    waits(false, refused);
  }

  /** @param {{refused?: string}} content */
  function told(content) {
    if (content?.refused) answered(content.refused);
  }

  model.on("msg:custom", told);
  return {
    send,
    /** @param {Button} button */
    press: ({ act, confirm }) => (confirm ? ask(confirm, () => send(act)) : send(act)),
    /** Take note of a new view. @param {number} after how many acts it knows of */
    seen(after) {
      if (sentAfter !== -1 && after !== sentAfter) answered();
    },
    stop() {
      clearTimeout(timeout);
      model.off("msg:custom", told);
    },
  };
}

/** Make the dialog that asks before an act. @param {() => {yes: string, no: string}} words */
export function confirming(words) {
  const question = h("p");
  const yes = h("button", { type: "button", class: "mr-button", onclick: () => close(true) });
  const no = h("button", { type: "button", class: "mr-button mr-second", onclick: () => close(false) });
  const element = h("dialog", { class: "ws-dialog" }, question, h("div", { class: "mr-actions" }, yes, no));
  let then = () => {};

  /** @param {boolean} isYes */
  function close(isYes) {
    element.close();
    if (isYes) then();
  }

  return {
    element,
    /** @param {string} text @param {() => void} go */
    ask(text, go) {
      then = go;
      say(question, text);
      say(yes, words().yes);
      say(no, words().no);
      element.setAttribute("aria-label", text);
      element.showModal();
      no.focus();
    },
  };
}

/**
 * Change a page, and put the focus back on the button for the same act if its element was replaced; if there is no such
 * button any more, on the part that it was in.
 * @param {HTMLElement} root @param {() => void} change
 */
export function keepingFocus(root, change) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const key = before?.dataset.key;
  const part = before?.closest("details")?.querySelector("summary");
  change();
  if (!before || before === document.body || root.ownerDocument.contains(before)) return;
  const same = key && /** @type {HTMLElement | null} */ (root.querySelector(`[data-key="${CSS.escape(key)}"]`));
  if (same) same.focus({ preventScroll: true });
  else if (part?.isConnected) part.focus({ preventScroll: true });
  else /** @type {HTMLElement | null} */ (root.querySelector(".ws-next"))?.focus({ preventScroll: true });
}
