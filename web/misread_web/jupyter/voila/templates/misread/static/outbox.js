// @ts-check
/**
 * Messages that the server has not heard yet, in their order; they outlive a reload of the page. Each knows the first
 * thing that was kept of the lesson when it was made: once that is deleted, nothing goes on from it.
 * @typedef {{id: string, to: string, content: any, since: string}} Message
 */
const LAST = "misread whose";
/** What pieces keep in this window before it is confirmed. */
const UNSENT = "misread unsent";

/** What was chosen and not confirmed belongs to somebody else, or to what has been deleted. */
function dropUnsent() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(UNSENT)) sessionStorage.removeItem(name);
}

export class Outbox {
  constructor() {
    this.key = "";
    /** @type {Message[]} */
    this.waiting = [];
  }

  /** Take what this learner left unsent on this page; what another one did is not theirs. @param {string} key */
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
    if (!this.waiting.some((known) => known.id === message.id)) this.waiting.push(message);
    this.keep();
  }

  /** @param {string} id */
  heard(id) {
    this.waiting = this.waiting.filter((message) => message.id !== id);
    this.keep();
  }

  /** Keep nothing any more of what was done or chosen here. */
  clear() {
    this.waiting = [];
    this.keep();
    try {
      dropUnsent();
    } catch {
      // A browser that keeps nothing has nothing to drop.
    }
  }

  keep() {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.waiting));
    } catch {
      // A browser that keeps nothing still has the list in memory; only a reload would lose it.
    }
  }
}
