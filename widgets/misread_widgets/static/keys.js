// @ts-check
/**
 * Keys of a case: a digit chooses an option, Enter confirms it, and then goes on. They work while the focus is inside the
 * case and nowhere else; what is typed in a field is text, a button is pressed, and a key that is held down does nothing
 * more than once. Shift belongs to Enter's other meanings, and to the digits of some keyboards.
 */

const TYPED_IN = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
/** What has an answer of its own to Enter; an option's is to confirm. */
const ANSWERS_ENTER = `a[href], button, summary, input, ${TYPED_IN}`;

/**
 * @param {HTMLElement} root
 * @param {{choose: (number: number) => boolean, goOn: () => boolean}} act each tells whether there was anything to do
 */
export function keys(root, { choose, goOn }) {
  root.tabIndex = -1; // a click anywhere inside brings the keys here
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
