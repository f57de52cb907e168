// @ts-check
// The lesson's words are shown as they arrive; a line at the top says what is still to come.
//
// Voila's front end and the server that sends the page call three functions by these names while the lesson is opened.

const WAIT = 60_000;

/** @type {any} */
const page = window;

page.voila_process = () => {};
page.voila_heartbeat = () => {};

/** The front end is ready once it and the last cell have arrived; whichever is later calls this. */
page.voila_finish = () => {
  page.cellLoaded = true;
  if (page.themeLoaded) document.getElementById("opening")?.remove();
};

setTimeout(() => {
  document.getElementById("opening-late")?.removeAttribute("hidden");
}, WAIT);
