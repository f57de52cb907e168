// @ts-check
/**
 * A lesson's page on the short way: one line to the lesson's session in the server, and the course's widgets on this page.
 *
 * What is done is kept until the server says that it was heard, also over a reload, and goes out again with the same id
 * when the line is back. All words stand in the page; this file holds none.
 */

import { address, dial, goPlain, mayReload, plainAddress, rememberWay } from "./websocket.js";
import { Model } from "./model.js";
import { Outbox } from "./outbox.js";
import { put, settle, trouble } from "./places.js";
import { allTold, divide, forgetOpened, remember, stands, warnLate } from "./steps.js";
import { ownTimes, passing } from "./times.js";

const PING_EVERY = 15_000;
const PONG_WITHIN = 5_000;
/** What was done is usually answered before this, and the answer says as much as a pong would. */
const ANSWER_WITHIN = 1_000;
const OPEN_WITHIN = 10_000;
/** A WebSocket on which nothing came by then may be one that the network swallows; one that ends as soon is cut by it. */
const DOUBT_AFTER = 4_000;
/** So many in a row, while pages come through: then the network lets no WebSocket through. */
const ENOUGH_CUT = 2;
/** Coming back to a page is told in more than one way. */
const CATCH_UP_EVERY = 1_000;
const FIRST_WAIT = 400;
const LONGEST_WAIT = 15_000;
/** A clock that stands still for longer than this belonged to a computer that slept. */
const TICK = 2_000;
/** Why the server closes a line: nobody is signed in any more; what was done is deleted; too many are open; it cannot be
 * kept just now. Its own codes begin with the first of these. */
const [SIGNED_OUT, FORGOTTEN, CROWDED, AWAY] = [4003, 4005, 4010, 4503];
const [GOING_AWAY, OWN_CODES] = [1001, 4000];
/** What an address answers to somebody who may not use it, and while the place of answers is away. */
const [NOT_ALLOWED, UNAVAILABLE] = [403, 503];

/** @typedef {import("./model.js").State} State */
/** @typedef {import("./outbox.js").Message} Message */
/**
 * What the server tells: a widget to show, its new state, a message from it; which message it heard, or could not keep;
 * what went wrong in a place; whose lesson this is; that the line is there; and that the lesson is.
 * @typedef {{open: string, module: string, state: State} | {update: string, state: State}
 *   | {message: string, content: unknown} | {heard: string, since: string} | {unsaved: string}
 *   | {trouble: string, text: string} | {whose: string, since?: string} | {pong: number}
 *   | {ready: true, since: string}} Told
 */

/** @type {Map<string, Model>} */
const models = new Map();
const outbox = new Outbox();
/** @type {ReturnType<typeof dial> | null} */
let line = null;
let ready = false;
/** Whether the line is there, and the place where answers are kept is not. */
let away = false;
/** Whether the server says that too many lessons are open; and whether pages come through, and nothing can be sent. */
let crowded = false;
let blocked = false;
/** How many WebSockets in a row were cut. */
let cut = 0;
/** Whether this page is about to be loaded anew, as it is somebody else's now. */
let over = false;
let since = "";
let wait = FIRST_WAIT;
let retry = 0;
let pinging = 0;
let overdue = 0;
let caughtUp = 0;

/** @param {string} cell @param {any} content */
function post(cell, content) {
  const message = { id: String(content?.id ?? crypto.randomUUID()), to: cell, content, since };
  outbox.add(message);
  if (ready) {
    line?.say(message);
    pingAfter(ANSWER_WITHIN);
  } else connect();
  show();
}

/** @param {number} time milliseconds */
function pingAfter(time) {
  clearTimeout(pinging);
  pinging = window.setTimeout(ping, time);
}

