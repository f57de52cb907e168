// @ts-check
/**
 * What draws the widgets of a lesson, by the name under which the server tells of each. In a lesson's page their
 * modules stand in this one's place: one request, and drawn as soon as it is there.
 * @type {Record<string, () => {initialize?: (given: any) => any, render: (given: any) => any}>}
 */
export const pieces = {};
