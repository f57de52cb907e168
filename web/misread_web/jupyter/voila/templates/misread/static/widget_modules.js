// @ts-check
/**
 * The modules that draw a lesson's widgets, by file name. In a lesson's page, a generated text replaces this file: `first`
 * has the module of the first widget, and `others` is the address of a file with the modules of the other widgets.
 * @typedef {import("./model.js").Model} Model
 * @typedef {{initialize?: (context: {model: Model}) => unknown,
 *   render: (context: {model: Model, el: HTMLElement}) => unknown}} Widget
 * @type {Record<string, () => Widget>}
 */
export const first = {};
export const others = "";
