// @ts-check
/** Makes and changes elements. Text is always set as text, so that nothing a person wrote can become markup. */

/**
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>} Attributes
 * @typedef {Node | string | number | null | undefined | false} Child
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an HTML element. Attributes such as `onclick` take a function; `false`, `null` and `undefined` omit an attribute.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  return dressed(document.createElement(tag), attributes, children);
}

/**
 * Make an SVG element.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function s(tag, attributes = {}, ...children) {
  return dressed(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * @template {HTMLElement | SVGElement} E
 * @param {E} element
 * @param {Attributes} attributes
 * @param {Child[]} children
 * @returns {E}
 */
function dressed(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter(present).map(asNode));
  return element;
}

/** @param {Child} child @returns {child is Node | string | number} */
function present(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

/** @param {Node | string | number} child */
function asNode(child) {
  return child instanceof Node ? child : String(child);
}

/**
 * Put `text` into an element unless it is there already, so that a reader's selection and focus stay.
 * @param {Element} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Make a function that fills an element again only if the shown data has changed.
 * @param {Element} element
 * @returns {(shown: unknown, draw: () => Child[]) => boolean} whether it was filled
 */
export function box(element) {
  let last = "";
  return (shown, draw) => {
    const now = JSON.stringify(shown ?? null);
    if (now === last) return false;
    last = now;
    element.replaceChildren(...draw().filter(present).map(asNode));
    return true;
  };
}

let serial = 0;

/** Return an id that no other element of the page has. @param {string} stem */
export function unique(stem) {
  serial += 1;
  return `mr-${stem}-${serial}-${Math.random().toString(36).slice(2, 8)}`;
}
