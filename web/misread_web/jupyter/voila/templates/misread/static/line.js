// @ts-check
/**
 * The line (WebSocket) from a lesson's page to its session in the server. The page asks for it first of all, so that it is
 * there once the page has been drawn.
 */

/** Where the line is asked for, and the session that the page was made from. */
export const { line: address = "", session = "" } = document.documentElement.dataset;

/** A line; what is heard on it before anybody listens is kept. */
class Line {
  /** @param {string} [session] the session that the page was made from; without one, the server begins another */
  constructor(session) {
    const url = new URL(address, location.href);
    if (session) url.searchParams.set("session", session);
    url.protocol = url.protocol.replace("http", "ws");
    this.socket = new WebSocket(url);
    /** @type {Event[]} */
    this.kept = [];
    /** @type {(event: any) => void} */
    this.hear = (event) => this.kept.push(event);
    for (const kind of ["open", "message", "close"]) this.socket.addEventListener(kind, (event) => this.hear(event));
  }

  /** @param {(event: any) => void} hear */
  listen(hear) {
    this.hear = hear;
    for (const event of this.kept.splice(0)) hear(event);
  }
}

/** @type {Line | null} */
let early = new Line(session);

/** Give a line to listen on: the first time the one that was asked for already, then new ones. */
export function dial() {
  const line = early ?? new Line();
  early = null;
  return line;
}
