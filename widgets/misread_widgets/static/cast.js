// @ts-check
import { box, h, say } from "./dom.js";
import { portrait } from "./portrait.js";

/**
 * The people of the story. Those in the scene are highlighted; on a phone, a button shows the others.
 * @typedef {{name: string, role: string, pronouns: string, you: string, here: boolean,
 *   portrait: import("./portrait.js").Traits}} Person
 * @typedef {{label: string, people: Person[], all: string, fewer: string}} Cast
 */

export function cast() {
  const list = h("ul");
  const fill = box(list);
  const more = h("button", { type: "button", class: "mr-cast-more", "aria-expanded": "false", onclick: toggle });
  const element = h("div", { class: "mr-cast", role: "group" }, list, more);
  /** @type {Cast | null} */
  let shown = null;
  let open = false;

  function toggle() {
    open = !open;
    draw(shown);
  }

  /** @param {Cast | null} view */
  function draw(view) {
    shown = view;
    element.hidden = !view;
    if (!view) return;
    element.setAttribute("aria-label", view.label);
    element.toggleAttribute("data-all", open);
    fill(view.people, () => view.people.map(person));
    more.hidden = view.people.every((each) => each.here);
    more.setAttribute("aria-expanded", String(open));
    say(more, open ? view.fewer : view.all);
  }

  return { element, draw };
}

/** @param {Person} shown */
function person({ name, role, pronouns, you, here, portrait: traits }) {
  return h(
    "li",
    { class: here ? "mr-person mr-here" : "mr-person" },
    portrait(traits),
    h(
      "div",
      {},
      h("span", { class: "mr-name" }, name, you && h("span", { class: "mr-you" }, you)),
      h("span", { class: "mr-role" }, role),
      h("span", { class: "mr-pronouns" }, pronouns),
    ),
  );
}
