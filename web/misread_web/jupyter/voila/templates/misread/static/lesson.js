// @ts-check
// The lesson's words are shown as they arrive; a line at the top says what is still to come.
//
// Voila's front end and the server that sends the page call three functions by these names while the lesson is opened.

const WAIT = 60_000;

/** @type {any} */
const page = window;

// The front end puts its stylesheets into the page; the page takes those that carry its nonce.
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

/** The front end has arrived, and so has the last cell; whichever is later calls this. */
page.voila_finish = () => {
  page.cellLoaded = true;
  if (!page.themeLoaded) return;
  const main = document.getElementById("content");
  const watch = new MutationObserver(settle);
  if (main) watch.observe(main, { childList: true, subtree: true });
  settle();

  /** The lesson is open when each output that is still data has become a piece of the page. */
  function settle() {
    if (main?.querySelector('script[type="application/vnd.voila.cell-output+json"]')) return;
    watch.disconnect();
    document.getElementById("opening")?.remove();
  }
};

setTimeout(() => document.getElementById("opening-late")?.removeAttribute("hidden"), WAIT);

new BroadcastChannel("misread").addEventListener("message", () => location.reload()); // somebody signed out
