// @ts-check
import { casePages } from "./case.js";
import { box } from "./dom.js";
import { stepPages } from "./step_pages.js";

/**
 * Draws a page of the projector's screen, whatever kind it has; the host page shows the same page.
 * @typedef {{kind: string} & Record<string, any>} AnyPage
 */

/** What each kind of page shows. @type {Record<string, (page: any) => (HTMLElement | false | "" | undefined)[]>} */
const PAGES = { ...casePages, ...stepPages };

/** Make a function that draws a page into an element unless it is there already. @param {HTMLElement} element */
export function slide(element) {
  const fill = box(element);
  return (/** @type {AnyPage | null} */ page) => fill(page, () => (page ? (PAGES[page.kind]?.(page) ?? []) : []));
}