/** Say how things stand: all is saved, something is under way, a text is too long to be saved, or the line is away. */
function show() {
  const still = document.querySelector("[data-too-long]") ? "long" : "saved";
  const up = outbox.waiting.length ? "sending" : still;
  const down = retry || wait > FIRST_WAIT ? "down" : "opening";
  const state = away ? "away" : ready ? up : crowded ? "crowded" : blocked ? "blocked" : down;
  document.body.dataset.state = state;
  if (state !== "opening") settle();
  for (const text of document.querySelectorAll("[data-when]")) {
    const hidden = !(/** @type {HTMLElement} */ (text).dataset.when?.split(" ").includes(state));
    if (/** @type {HTMLElement} */ (text).hidden !== hidden) /** @type {HTMLElement} */ (text).hidden = hidden;
  }
  const note = document.querySelector("[data-when-way]");
  if (note) /** @type {HTMLElement} */ (note).hidden = !(ready && line?.isPlain);
}

function connect() {
  if (line && !line.isOver) return;
  clearTimeout(retry);
  retry = 0;
  const mine = dial();
  line = mine;
  const since = Date.now();
  let isHeard = false;
  overdue = window.setTimeout(() => mine === line && abandon(), OPEN_WITHIN);
  const doubt = window.setTimeout(() => mine === line && !isHeard && void ask(mine), DOUBT_AFTER);
  mine.listen(
    (told) => {
      if (mine !== line) return;
      if (!isHeard) onTime();
      isHeard = true;
      clearTimeout(doubt);
      told.forEach(take);
    },
    (code) => {
      clearTimeout(doubt);
      if (mine !== line) return;
      lost(code);
      const isEarly = !isHeard || Date.now() - since < DOUBT_AFTER;
      const isBroken = !code || (code < OWN_CODES && code !== GOING_AWAY);
      if (isBroken && (isEarly || mine.isPlain)) void ask(mine);
      else cut = 0;
    },
  );
}

function onTime() {
  clearTimeout(overdue);
  overdue = 0;
}

/**
 * A line that does not open, or is cut at once, does not say why; an ordinary question to the server does.
 * @param {NonNullable<typeof line>} asking
 */
async function ask(asking) {
  const answer = await fetch(plainAddress, { cache: "no-store" }).catch(() => null);
  const isForbidden = answer?.status === NOT_ALLOWED;
  if (isForbidden && mayReload()) return location.reload(); // the page itself says what to do now
  if (ready) return; // another line is there by now
  away = answer?.status === UNAVAILABLE;
  if (isForbidden || (answer?.ok && asking.isRefused)) {
    blocked = true;
    goPlain(false); // once more by a WebSocket: the network may be another one by now
  } else if (answer?.ok && !asking.isPlain && !line?.isPlain) {
    if (line !== asking) cut += 1;
    if (line === asking || cut >= ENOUGH_CUT) goPlainly();
  }
  show();
}

/** Open the next line at once, by requests. */
function goPlainly() {
  goPlain(true);
  const before = line;
  line = null;
  before?.close();
  onTime();
  connect();
}

/** @param {number} [code] why the server closed the line */
function lost(code) {
  if (code === FORGOTTEN) {
    outbox.clear();
    forgetOpened();
  }
  if (code === FORGOTTEN || code === SIGNED_OUT) location.reload(); // the page itself says how things stand now
  ready = false;
  away = code === AWAY || (away && !code);
  crowded = code === CROWDED;
  line = null;
  clearTimeout(pinging);
  onTime();
  later(connect);
}

/** Try something again, each time after a longer while. @param {() => void} again */
function later(again) {
  clearTimeout(retry);
  wait = Math.min(wait * 2, LONGEST_WAIT);
  retry = window.setTimeout(again, wait * (0.5 + Math.random() / 2));
  show();
}

/** A line on which nothing is heard any more is as good as none, also where nobody has closed it. */
function abandon() {
  const before = line;
  lost();
  before?.close();
}

function flush() {
  retry = 0;
  for (const message of outbox.waiting) line?.say(message);
}

