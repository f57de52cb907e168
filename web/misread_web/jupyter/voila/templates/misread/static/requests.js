// @ts-check
/**
 * A connection to a lesson's session by plain requests, one after the other, for networks that let no WebSocket through.
 * Each request carries the page's messages; its answer carries everything that the page needs to know by then. If a
 * request fails, the connection ends, as a broken WebSocket would. The page then opens another connection, gets the whole
 * state and sends unconfirmed messages again.
 */

/** The most characters in one request; a longer message is sent by itself. The server accepts 256 kB. */
const AT_ONCE = 50_000;
/** The most characters of a request that outlives its page. Browsers allow 64 kB for all such requests together. */
const ALSO_WHEN_LEFT = 15_000;
const ANSWERED_WITHIN = 30_000;
/** The HTTP status for a request without a valid token, and while the server cannot answer. */
const [NOT_TAKEN, NOT_NOW] = [403, 503];

/** The key of the previous connection, which the server need not keep. */
let previousKey = "";

/** @typedef {{id?: string, to?: string, content?: any, since?: string, look?: true}} Saying */

export class Requests {
  isPlain = true;
  isOver = false;
  /** Whether the server answers GET but refuses POST. */
  isRefused = false;
  #address;
  #key = "";
  #token = "";
  #whose = "";
  /** @type {Saying[]} */
  #waiting = [];
  #isBusy = true;
  #isLeaving = false;
  #abort = new AbortController();
  /** @type {(messages: any[]) => void} */
  #hear = () => {};
  /** @type {(code?: number) => void} */
  #end = () => {};

  /** @param {string} address where requests go @param {string} session the session that the page was made from, if any */
  constructor(address, session) {
    this.#address = address;
    window.addEventListener("pagehide", () => this.#leave(), { signal: this.#abort.signal });
    window.addEventListener("pageshow", () => (this.#isLeaving = false), { signal: this.#abort.signal });
    void this.#begin(session);
  }

  /** @param {(messages: any[]) => void} hear @param {(code?: number) => void} end */
  listen(hear, end) {
    this.#hear = hear;
    this.#end = end;
  }

  /** @param {Saying} message */
  say(message) {
    this.#waiting.push(message);
    if (this.#isLeaving) this.#leave();
    else if (!this.#isBusy) void this.#go();
  }

  /** Ask whether the server is there, even while it handles messages. */
  async ping() {
    const answer = await this.#post({ ping: true });
    if (answer && answer.closed === null) this.#hear([{ pong: 1 }]);
    else if (answer) this.#stop(answer.closed);
  }

  close() {
    this.isOver = true;
    this.#abort.abort();
  }

  /** @param {number} [code] the server's close code, if the server closed the connection */
  #stop(code) {
    if (this.isOver) return;
    this.close();
    this.#end(code);
  }

  /** @param {string} session */
  async #begin(session) {
    if (!(await this.#mayAsk())) return;
    await this.#exchange({ session, before: previousKey });
    await this.#go();
  }

  /** Get the XSRF token that each request must carry; without one, the connection ends. */
  async #mayAsk() {
    const answer = await this.#ask({ cache: "no-store" });
    this.#token = (answer?.ok && (await answer.json().catch(() => null))?.token) || "";
    if (!this.#token) this.#stop();
    return !this.isOver;
  }

  /** Send waiting messages and ask for further answers, until there are none of either. */
  async #go(more = true) {
    this.#isBusy = true;
    while (!this.isOver && (more || this.#waiting.length)) more = await this.#exchange({ messages: this.#next() });
    this.#isBusy = false;
  }

  /** Take as many waiting messages as fit into one request. */
  #next() {
    let size = 0;
    const some = this.#waiting.findIndex((message) => (size += JSON.stringify(message).length) > AT_ONCE);
    return this.#waiting.splice(0, some < 0 ? Infinity : Math.max(1, some));
  }

  /** Send a request and handle its answer; return whether there is more to ask for. @param {object} sent */
  async #exchange(sent) {
    const answer = await this.#post(sent);
    if (!answer) return false;
    this.#key = previousKey = answer.line;
    for (const message of answer.told) if ("whose" in message) this.#whose = message.whose;
    this.#hear(answer.told);
    // After a new connection is ready, the page sends all unconfirmed messages again; drop those confirmed just now.
    const heard = new Set(answer.told.map((/** @type {any} */ message) => message.heard));
    this.#waiting = this.#waiting.filter((message) => !message.id || !heard.has(message.id));
    if (answer.closed !== null) this.#stop(answer.closed);
    return answer.more;
  }

  /** Send waiting messages at once, as the reader leaves the page and the server need not keep the connection. */
  #leave() {
    this.#isLeaving = true;
    if (this.#token) void this.#post({ messages: this.#waiting.splice(0), over: true });
  }

  /**
   * Send a request and return its answer; null if it fails, which ends the connection.
   * @param {object} sent @param {boolean} [again] whether it may be sent once more with a new token
   * @returns {Promise<any>}
   */
  async #post(sent, again = true) {
    const body = JSON.stringify({ line: this.#key, whose: this.#whose, ...sent });
    const headers = { "Content-Type": "application/json", "X-XSRFToken": this.#token };
    const answer = await this.#ask({ method: "POST", headers, body, keepalive: body.length < ALSO_WHEN_LEFT });
    const content = answer?.ok ? await answer.json().catch(() => null) : null;
    if (this.isOver) return null;
    if (content && "closed" in content) return content;
    if (answer?.status === NOT_TAKEN && again) return (await this.#mayAsk()) ? this.#post(sent, false) : null;
    this.isRefused = answer?.status !== NOT_NOW;
    this.#stop();
    return null;
  }

  /** @param {RequestInit} how @returns {Promise<Response | null>} */
  async #ask(how) {
    const late = setTimeout(() => this.#stop(), ANSWERED_WITHIN);
    const answer = await fetch(this.#address, { ...how, signal: this.#abort.signal }).catch(() => null);
    clearTimeout(late);
    return answer;
  }
}
