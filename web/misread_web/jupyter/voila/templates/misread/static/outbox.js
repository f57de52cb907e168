// @ts-check
/**
 * Messages that the server has not confirmed yet, in order; they survive a reload of the page. In each, `since` is the id
 * of the lesson's first event when the message was made. Once that event is deleted, the message no longer counts.
 * @typedef {{id: string, to: string, content: any, since: string}} Message
 */
const LAST = "misread whose";
/** The prefix of keys for unconfirmed input of widgets (see `unsent.js`). */
const UNSENT = "misread unsent";

/** Drop unconfirmed input, because it is another learner's, or its lesson's answers were deleted. */
function dropUnsent() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(UNSENT)) sessionStorage.removeItem(name);
}

export class Outbox {
  constructor() {
    this.key = "";
    /** @type {Message[]} */
    this.waiting = [];
  }

  /** Take up the messages that this learner left unsent on this page, and nobody else's. @param {string} key */
  belongTo(key) {
    if (this.key === key) return;
    this.key = key;
    try {
      const last = sessionStorage.getItem(LAST);
      if (last !== null && last !== key.split(" ").at(-1)) dropUnsent();
      sessionStorage.setItem(LAST, key.split(" ").at(-1) ?? "");
      this.waiting = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    } catch {
      this.waiting = [];
    }
  }

  /** @param {Message} message */
  add(message) {
    if (!this.waiting.some((each) => each.id === message.id)) this.waiting.push(message);
    this.keep();
  }

  /** @param {string} id */
  heard(id) {
    this.waiting = this.waiting.filter((message) => message.id !== id);
    this.keep();
  }

  /** Drop all messages and unconfirmed input. */
  clear() {
    this.waiting = [];
    this.keep();
    try {
      dropUnsent();
    } catch {
      // Without storage, there is nothing to drop.
    }
  }

  keep() {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.waiting));
    } catch {
      // Without storage, the list is still in memory; only a reload would lose it.
    }
  }
}
