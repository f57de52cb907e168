// @ts-check
import { h, say } from "./dom.js";

/**
 * The settings of a workshop; each is sent when it changes.
 * @typedef {{label: string, options: {value: number, text: string}[]}} Choice
 * @typedef {{label: string, values: {names: boolean, least: number, together: number}, disabled: boolean, names: string,
 *   least: Choice, together: Choice}} Settings
 */

/** @param {HTMLElement} element @param {import("./acts.js").Send} send */
export function settings(element, send) {
  /** @type {Settings["values"] | null} */
  let values = null;
  const names = h("input", { type: "checkbox", onchange: () => change({ names: names.checked }) });
  const namesText = h("span");
  const least = selection((value) => change({ least: value }));
  const together = selection((value) => change({ together: value }));
  element.replaceChildren(h("label", { class: "ws-setting" }, names, " ", namesText), least.element, together.element);

  /** @param {Partial<Settings["values"]>} changed */
  function change(changed) {
    if (values) send({ do: "settings", settings: { ...values, ...changed } });
  }

  return {
    /** @param {Settings} view */
    draw(view) {
      values = view.values;
      names.checked = values.names;
      names.disabled = view.disabled;
      say(namesText, view.names);
      least.draw(view.least, values.least, view.disabled);
      together.draw(view.together, values.together, view.disabled);
    },
  };
}

/** @param {(value: number) => void} changed */
function selection(changed) {
  const label = h("span");
  const select = h("select", { onchange: () => changed(Number(select.value)) });
  return {
    element: h("label", { class: "ws-setting" }, label, " ", select),
    /** @param {Choice} view @param {number} value @param {boolean} disabled */
    draw(view, value, disabled) {
      say(label, view.label);
      if (select.options.length !== view.options.length) {
        select.replaceChildren(...view.options.map((option) => h("option", { value: option.value }, option.text)));
      }
      select.value = String(value);
      select.disabled = disabled;
    },
  };
}
