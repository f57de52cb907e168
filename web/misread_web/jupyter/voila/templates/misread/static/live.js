// @ts-check
/**
 * A lesson's page on the short way: one line (WebSocket) to the lesson's session in the server, and the course's widgets
 * on this page. A widget's module finds here what it finds in a notebook: get, set, on, off and send.
 *
 * What is done is kept until the server says that it was heard, also over a reload, and goes out again with the same id
 * when the line is back. All words stand in the page; this file holds none.
 */

const PING_EVERY = 15_000;
const PONG_WITHIN = 8_000;
const FIRST_WAIT = 400;
const LONGEST_WAIT = 15_000;
/** The code with which the server closes the line of somebody who is no longer signed in. */
const SIGNED_OUT = 4003;

const { line: address, assets } = /** @type {Record<string, string>} */ (document.body.dataset);

/** @typedef {Record<string, any>} State */

/** What a widget's module sees of its widget. */
class Model {
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

/** Messages that the server has not heard yet, in their order; they outlive a reload of the page. */
class Outbox {
  /** @param {string} key */
  constructor(key) {
    this.key = key;
    /** @type {{id: string, to: string, content: any}[]} */
    this.waiting = [];
    try {
      this.waiting = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    } catch {
      this.waiting = [];
    }
  }

  /** @param {{id: string, to: string, content: any}} message */
  add(message) {
    if (!this.waiting.some((known) => known.id === message.id)) this.waiting.push(message);
    this.keep();
  }

  /** @param {string} id */
  heard(id) {
    this.waiting = this.waiting.filter((message) => message.id !== id);
    this.keep();
  }

  keep() {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.waiting));
    } catch {
      // A browser that keeps nothing still has the list in memory; only a reload would lose it.
    }
  }
}

/** @type {Map<string, Model>} */
const models = new Map();
const outbox = new Outbox(`misread ${address}`);
/** @type {WebSocket | null} */
let socket = null;
let ready = false;
let wait = FIRST_WAIT;
let retry = 0;
let pinging = 0;
let overdue = 0;

/** @param {string} cell @param {any} content */
function post(cell, content) {
  const message = { id: String(content?.id ?? crypto.randomUUID()), to: cell, content };
  outbox.add(message);
  if (ready) socket?.send(JSON.stringify(message));
  else connect();
  show();
}

/** Say how things stand: the line is there and all is saved, something is under way, or the line is down. */
function show() {
  const state = ready ? (outbox.waiting.length ? "sending" : "saved") : retry || wait > FIRST_WAIT ? "down" : "opening";
  document.body.dataset.state = state;
  for (const text of document.querySelectorAll("[data-when]")) {
    const hidden = !(/** @type {HTMLElement} */ (text).dataset.when?.split(" ").includes(state));
    if (/** @type {HTMLElement} */ (text).hidden !== hidden) /** @type {HTMLElement} */ (text).hidden = hidden;
  }
}

function connect() {
  if (socket && socket.readyState <= WebSocket.OPEN) return;
  clearTimeout(retry);
  retry = 0;
  const url = new URL(address, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const mine = new WebSocket(url);
  socket = mine;
  mine.onmessage = (event) => mine === socket && take(JSON.parse(event.data));
  mine.onclose = (event) => mine === socket && lost(event.code);
}

/** @param {number} [code] why the server closed the line */
function lost(code) {
  if (code === SIGNED_OUT) location.reload(); // the page itself says what to do now
  ready = false;
  socket = null;
  clearTimeout(pinging);
  clearTimeout(overdue);
  wait = Math.min(wait * 2, LONGEST_WAIT);
  retry = window.setTimeout(connect, wait * (0.5 + Math.random() / 2));
  show();
}

function ping() {
  clearTimeout(pinging);
  clearTimeout(overdue);
  if (!socket || socket.readyState !== WebSocket.OPEN) return;
  socket.send('{"ping":1}');
  overdue = window.setTimeout(() => {
    socket?.close();
    lost();
  }, PONG_WITHIN);
}

/** @param {Record<string, any>} told */
function take(told) {
  if ("open" in told) void open(told.open, told.module, told.state);
  else if ("update" in told) models.get(told.update)?.update(told.state);
  else if ("message" in told) models.get(told.message)?.tell("msg:custom", told.content, []);
  else if ("heard" in told) outbox.heard(told.heard);
  else if ("trouble" in told) trouble(told.trouble, told.text);
  else if ("pong" in told) {
    clearTimeout(overdue);
    pinging = window.setTimeout(ping, PING_EVERY);
  } else if ("ready" in told) {
    ready = true;
    wait = FIRST_WAIT;
    for (const message of outbox.waiting) socket?.send(JSON.stringify(message));
    ping();
  }
  show();
}

/** @param {string} cell @returns {HTMLElement | null} */
const place = (cell) => document.querySelector(`[data-cell="${CSS.escape(cell)}"]`);

/**
 * Show a widget; one that is there already stays, with what its learner was about to do, and takes the new state.
 * @param {string} cell @param {string} module @param {State} state
 */
async function open(cell, module, state) {
  const known = models.get(cell);
  if (known) {
    known.update(state);
    return;
  }
  const model = new Model(cell, state, post);
  models.set(cell, model);
  const el = place(cell);
  if (!el) return;
  const { default: widget } = await import(new URL(assets + module, location.href).href);
  el.replaceChildren();
  el.removeAttribute("aria-busy");
  await widget.initialize?.({ model });
  await widget.render({ model, el });
  land();
}

// A reload comes back to where the page was, which is the browser's own doing.
const arrived = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"))[0];
let mayMove = arrived?.type === "navigate";
for (const sign of ["wheel", "touchstart", "pointerdown", "keydown"]) {
  window.addEventListener(sign, () => (mayMove = false), { passive: true });
}
window.addEventListener("hashchange", () => (mayMove = true));

/** Pieces above the place that a link leads to push it away as they come up; go back to it, until the reader moves. */
function land() {
  if (mayMove && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

/** @param {string} cell @param {string} text */
function trouble(cell, text) {
  const el = place(cell);
  if (!el) return;
  const note = el.querySelector(":scope > .lesson-trouble") ?? document.createElement("p");
  note.className = "lesson-trouble lesson-note";
  note.setAttribute("role", "alert");
  note.textContent = text;
  el.prepend(note);
}

for (const sign of ["online", "pageshow"]) {
  window.addEventListener(sign, () => (ready ? ping() : connect()));
}
document.addEventListener("visibilitychange", () => !document.hidden && (ready ? ping() : connect()));
connect();
show();
