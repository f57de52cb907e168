// @ts-check
import { countdown } from "./countdown.js";
import { box, h, say } from "./dom.js";
import { invitation } from "./invitation.js";
import { acts, confirming, keepingFocus } from "./acts.js";
import { settings } from "./settings.js";
import { slide } from "./slides.js";
import { spread } from "./case.js";
import { prose } from "./prose.js";

/**
 * The facilitator's page. The next step is one button, and a key; everything else is beside it. Elements stay while the
 * view changes, so that the focus stays too.
 * @typedef {import("./acts.js").Button} Button
 * @typedef {{label: string, buttons: Button[]}} Group
 * @typedef {{says: string, picks: Button[], both: Button[], both_label: string,
 *   open: boolean}} Follow
 * @typedef {{text: string, here: boolean, by: string, back: Button | null}} Stop
 * @typedef {{label: string, stops: Stop[], left_label: string, left: Stop[]}} Path
 * @typedef {{kicker: string, heading: string, lang: string,
 *   screen: {label: string, of: string, page: import("./slides.js").AnyPage},
 *   note: {label: string, paragraphs: import("./prose.js").Paragraph[]}}} Step
 * @typedef {{title: string, minutes: string, over: boolean, now: boolean, begin: Button | null, name: string}} AgendaItem
 * @typedef {{id: string, text: string, by: string, shown: boolean, says: string, share: string, switch: Button | null}} Note
 * @typedef {{lang: string, title: string, after: number, state: string, next: Button | null, back: Button | null,
 *   decide: string, others: Group, follow: Follow | null, keys: string, yes: string, no: string,
 *   join: import("./invitation.js").Join,
 *   timer: import("./countdown.js").Timer | null, timers: Group, step: Step | null,
 *   spread: {label: string, result: import("./case.js").Result} | null,
 *   answered: {text: string, label: string, says: [string, string], people: {name: string, done: boolean}[]} | null,
 *   path: Path | null, agenda: {label: string, items: AgendaItem[], total: string},
 *   participants: {label: string, text: string, people: {id: string, name: string}[], remove: Button | null,
 *     remove_name: string},
 *   notes: {label: string, text: string, none: string, groups: {title: string, notes: Note[]}[]},
 *   settings: import("./settings.js").Settings, room: Button[],
 *   links: {first: boolean, items: {href: string, text: string}[]}}} View
 */

const INTERACTIVE = "a[href], button, summary, input, select, textarea, dialog, [contenteditable]";

/** @param {{model: any, el: HTMLElement}} given */
function render({ model, el }) {
  const view = () => /** @type {View} */ (model.get("view"));
  const dialog = confirming(() => view());
  const act = acts(model, dialog.ask, waits);
  const top = header();
  const main = mainColumn(act.press);
  const side = sideColumn(act.press, act.send);
  const bar = nextBar(act.press, main.decide);
  const root = h("div", { class: "mr ws-host" }, top.element, h("div", { class: "ws-columns" }, main.element, side.element), bar.element, dialog.element);
  el.replaceChildren(root);

  /** @param {boolean} on @param {string} [refused] */
  function waits(on, refused) {
    bar.wait(on);
    if (!on) top.tell(refused ?? "");
  }

  function draw() {
    const now = view();
    root.lang = now.lang;
    keepingFocus(root, () => {
      top.draw(now);
      main.draw(now);
      side.draw(now);
      bar.draw(now);
    });
    act.seen(now.after);
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || dialog.element.open) return;
    const isFree = !target.closest(INTERACTIVE);
    const goesOn = event.key === "PageDown" || (isFree && [" ", "Enter", "ArrowRight"].includes(event.key));
    const goesBack = event.key === "PageUp" || (isFree && event.key === "ArrowLeft");
    const { back } = view();
    if (goesOn) bar.go();
    else if (goesBack && back) act.press(back);
    else return;
    event.preventDefault();
  }

  document.addEventListener("keydown", pressed);
  model.on("change:view", draw);
  draw();
  return () => {
    document.removeEventListener("keydown", pressed);
    model.off("change:view", draw);
    top.stop();
    act.stop();
  };
}

function header() {
  const title = h("h1", { class: "ws-title" });
  const join = h("p", { class: "ws-join" });
  const state = h("p", { class: "ws-state", role: "status" });
  const told = h("p", { class: "mr-notice ws-told", role: "status", hidden: true });
  const clock = countdown();
  const drawJoin = box(join);
  return {
    element: h("header", { class: "ws-top" }, h("div", { class: "ws-names" }, title, join), h("div", { class: "ws-now" }, state, clock.element), told),
    stop: clock.stop,
    /** @param {string} text */
    tell(text) {
      say(told, text);
      told.hidden = !text;
    },
    /** @param {View} view */
    draw({ title: name, join: how, state: text, timer }) {
      say(title, name);
      drawJoin(how, () => [h("span", {}, how.here), how.address && h("span", {}, how.address), h("span", {}, `${how.code_label} `, h("strong", {}, how.code))]);
      say(state, text);
      clock.draw(timer);
    },
  };
}

