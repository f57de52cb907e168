// @ts-check
import { h, s, say, unique } from "./dom.js";
import { remind, reminded } from "./unsent.js";

/**
 * Looking at data: choose what to see, read it as a table and as a chart, and go back to what was shown before.
 * A pick is the place of an option in its list, counted from 1.
 * @typedef {{label: string, options: string[]}} Menu
 * @typedef {{name: string, scope: string, columns: string[], heads: number, rows: string[][], headline: string, svg: string,
 *   source: string, note: string}} Result
 * @typedef {Result & {picks: number[]}} Look
 * @typedef {{legend: string, how: string, menus: Menu[], show: string, seen: string}} Looking
 */

/** How many results one can go back to. */
const MOST = 12;
/** The elements of a chart. */
const DRAWN = new Set(["svg", "title", "desc", "g", "path", "text", "tspan"]);

/** @param {(picks: number[]) => void} ask gets the picks of what is to be shown */
export function looking(ask) {
  const legend = h("legend");
  const how = h("p", { class: "mr-quiet" });
  const fields = h("div", { class: "mr-matched-fields" });
  const show = h("button", { type: "submit", class: "mr-button mr-second" });
  const refused = h("p", { class: "mr-hint", role: "alert" });
  const asking = h("form", { class: "mr-ask", onsubmit: submit }, h("fieldset", {}, legend, how, fields), h("div", { class: "mr-actions" }, show, refused));
  const result = h("div", { class: "mr-look-result" });
  const label = h("h4", { class: "mr-label", id: unique("seen") });
  const list = h("ol", { "aria-labelledby": label.id });
  const seen = h("div", { class: "mr-seen" }, label, list);
  const element = h("section", { class: "mr-looking" }, asking, result, seen);
  /** @type {HTMLSelectElement[]} */
  let lists = [];
  /** @type {Look[]} */
  let looks = [];
  /** @type {Look | null} */
  let current = null;
  let memory = "";
  let drawn = "";
  let waiting = false;

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    if (!waiting) ask(lists.map((each) => Number(each.value)));
  }

  /** @param {Look} look */
  function open(look) {
    current = look;
    look.picks.forEach((pick, place) => lists[place] && (lists[place].value = String(pick)));
    refresh();
  }

  function refresh() {
    result.replaceChildren(...(current ? [tableAndChart(current)] : []));
    seen.hidden = looks.length < 2;
    list.replaceChildren(...looks.map((look) => h("li", {}, link(look))));
  }

  /** @param {Look} look */
  function link(look) {
    const isCurrent = look === current;
    return h("button", { type: "button", class: "mr-link", "aria-current": isCurrent ? "true" : null, onclick: () => back(look) }, look.scope ? `${look.name} (${look.scope})` : look.name);
  }

  /** @param {Look} look */
  function back(look) {
    open(look);
    list.querySelectorAll("button")[looks.indexOf(look)]?.focus();
  }

  return {
    element,
    /** @param {Looking} view @param {string} title */
    draw(view, title) {
      if (JSON.stringify(view) === drawn) return;
      drawn = JSON.stringify(view);
      memory = `${title} looked`;
      say(legend, view.legend);
      say(how, view.how);
      say(show, view.show);
      say(label, view.seen);
      lists = view.menus.map((menu) => choosing(menu));
      fields.replaceChildren(...lists.map((each, place) => menuField(view.menus[place].label, each)));
      looks = reminded(memory, /** @type {Look[]} */ ([])).filter((look) => fits(look, view.menus));
      current = looks.at(-1) ?? null;
      current?.picks.forEach((pick, place) => (lists[place].value = String(pick)));
      refresh();
    },
    /** Show a result that has just been asked for, or say why there is none. @param {Look | null} look @param {string} why */
    answered(look, why) {
      if (look || why) say(refused, why);
      if (!look) return;
      looks = [...looks.filter((each) => each.picks.join() !== look.picks.join()), look].slice(-MOST);
      current = look;
      remind(memory, looks);
      refresh();
      result.scrollIntoView({ block: "nearest" });
    },
    /** @param {boolean} on */
    wait(on) {
      waiting = on;
      show.setAttribute("aria-disabled", String(on));
    },
  };
}

/** Whether a remembered result is one of these lists; an exercise may have changed since. @param {Look} look @param {Menu[]} menus */
function fits(look, menus) {
  return look.picks.length === menus.length && look.picks.every((pick, place) => pick >= 1 && pick <= menus[place].options.length);
}

/** @param {Menu} menu */
function choosing({ options }) {
  return h("select", { id: unique("look") }, ...options.map((text, place) => h("option", { value: place + 1 }, text)));
}

/** @param {string} label @param {HTMLSelectElement} select */
function menuField(label, select) {
  return h("div", { class: "mr-field" }, h("label", { for: select.id }, label), select);
}

/**
 * A result: its headline, its table, and its chart beside or below the table. The table is named once on the screen.
 * @param {Result} result
 */
export function tableAndChart(result) {
  const { name, scope, columns, heads, rows, headline, svg, source, note } = result;
  const head = columns.map((column, place) => h("th", { scope: "col", class: place < heads ? "" : "mr-counted" }, column));
  const cells = rows.map((row) => row.map((cell, place) => (place < heads ? h("th", { scope: "row" }, cell) : h("td", { class: "mr-counted" }, cell))));
  const caption = h("caption", {}, h("span", { class: name === headline ? "mr-unseen" : "" }, name));
  const body = h("tbody", {}, ...cells.map((row) => h("tr", {}, ...row)));
  const table = h("table", { class: "mr-figures mr-looked" }, caption, h("thead", {}, h("tr", {}, ...head)), body);
  return h(
    "div",
    { class: "mr-look" },
    h("div", { class: "mr-look-named" }, h("p", { class: "mr-look-headline" }, headline), scope && h("p", { class: "mr-quiet" }, scope)),
    rows.length > 0 && h("div", { class: "mr-figures-box", role: "group", tabindex: 0, "aria-label": name }, table),
    svg && h("figure", { class: "mr-chart" }, picture(svg), h("figcaption", { class: "mr-quiet" }, source)),
    note && h("p", { class: "mr-look-named" }, note),
  );
}

/** Make elements of an SVG that the server drew. @param {string} svg */
function picture(svg) {
  return copied(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement);
}

/** Copy an element with the parts that a chart is made of; anything else is left out. @param {Element} element @returns {SVGElement} */
function copied(element) {
  const attributes = Object.fromEntries([...element.attributes].filter(({ name }) => !name.startsWith("on")).map(({ name, value }) => [name, value]));
  const children = [...element.childNodes].filter((child) => !(child instanceof Element) || DRAWN.has(child.localName));
  return s(element.localName, attributes, ...children.map((child) => (child instanceof Element ? copied(child) : child.textContent)));
}