function ping() {
  clearTimeout(pinging);
  if (overdue || !line || line.isOver) return;
  void line.ping();
  overdue = window.setTimeout(abandon, PONG_WITHIN);
}

/** See whether the line is still there; where there is none, do not wait any longer for the next one. */
function look() {
  if (ready) ping();
  else connect();
}

/** Ask how everything stands by now: people who come back to this page may have gone on in another window. */
function catchUp() {
  if (ready && Date.now() - caughtUp > CATCH_UP_EVERY) {
    caughtUp = Date.now();
    line?.say({ look: true, since });
  }
  look();
}

/** @param {Told} told */
function take(told) {
  if (over) return;
  if ("open" in told) open(told.open, told.module, told.state);
  else if ("update" in told) models.get(told.update)?.update(told.state);
  else if ("message" in told) models.get(told.message)?.tell("msg:custom", told.content, []);
  else if ("heard" in told) heard(told.heard, told.since);
  else if ("unsaved" in told) unsaved();
  else if ("trouble" in told) trouble(told.trouble, told.text);
  else if ("whose" in told) belong(told.whose, told.since);
  else if ("pong" in told) {
    onTime();
    pingAfter(PING_EVERY);
  } else if ("ready" in told) {
    ready = true;
    away = crowded = blocked = false;
    if (line) rememberWay(line.isPlain);
    since = told.since;
    wait = FIRST_WAIT;
    flush();
    pingAfter(PING_EVERY);
  }
  show();
}

/** @param {string} learner @param {string} [first] the first thing that was kept of the lesson when the page was made */
function belong(learner, first = since) {
  const key = `misread ${address} ${learner}`;
  over = Boolean(outbox.key) && outbox.key !== key;
  if (over) location.reload(); // what the one before left unsent stays theirs
  else {
    outbox.belongTo(key);
    remember(key);
  }
  since = first;
}

/** @param {string} id @param {string} first the first thing that is kept of the lesson now */
function heard(id, first) {
  outbox.heard(id);
  pingAfter(PING_EVERY);
  since = first;
  away = false;
  wait = FIRST_WAIT;
}

/** What was done could not be kept: it stays here and goes out again. */
function unsaved() {
  away = true;
  later(flush);
}

/**
 * Show a widget; one that is there already stays, with what its learner was about to do, and takes the new state.
 * @param {string} cell @param {string} module @param {State} state
 */
function open(cell, module, state) {
  const known = models.get(cell);
  if (known) {
    known.update(state);
    return;
  }
  const model = new Model(cell, state, post);
  models.set(cell, model);
  stands(cell, state.view ?? {});
  model.on("change:view", () => stands(cell, model.get("view")));
  put(cell, module, model);
}

for (const sign of ["online", "offline", "pageshow", "resume"]) window.addEventListener(sign, look);
document.addEventListener("visibilitychange", () => !document.hidden && catchUp());
window.addEventListener("focus", catchUp);
document.addEventListener("misread-too-long", show);
let ticked = Date.now();
window.setInterval(() => {
  if (Date.now() - ticked > 2 * TICK) look();
  ticked = Date.now();
}, TICK);
window.addEventListener("online", () => {
  rememberWay(false); // another network may let a WebSocket through
  cut = 0;
  if (!ready) goPlain(false);
});
for (const place of document.querySelectorAll("[data-address]")) {
  const isSocket = /** @type {HTMLElement} */ (place).dataset.address === "socket";
  const url = new URL(isSocket ? address : plainAddress, location.href);
  if (isSocket) url.protocol = url.protocol.replace("http", "ws");
  place.textContent = url.href;
}
new BroadcastChannel("misread").addEventListener("message", () => location.reload()); // somebody signed out
divide();
JSON.parse(document.getElementById("told")?.textContent ?? "[]").forEach(take);
allTold();
ownTimes();
passing(warnLate);
connect();
show();
