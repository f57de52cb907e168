// @ts-check
// The page of a lesson with a kernel. Its words are shown as they arrive; a line at the top says what is still to come.
//
// Voila's front end and the page itself call the three `voila_…` functions while the lesson opens.

const WAIT = 60_000;

/** @type {any} */
const page = window;

// Give new style elements the page's nonce, as its policy blocks stylesheets without it.
const nonce = /** @type {HTMLElement | null} */ (document.querySelector('meta[property="csp-nonce"]'))?.nonce ?? "";
const make = document.createElement;
/** @this {Document} @param {[string, any?]} named */
document.createElement = function createElement(...named) {
  const made = make.apply(this, named);
  if (made instanceof HTMLStyleElement) made.nonce = nonce;
  return made;
};

page.voila_process = () => {};
page.voila_heartbeat = () => {};

/** Called when the front end has loaded and when the last cell has arrived; the later call takes effect. */
page.voila_finish = () => {
  page.cellLoaded = true;
  if (!page.themeLoaded) return;
  const main = document.getElementById("content");
  const watch = new MutationObserver(settle);
  if (main) watch.observe(main, { childList: true, subtree: true });
  settle();

  /** Hide the notice about opening once every output has been rendered. */
  function settle() {
    if (main?.querySelector('script[type="application/vnd.voila.cell-output+json"]')) return;
    watch.disconnect();
    document.getElementById("opening")?.remove();
  }
};

setTimeout(() => document.getElementById("opening-late")?.removeAttribute("hidden"), WAIT);

new BroadcastChannel("misread").addEventListener("message", () => location.reload()); // somebody signed out
