// @ts-check
/**
 * The connection from a lesson's page to its session in the server: a WebSocket or, if the network blocks those, plain
 * requests. The page opens it before anything else, so that it is there once the page has been drawn.
 */

import { Requests } from "./requests.js";

/** The path of the WebSocket. */
export const { line: address = "" } = document.documentElement.dataset;
/** The session that the page was made from. */
const session = document.getElementById("told")?.dataset.session ?? "";
/** The path of plain requests, which also answers why a connection fails. */
export const plainAddress = `${address}/messages`;
/** The key of the time at which this window last reloaded a page to see why a connection is forbidden. */
const RELOADED = "misread reloaded";
const RELOADED_FOR = 60_000;
/** The key of the time at which this window last found that WebSockets are blocked, and how long that is assumed. */
const PLAIN = "misread plain";
const PLAIN_FOR = 30 * 60_000;

/** @typedef {import("./requests.js").Saying} Saying */

/** A connection by WebSocket. Messages that arrive before anybody listens are kept. */
class Socket {
  isPlain = false;
  isRefused = false;
  isOver = false;
  #socket;
  /** @type {any[]} */
  #kept = [];
  /** @type {((messages: any[]) => void) | null} */
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
      const messages = JSON.parse(event.data);
      if (this.#hear) this.#hear(messages);
      else this.#kept.push(...messages);
    });
    this.#socket.addEventListener("close", (event) => {
      this.isOver = true;
      this.#code = event.code;
      this.#end(event.code);
    });
  }

  /** @param {(messages: any[]) => void} hear @param {(code?: number) => void} end */
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

/** Return whether the time stored under a key is less than `time` milliseconds ago. @param {string} name @param {number} time */
function wasLately(name, time) {
  try {
    return Date.now() - Number(sessionStorage.getItem(name) ?? 0) < time;
  } catch {
    return false; // without storage, each page finds out anew
  }
}

let plain = !("WebSocket" in window) || wasLately(PLAIN, PLAIN_FOR);

/** Return whether the page may reload now: not again soon, as a network that forbids the address always does. */
export function mayReload() {
  if (wasLately(RELOADED, RELOADED_FOR)) return false;
  try {
    sessionStorage.setItem(RELOADED, String(Date.now()));
  } catch {
    return false;
  }
  return true;
}

/** Use plain requests from now on, or WebSockets again. @param {boolean} on */
export function goPlain(on) {
  plain = on || !("WebSocket" in window);
}

/** Remember in this window, for a while, which kind of connection works. @param {boolean} isPlain */
export function rememberWay(isPlain) {
  try {
    if (isPlain) sessionStorage.setItem(PLAIN, String(Date.now()));
    else sessionStorage.removeItem(PLAIN);
  } catch {
    // Without storage, each page finds out anew.
  }
}

/** @param {string} [first] */
const newConnection = (first = "") => (plain ? new Requests(plainAddress, first) : new Socket(first));

/** @type {Socket | Requests | null} */
let early = newConnection(session);
let unused = session;

/** Return a connection to listen on: at first the one that was opened early, later new ones. */
export function dial() {
  const next = early ?? newConnection(plain ? unused : "");
  if (next.isPlain) unused = "";
  early = null;
  return next;
}
