/** Shows a deck one slide at a time, turned by keys and buttons; without this module, all slides stand below each other. */

const slides = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".slide")]);
const STEPS = /** @type {Record<string, number>} */ ({
  ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1,
});
let shown = Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash));

/**
 * Show a slide, and move the focus to its title, which a screen reader then says.
 * @param {number} place
 * @param {boolean} focused
 */
function show(place, focused) {
  shown = Math.min(Math.max(place, 0), slides.length - 1);
  slides.forEach((slide, number) => { slide.hidden = number !== shown; });
  history.replaceState(null, "", `#${slides[shown].id}`);
  if (focused) /** @type {HTMLElement | null} */ (slides[shown].querySelector(".slide-title"))?.focus();
}

document.addEventListener("keydown", (event) => {
  const isButton = event.target instanceof HTMLElement && event.target.closest("a, button") !== null;
  if (event.altKey || event.ctrlKey || event.metaKey || (event.key === " " && isButton)) return;
  const place = event.key === "Home" ? 0 : event.key === "End" ? slides.length - 1 : shown + (STEPS[event.key] ?? 0);
  if (event.key !== "Home" && event.key !== "End" && !(event.key in STEPS)) return;
  event.preventDefault();
  show(place, true);
});
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-turn]"))) {
  button.addEventListener("click", () => show(shown + Number(button.dataset.turn), false));
}
document.body.classList.add("deck-one");
/** @type {HTMLElement | null} */ (document.querySelector(".deck-buttons"))?.removeAttribute("hidden");
if (slides.length > 0) show(shown, false);