/** @param {(button: Button) => void} press */
function mainColumn(press) {
  const kicker = h("p", { class: "mr-kicker" });
  const heading = h("h2", { class: "ws-heading" });
  const note = h("section", { class: "ws-note-card" });
  const screenLabel = h("h3", { class: "ws-small" });
  const of = h("span", { class: "ws-soft" });
  const page = h("div", { class: "ws-slide" });
  const screen = h("section", { class: "ws-screen" }, h("div", { class: "ws-screen-head" }, screenLabel, of), page);
  const result = h("section", { class: "ws-card" });
  const others = h("div", { class: "ws-others", role: "group" });
  const both = h("details", { class: "ws-both" });
  const followText = h("summary");
  const picks = h("div", { class: "ws-buttons" });
  const follow = h("details", { class: "ws-card ws-follow" }, followText, picks, both);
  let isOpen = false;
  const links = h("p", { class: "ws-links" });
  const door = h("section", { class: "ws-card" });
  const fills = { links: box(links), door: box(door), note: box(note), result: box(result), others: box(others), picks: box(picks), both: box(both) };
  const drawSlide = slide(page);

  /** @param {View} view */
  function draw({ step, spread: seen, others: more, follow: ways, links: pages, join }) {
    door.hidden = Boolean(step) || pages.first;
    fills.door({ ...join, here: "" }, () => [h("h2", { class: "ws-small" }, join.label), invitation(join)]);
    links.hidden = !pages.first;
    fills.links(pages, () => pages.items.map(pageLink));
    kicker.hidden = heading.hidden = !step;
    screen.hidden = !step || step.screen.page.paragraphs?.length === 0;
    say(kicker, step?.kicker ?? "");
    say(heading, step?.heading ?? "");
    if (step) heading.lang = page.lang = step.lang;
    const paragraphs = step?.note.paragraphs ?? [];
    note.hidden = paragraphs.length === 0;
    fills.note(step?.note, () => [h("h3", { class: "ws-small" }, step?.note.label), prose(paragraphs)]);
    say(screenLabel, step?.screen.label ?? "");
    say(of, step?.screen.of ?? "");
    drawSlide(step?.screen.page ?? null);
    result.hidden = !seen;
    fills.result(seen, () => (seen ? [h("h3", { class: "ws-small" }, seen.label), ...spread(seen.result)] : []));
    others.hidden = more.buttons.length === 0;
    others.setAttribute("aria-label", more.label);
    fills.others(more, () => more.buttons.map((each) => button(each, press)));
    drawFollow(ways);
  }

  /** @param {Follow | null} ways */
  function drawFollow(ways) {
    follow.hidden = !ways;
    if (!ways) return;
    say(followText, ways.says);
    if (ways.open !== isOpen) follow.open = isOpen = ways.open; // only then, so that a reader may fold it
    fills.picks(ways.picks, () => ways.picks.map((each) => button(each, press)));
    fills.both(ways.both, () => [h("summary", {}, ways.both_label), h("div", { class: "ws-buttons" }, ...ways.both.map((each) => button(each, press)))]);
  }

  return {
    element: h("div", { class: "ws-main" }, links, door, h("div", {}, kicker, heading), note, result, follow, others, screen),
    draw,
    /** Put the focus on the first thing to decide. */
    decide: () => picks.querySelector("button")?.focus(),
  };
}

/** @param {(button: Button) => void} press @param {import("./acts.js").Send} send */
function sideColumn(press, send) {
  const answered = part("ws-answered", true);
  const agenda = part("ws-agenda", true);
  const timers = part("ws-timers", true);
  const path = part("ws-path", false);
  const people = part("ws-people", false);
  const notes = part("ws-notes", false);
  const set = part("ws-settings", false);
  const room = h("div", { class: "ws-buttons ws-room" });
  const fillRoom = box(room);
  const links = h("p", { class: "ws-links" });
  const fillLinks = box(links);
  const form = settings(set.body, send);
  const parts = [answered, timers, agenda, path, people, notes, set];
  return {
    element: h("aside", { class: "ws-side" }, ...parts.map((each) => each.element), links, room),
    /** @param {View} view */
    draw(view) {
      const voters = view.answered;
      answered.draw(voters?.label, voters?.text ?? "", voters?.people, () => (voters ? [h("ul", { class: "ws-voters", tabindex: 0, "aria-label": voters.label }, ...voters.people.map((each) => voter(each, voters.says)))] : []));
      const { buttons } = view.timers;
      timers.draw(buttons.length ? view.timers.label : "", "", buttons, () => [h("div", { class: "ws-buttons" }, ...buttons.map((each) => button(each, press)))]);
      agenda.draw(view.agenda.label, "", view.agenda, () => [h("ol", {}, ...view.agenda.items.map((item) => agendaItem(item, press))), h("p", { class: "ws-soft" }, view.agenda.total)]);
      path.draw(view.path?.label, "", view.path, () => (view.path ? stops(view.path, press) : []));
      people.draw(view.participants.label, view.participants.text, view.participants, () => [h("ul", { class: "ws-rows" }, ...view.participants.people.map((each) => person(each, view.participants, press)))]);
      notes.draw(view.notes.label, view.notes.text, view.notes, () => written(view.notes, press));
      set.draw(view.settings.label, "", null, () => []);
      form.draw(view.settings);
      links.hidden = view.links.first;
      fillLinks(view.links, () => view.links.items.map(pageLink));
      fillRoom(view.room, () => view.room.map((each) => button(each, press)));
    },
  };
}

