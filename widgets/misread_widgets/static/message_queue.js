// @ts-check
import { newId } from "./ids.js";

/**
 * One message at a time, each with an id of its own; one of the same kind as the one under way is a second click, and
 * is left out. A message that gets no answer is sent again with the same id, so
 * that however often it arrives it counts once.
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
    /** Whether an answer is still awaited. */
    get busy() {
      return pending !== null;
    },
    /** @param {Record<string, unknown>} message @returns {string} its id; "" where it was left out */
    send(message) {
      if (pending?.do === message.do) return "";
      const id = newId();
      queue.push({ ...message, id });
      if (!pending) next();
      return id;
    },
    /**
     * Send a message whatever is under way, and await no answer.
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
    /** @param {string | null} id the message that has been answered */
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
