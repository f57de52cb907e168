// @ts-check
/**
 * What a widget's module sees of its widget in a lesson's page. It finds here what it finds in a notebook: get, set, on,
 * off and send.
 */

/** @typedef {Record<string, any>} State */

export class Model {
  /** @param {string} cell @param {State} state @param {(cell: string, content: any) => void} post */
  constructor(cell, state, post) {
    this.cell = cell;
    this.state = state;
    this.post = post;
    /** @type {Map<string, Set<(...given: any[]) => void>>} */
    this.listeners = new Map();
  }

  /** @param {string} name */
  get(name) {
    return this.state[name];
  }

  /** The server decides; a page sets nothing. */
  set() {}

  save_changes() {}

  /** @param {any} content */
  send(content) {
    this.post(this.cell, content);
  }

  /** @param {string} name @param {(...given: any[]) => void} listener */
  on(name, listener) {
    const known = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, known.add(listener));
  }

  /** @param {string} name @param {(...given: any[]) => void} listener */
  off(name, listener) {
    this.listeners.get(name)?.delete(listener);
  }

  /** @param {State} state */
  update(state) {
    const changed = Object.keys(state).filter((name) => JSON.stringify(state[name]) !== JSON.stringify(this.state[name]));
    Object.assign(this.state, state);
    for (const name of changed) this.tell(`change:${name}`);
  }

  /** @param {string} name @param {any[]} given */
  tell(name, ...given) {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(...given);
  }
}
