// @ts-check
/**
 * The model that a widget's module gets in a lesson's page, with the methods that it has in a notebook: get, set, on, off
 * and send.
 */

/** @typedef {Record<string, any>} State */

export class Model {
  /** @param {string} cell @param {State} state @param {(cell: string, content: any) => void} post */
  constructor(cell, state, post) {
    this.cell = cell;
    this.state = state;
    this.post = post;
    /** @type {Map<string, Set<(...values: any[]) => void>>} */
    this.listeners = new Map();
  }

  /** @param {string} name */
  get(name) {
    return this.state[name];
  }

  /** Do nothing: only the server sets the state. */
  set() {}

  save_changes() {}

  /** @param {any} content */
  send(content) {
    this.post(this.cell, content);
  }

  /** @param {string} name @param {(...values: any[]) => void} listener */
  on(name, listener) {
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));
  }

  /** @param {string} name @param {(...values: any[]) => void} listener */
  off(name, listener) {
    this.listeners.get(name)?.delete(listener);
  }

  /** @param {State} state */
  update(state) {
    const changed = Object.keys(state).filter((name) => JSON.stringify(state[name]) !== JSON.stringify(this.state[name]));
    Object.assign(this.state, state);
    for (const name of changed) this.tell(`change:${name}`);
  }

  /** @param {string} name @param {any[]} values */
  tell(name, ...values) {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(...values);
  }
}
