// @ts-check
/**
 * The second way to a lesson's session, where no WebSocket comes through: plain requests, one after the other. Each brings
 * what was done and is answered with all that the page has to know by then. One that fails ends the line, as a broken
 * WebSocket would: the page opens another, is told everything anew and says again what was not confirmed.
 */

/** As many characters go in one request; a longer message goes by itself. The server takes 256 kB. */
const AT_ONCE = 50_000;
/** A request that the browser goes on with when its page is left may hold 64 kB, with others at the same time. */
const ALSO_WHEN_LEFT = 15_000;
const ANSWERED_WITHIN = 30_000;
/** What is answered where a request does not bring what it has to, and when the server cannot answer just now. */
const [NOT_TAKEN, NOT_NOW] = [403, 503];

/** The key of the line before this one, which the server need not keep. */
let given = "";

/** @typedef {{id?: string, to?: string, content?: any, since?: string, look?: true}} Saying */

export class Requests {
  isPlain = true;
  isOver = false;
  /** Whether the server's address can be read and nothing can be sent to it. */
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
  /** @type {(told: any[]) => void} */
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

  /** @param {(told: any[]) => void} hear @param {(code?: number) => void} end */
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

  /** Ask whether the server is there, also while it is at work on what was said. */
  async ping() {
    const answer = await this.#post({ ping: true });
    if (answer && answer.closed === null) this.#hear([{ pong: 1 }]);
    else if (answer) this.#stop(answer.closed);
  }

  close() {
    this.isOver = true;
    this.#abort.abort();
  }

  /** @param {number} [code] why the server closed the line, where it did */
  #stop(code) {
    if (this.isOver) return;
    this.close();
    this.#end(code);
  }

  /** @param {string} session */
  async #begin(session) {
    if (!(await this.#mayAsk())) return;
    await this.#exchange({ session, before: given });
    await this.#go();
  }

  /** Ask for what each request has to bring; where that is not given, the line ends. */
  async #mayAsk() {
    const answer = await this.#ask({ cache: "no-store" });
    this.#token = (answer?.ok && (await answer.json().catch(() => null))?.token) || "";
    if (!this.#token) this.#stop();
    return !this.isOver;
  }

  /** Send what waits, and ask for what is not known yet, until there is neither. */
  async #go(more = true) {
    this.#isBusy = true;
    while (!this.isOver && (more || this.#waiting.length)) more = await this.#exchange({ messages: this.#next() });
    this.#isBusy = false;
  }

  /** Take as much of what waits as goes in one request. */
  #next() {
    let size = 0;
    const some = this.#waiting.findIndex((message) => (size += JSON.stringify(message).length) > AT_ONCE);
    return this.#waiting.splice(0, some < 0 ? Infinity : Math.max(1, some));
  }

  /** Send something and take what comes of it; return whether there is more to ask for. @param {object} sent */
  async #exchange(sent) {
    const answer = await this.#post(sent);
    if (!answer) return false;
    this.#key = given = answer.line;
    for (const one of answer.told) if ("whose" in one) this.#whose = one.whose;
    this.#hear(answer.told);
    // A line that the server began for this request is told everything, so the page says all again that is confirmed here.
    const heard = new Set(answer.told.map((/** @type {any} */ one) => one.heard));
    this.#waiting = this.#waiting.filter((message) => !message.id || !heard.has(message.id));
    if (answer.closed !== null) this.#stop(answer.closed);
    return answer.more;
  }

  /** The page is left: what waits goes out at once, and the server need not keep the line. */
  #leave() {
    this.#isLeaving = true;
    if (this.#token) void this.#post({ messages: this.#waiting.splice(0), over: true });
  }

  /**
   * Send a request and return what is answered; null where it fails, which ends the line.
   * @param {object} sent @param {boolean} [again] whether it is sent once more where it brings what holds no longer
   * @returns {Promise<any>}
   */
  async #post(sent, again = true) {
    const body = JSON.stringify({ line: this.#key, whose: this.#whose, ...sent });
    const headers = { "Content-Type": "application/json", "X-XSRFToken": this.#token };
    const answer = await this.#ask({ method: "POST", headers, body, keepalive: body.length < ALSO_WHEN_LEFT });
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (this.isOver) return null;
    if (told && "closed" in told) return told;
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