/** A part of the side column that folds up. @param {string} name @param {boolean} open */
function part(name, open) {
  const label = h("span", { class: "ws-part-name" });
  const count = h("span", { class: "ws-soft" });
  const body = h("div", { class: "ws-part-body" });
  const element = h("details", { class: `ws-part ${name}`, open }, h("summary", {}, label, " ", count), body);
  const fill = box(body);
  return {
    element,
    body,
    /** @param {string | undefined} text @param {string} about @param {unknown} shown @param {() => HTMLElement[]} make */
    draw(text, about, shown, make) {
      element.hidden = !text;
      say(label, text ?? "");
      say(count, about);
      if (shown) fill(shown, make);
    },
  };
}

/** @param {(button: Button) => void} press @param {() => void} decide */
function nextBar(press, decide) {
  const next = h("button", { type: "button", class: "mr-button ws-next", onclick: go });
  const keys = h("p", { class: "ws-soft ws-keys" });
  const element = h("div", { class: "ws-bar-below" }, next, keys);
  /** @type {View | null} */
  let shown = null;

  function go() {
    if (shown?.next) press(shown.next);
    else if (shown?.decide) decide();
  }

  return {
    element,
    go,
    /** @param {boolean} on */
    wait: (on) => next.setAttribute("aria-disabled", String(on)),
    /** @param {View} view */
    draw(view) {
      shown = view;
      element.hidden = !view.next && !view.decide;
      say(next, view.next?.text ?? view.decide);
      say(keys, view.keys);
    },
  };
}

/** A link to another page of the workshop, which opens beside this one. @param {{href: string, text: string}} shown */
function pageLink({ href, text }) {
  return h("a", { href, target: `misread-${href}` }, text);
}

/** @param {Button} shown @param {(button: Button) => void} press @param {string} [name] */
function button(shown, press, name) {
  return h("button", { type: "button", class: "mr-button mr-second", "data-key": JSON.stringify(shown.act), "aria-label": name, onclick: () => press(shown) }, shown.text);
}

/** @param {{name: string, done: boolean}} shown @param {[string, string]} says whether somebody has voted, in words */
function voter({ name, done }, says) {
  return h("li", { class: done ? "ws-voter ws-done" : "ws-voter" }, h("span", { "aria-hidden": "true" }, done ? "✓" : "·"), " ", name, h("span", { class: "ws-unseen" }, `: ${says[Number(done)]}`));
}

/** @param {AgendaItem} item @param {(button: Button) => void} press */
function agendaItem({ title, minutes, over, now, begin, name }, press) {
  return h(
    "li",
    { class: now ? "ws-agenda-item ws-is-now" : "ws-agenda-item", "aria-current": now && "step" },
    h("span", {}, title),
    h("span", { class: over ? "ws-soft ws-late" : "ws-soft" }, minutes),
    begin && button(begin, press, name),
  );
}

/** @param {Path} view @param {(button: Button) => void} press */
function stops(view, press) {
  const list = (/** @type {Stop[]} */ each) => h("ol", { class: "ws-stops" }, ...each.map((stop) => stopItem(stop, press)));
  return [list(view.stops), ...(view.left.length ? [h("p", { class: "ws-small" }, view.left_label), list(view.left)] : [])];
}

/** @param {Stop} stop @param {(button: Button) => void} press */
function stopItem({ text, here, by, back }, press) {
  return h("li", { "aria-current": here && "step", class: here && "ws-is-now" }, by && h("p", { class: "ws-soft" }, by), h("p", {}, text), back && button(back, press, `${back.text}: ${text}`));
}

/**
 * @param {{id: string, name: string}} shown
 * @param {View["participants"]} words
 * @param {(button: Button) => void} press
 */
function person({ id, name }, { remove, remove_name: label }, press) {
  const named = (/** @type {string} */ text) => text.replace("{name}", () => name);
  const own = remove && { ...remove, act: { ...remove.act, participant: id }, confirm: named(remove.confirm) };
  return h("li", {}, h("span", {}, name), own && button(own, press, named(label)));
}

/** @param {View["notes"]} view @param {(button: Button) => void} press */
function written({ none, groups }, press) {
  const item = (/** @type {Note} */ note) =>
    h(
      "li",
      { class: note.shown ? "ws-is-shown" : "" },
      h("p", {}, note.text),
      h("p", { class: "ws-soft" }, [note.by, note.says, note.share].filter(Boolean).join(" · ")),
      note.switch && button(note.switch, press, `${note.switch.text}: ${note.text}`),
    );
  return [
    ...(none ? [h("p", { class: "ws-soft" }, none)] : []),
    ...groups.flatMap(({ title, notes }) => [h("h3", { class: "ws-small" }, title), h("ul", { class: "ws-texts" }, ...notes.map(item))]),
  ];
}

export default { render };
