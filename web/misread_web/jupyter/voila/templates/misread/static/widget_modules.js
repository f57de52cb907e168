// @ts-check
/**
 * What draws the widgets of a lesson, by the name under which the server tells of each. In a lesson's page the module of
 * its first piece stands in this one's place; `others` is the address of a file with those of the other pieces.
 * @typedef {import("./model.js").Model} Model
 * @typedef {{initialize?: (given: {model: Model}) => unknown,
 *   render: (given: {model: Model, el: HTMLElement}) => unknown}} Widget
 * @type {Record<string, () => Widget>}
 */
export const first = {};
export const others = "";
