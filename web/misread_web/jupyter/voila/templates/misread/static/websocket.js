// @ts-check
/**
 * The line from a lesson's page to its session in the server: a WebSocket or, where none comes through, plain requests.
 * The page asks for it first of all, so that it is there once the page has been drawn.
 */

import { Requests } from "./requests.js";

/** Where the line is asked for. */
export const { line: address = "" } = document.documentElement.dataset;
/** The session that the page was made from. */
const session = document.getElementById("told")?.dataset.session ?? "";
/** Where requests go, and what anybody may ask who wants to know how things stand. */
export const plainAddress = `${address}/messages`;
/** When this window last loaded a page anew to see what it says. */
const RELOADED = "misread reloaded";
const RELOADED_FOR = 60_000;
/** When this window last found that no WebSocket comes through, and for how long that is held to be so. */
const PLAIN = "misread plain";
const PLAIN_FOR = 30 * 60_000;

/** @typedef {import("./requests.js").Saying} Saying */

/** A line by a WebSocket; what is heard on it before anybody listens is kept. */
class Socket {
  isPlain = false;
  isRefused = false;
  isOver = false;
  #socket;
  /** @type {any[]} */
  #kept = [];
  /** @type {((told: any[]) => void) | null} */
  #hear = null;
  /** @type {(code?: number) => void} */
  #end = () => {};
  #code = 0;

  /** @param {string} whose the session that the page was made from; without one, the server begins another */
  constructor(whose) {
    const url = new URL(address, location.href);
    if (whose) url.searchParams.set("session", whose);
    url.protocol = url.protocol.replace("http", "ws");
    this.#socket = new WebSocket(url);
    this.#socket.addEventListener("message", (event) => {
      const told = JSON.parse(event.data);
      if (this.#hear) this.#hear(told);
      else this.#kept.push(...told);
    });
    this.#socket.addEventListener("close", (event) => {
      this.isOver = true;
      this.#code = event.code;
      this.#end(event.code);
    });
  }

  /** @param {(told: any[]) => void} hear @param {(code?: number) => void} end */
  listen(hear, end) {
    this.#hear = hear;
    this.#end = end;
    if (this.#kept.length) hear(this.#kept.splice(0));
    if (this.isOver) end(this.#code);
  }

  /** @param {Saying} message */
  say(message) {
    this.#write(JSON.stringify(message));
  }

  ping() {
    this.#write('{"ping":1}');
  }

  /** @param {string} text */
  #write(text) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  close() {
    this.isOver = true;
    this.#socket.close();
  }
}

/** Tell whether something was in this window a short while ago. @param {string} name @param {number} time */
function wasLately(name, time) {
  try {
    return Date.now() - Number(sessionStorage.getItem(name) ?? 0) < time;
  } catch {
    return false; // a browser that keeps nothing finds out on each page
  }
}

let plain = !("WebSocket" in window) || wasLately(PLAIN, PLAIN_FOR);

/** Tell whether the page may be loaded anew. Where a network forbids the line's address, it says the same each time. */
export function mayReload() {
  if (wasLately(RELOADED, RELOADED_FOR)) return false;
  try {
    sessionStorage.setItem(RELOADED, String(Date.now()));
  } catch {
    return false;
  }
  return true;
}

/** Go by requests from now on, or by WebSockets again. @param {boolean} on */
export function goPlain(on) {
  plain = on || !("WebSocket" in window);
}

/** Remember for a while, in this window, by which way the server is reached. @param {boolean} isPlain */
export function rememberWay(isPlain) {
  try {
    if (isPlain) sessionStorage.setItem(PLAIN, String(Date.now()));
    else sessionStorage.removeItem(PLAIN);
  } catch {
    // A browser that keeps nothing finds out on each page.
  }
}

/** @param {string} [first] */
const newLine = (first = "") => (plain ? new Requests(plainAddress, first) : new Socket(first));

/** @type {Socket | Requests | null} */
let early = newLine(session);
let unused = session;

/** Give a line to listen on: the first time the one that was asked for already, then new ones. */
export function dial() {
  const next = early ?? newLine(plain ? unused : "");
  if (next.isPlain) unused = "";
  early = null;
  return next;
}
