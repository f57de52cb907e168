// @ts-check
/**
 * The script of a lesson's page that runs without a kernel: it connects to the lesson's session in the server and shows
 * the widgets.
 *
 * Each message is kept, even over a reload, until the server confirms it; after a lost connection it is sent again with
 * the same id. All words that learners read are in the page, not in this file.
 */

import { address, dial, goPlain, mayReload, plainAddress, rememberWay } from "./websocket.js";
import { newId } from "./ids.js";
import { Model } from "./model.js";
import { Outbox } from "./outbox.js";
import { put, settle, trouble } from "./places.js";
import { allTold, divide, forgetOpened, remember, stands, warnLate } from "./steps.js";
import { ownTimes, passing } from "./times.js";

const PING_EVERY = 15_000;
const PONG_WITHIN = 5_000;
/** A message is usually answered within this time; the answer then replaces a pong. */
const ANSWER_WITHIN = 1_000;
const OPEN_WITHIN = 10_000;
/** If a WebSocket receives nothing for this long, or ends sooner, the network may block WebSockets. */
const DOUBT_AFTER = 4_000;
/** After so many cut WebSockets in a row, while pages load, the network is assumed to block WebSockets. */
const ENOUGH_CUT = 2;
/** Returning to a page causes several events; only one of them within this time counts. */
const CATCH_UP_EVERY = 1_000;
const FIRST_WAIT = 400;
const LONGEST_WAIT = 15_000;
/** The interval of a timer; if it fires much later, the computer was asleep. */
const TICK = 2_000;
/** The server's close codes: the person has signed out; their answers were deleted; they have too many lessons open; the
 * journal cannot be reached. The server's own codes start at `OWN_CODES`. */
const [SIGNED_OUT, FORGOTTEN, CROWDED, AWAY] = [4003, 4005, 4010, 4503];
const [GOING_AWAY, OWN_CODES] = [1001, 4000];
/** The HTTP status for a person who may not use an address, and while the journal cannot be reached. */
const [NOT_ALLOWED, UNAVAILABLE] = [403, 503];

/** @typedef {import("./model.js").State} State */
/** @typedef {import("./outbox.js").Message} Message */
/**
 * A message from the server: a widget to show, a widget's new state, or a message from it; the id of a message that was
 * saved, or that could not be saved; an error in a cell; the learner's pseudonym; a pong; or that the lesson is ready.
 * @typedef {{open: string, module: string, state: State} | {update: string, state: State}
 *   | {message: string, content: unknown} | {heard: string, since: string} | {unsaved: string}
 *   | {trouble: string, text: string} | {whose: string, since?: string} | {pong: number}
 *   | {ready: true, since: string}} Received
 */

/** @type {Map<string, Model>} */
const models = new Map();
const outbox = new Outbox();
/** @type {ReturnType<typeof dial> | null} */
let connection = null;
let ready = false;
/** Whether the server answers, but the journal cannot be reached. */
let away = false;
/** Whether the learner has too many lessons open. */
let crowded = false;
/** Whether pages load, but no message can be sent. */
let blocked = false;
/** How many WebSockets in a row were cut. */
let cut = 0;
/** Whether this page is about to reload, because somebody else has signed in. */
let over = false;
let since = "";
let wait = FIRST_WAIT;
let retry = 0;
let pinging = 0;
let overdue = 0;
let caughtUp = 0;

/** @param {string} cell @param {any} content */
function post(cell, content) {
  const message = { id: String(content?.id ?? newId()), to: cell, content, since };
  outbox.add(message);
  if (ready) {
    connection?.say(message);
    pingAfter(ANSWER_WITHIN);
  } else connect();
  show();
}

/** @param {number} time milliseconds */
function pingAfter(time) {
  clearTimeout(pinging);
  pinging = window.setTimeout(ping, time);
}

/** Show the state: all is saved, something is being sent, a text is too long, or the connection is lost. */
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
  if (note) /** @type {HTMLElement} */ (note).hidden = !(ready && connection?.isPlain);
}

