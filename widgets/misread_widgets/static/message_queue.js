// @ts-check
import { newId } from "./ids.js";

/**
 * Sends one message at a time, each with its own id. A message of the same kind as the pending one is a second click and
 * is dropped. A message without an answer is sent again with the same id, so that it counts only once.
 */

/**
 * @typedef {Record<string, unknown> & {id: string}} Message
 * @typedef {{get(name: string): any, send(content: Message): void, on(name: string, f: () => void): void,
 *   off(name: string, f: () => void): void}} Model
 */

/**
 * @param {Model} model
 * @param {number} patience milliseconds after which `changed` is called with "slow"
 * @param {(state: "free" | "waiting" | "slow") => void} changed
 */
export function sending(model, patience, changed) {
  /** @type {Message | null} */
  let pending = null;
  /** @type {Message[]} */
  const queue = [];
  let timer = 0;

  /** @param {Message} message */
  function post(message) {
    changed("waiting");
    model.send(message);
    clearTimeout(timer);
    timer = window.setTimeout(() => changed("slow"), patience);
  }

  function next() {
    pending = queue.shift() ?? null;
    if (pending) post(pending);
  }

  return {
    /** Whether a message is not answered yet. */
    get busy() {
      return pending !== null;
    },
    /** @param {Record<string, unknown>} message @returns {string} its id; "" if it was dropped */
    send(message) {
      if (pending?.do === message.do) return "";
      const id = newId();
      queue.push({ ...message, id });
      if (!pending) next();
      return id;
    },
    /**
     * Send a message at once, even if another one is pending, and wait for no answer.
     * @param {Record<string, unknown>} message @returns {string} its id
     */
    hurry(message) {
      const id = newId();
      model.send({ ...message, id });
      return id;
    },
    again() {
      if (pending) post(pending);
    },
    /** @param {string | null} id the id of the message that has been answered */
    answered(id) {
      if (!pending || pending.id !== id) return;
      clearTimeout(timer);
      next();
      if (!pending) changed("free");
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
