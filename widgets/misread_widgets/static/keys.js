// @ts-check
/**
 * The keys of a case: a digit chooses an option, Enter confirms it and then goes on. They work only while the focus is
 * inside the case, and not in text fields or on buttons. A key that is held down acts only once. Shift+Enter keeps its
 * usual meaning; digits work with Shift, which some keyboards need for them.
 */

const TYPED_IN = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
/** The elements that handle Enter themselves; on an option, the browser submits the form. */
const ANSWERS_ENTER = `a[href], button, summary, input, ${TYPED_IN}`;

/**
 * @param {HTMLElement} root
 * @param {{choose: (number: number) => boolean, goOn: () => boolean}} act each returns whether there was anything to do
 */
export function keys(root, { choose, goOn }) {
  root.tabIndex = -1; // so that a click anywhere inside moves the focus here
  root.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || target.closest(TYPED_IN)) return;
    if (event.key === "Enter" && event.repeat) event.preventDefault();
    if (event.repeat) return;
    const isDone = /^[1-9]$/.test(event.key)
      ? !target.closest("button") && choose(Number(event.key))
      : event.key === "Enter" && !event.shiftKey && !target.closest(ANSWERS_ENTER) && goOn();
    if (isDone) event.preventDefault();
  });
}