function connect() {
  if (connection && !connection.isOver) return;
  clearTimeout(retry);
  retry = 0;
  const mine = dial();
  connection = mine;
  const since = Date.now();
  let isHeard = false;
  overdue = window.setTimeout(() => mine === connection && abandon(), OPEN_WITHIN);
  const doubt = window.setTimeout(() => mine === connection && !isHeard && void ask(mine), DOUBT_AFTER);
  mine.listen(
    (messages) => {
      if (mine !== connection) return;
      if (!isHeard) onTime();
      isHeard = true;
      clearTimeout(doubt);
      messages.forEach(take);
    },
    (code) => {
      clearTimeout(doubt);
      if (mine !== connection) return;
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
 * Ask the server by a plain request why a connection did not open or was cut at once, as the connection does not say.
 * @param {NonNullable<typeof connection>} asking
 */
async function ask(asking) {
  const answer = await fetch(plainAddress, { cache: "no-store" }).catch(() => null);
  const isForbidden = answer?.status === NOT_ALLOWED;
  if (isForbidden && mayReload()) return location.reload(); // the new page says what to do
  if (ready) return; // another connection is open by now
  away = answer?.status === UNAVAILABLE;
  if (isForbidden || (answer?.ok && asking.isRefused)) {
    blocked = true;
    goPlain(false); // try a WebSocket once more, as the network may have changed
  } else if (answer?.ok && !asking.isPlain && !connection?.isPlain) {
    if (connection !== asking) cut += 1;
    if (connection === asking || cut >= ENOUGH_CUT) goPlainly();
  }
  show();
}

/** Open the next connection at once, by plain requests. */
function goPlainly() {
  goPlain(true);
  const before = connection;
  connection = null;
  before?.close();
  onTime();
  connect();
}

/** @param {number} [code] why the server closed the connection */
function lost(code) {
  if (code === FORGOTTEN) {
    outbox.clear();
    forgetOpened();
  }
  if (code === FORGOTTEN || code === SIGNED_OUT) location.reload(); // the new page says what has happened
  ready = false;
  away = code === AWAY || (away && !code);
  crowded = code === CROWDED;
  connection = null;
  clearTimeout(pinging);
  onTime();
  later(connect);
}

/** Try something again after a while, which grows each time. @param {() => void} again */
function later(again) {
  clearTimeout(retry);
  wait = Math.min(wait * 2, LONGEST_WAIT);
  retry = window.setTimeout(again, wait * (0.5 + Math.random() / 2));
  show();
}

/** Give up a connection that receives nothing any more, even if nobody has closed it. */
function abandon() {
  const before = connection;
  lost();
  before?.close();
}

function flush() {
  retry = 0;
  for (const message of outbox.waiting) connection?.say(message);
}

function ping() {
  clearTimeout(pinging);
  if (overdue || !connection || connection.isOver) return;
  void connection.ping();
  overdue = window.setTimeout(abandon, PONG_WITHIN);
}

/** Check whether the connection still works; if there is none, open one now. */
function look() {
  if (ready) ping();
  else connect();
}

/** Ask for the current state of all widgets, as the learner may have gone on in another window. */
function catchUp() {
  if (ready && Date.now() - caughtUp > CATCH_UP_EVERY) {
    caughtUp = Date.now();
    connection?.say({ look: true, since });
  }
  look();
}

/** @param {Received} message */
function take(message) {
  if (over) return;
  if ("open" in message) open(message.open, message.module, message.state);
  else if ("update" in message) models.get(message.update)?.update(message.state);
  else if ("message" in message) models.get(message.message)?.tell("msg:custom", message.content, []);
  else if ("heard" in message) heard(message.heard, message.since);
  else if ("unsaved" in message) unsaved();
  else if ("trouble" in message) trouble(message.trouble, message.text);
  else if ("whose" in message) belong(message.whose, message.since);
  else if ("pong" in message) {
    onTime();
    pingAfter(PING_EVERY);
  } else if ("ready" in message) {
    ready = true;
    away = crowded = blocked = false;
    if (connection) rememberWay(connection.isPlain);
    since = message.since;
    wait = FIRST_WAIT;
    flush();
    pingAfter(PING_EVERY);
  }
  show();
}

/** @param {string} learner @param {string} [first] the id of the lesson's first event when the page was made */
function belong(learner, first = since) {
  const key = `misread ${address} ${learner}`;
  over = Boolean(outbox.key) && outbox.key !== key;
  if (over) location.reload(); // the previous learner's unsent messages stay theirs
  else {
    outbox.belongTo(key);
    remember(key);
  }
  since = first;
}

/** @param {string} id @param {string} first the id of the lesson's first event now */
function heard(id, first) {
  outbox.heard(id);
  pingAfter(PING_EVERY);
  since = first;
  away = false;
  wait = FIRST_WAIT;
}

/** A message could not be saved: it stays in the outbox and is sent again. */
function unsaved() {
  away = true;
  later(flush);
}

/**
 * Show a widget. If it is shown already, keep it, with the learner's unconfirmed input, and only update its state.
 * @param {string} cell @param {string} module @param {State} state
 */
function open(cell, module, state) {
  const existing = models.get(cell);
  if (existing) {
    existing.update(state);
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
