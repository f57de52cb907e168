// @ts-check
import { countdown } from "./countdown.js";
import { box, h, say } from "./dom.js";
import { invitation } from "./invitation.js";
import { slide } from "./slides.js";

/**
 * The page for the projector. Its text is as large as fits, and never smaller than a fortieth of the window's width; the
 * facilitator turns its pages.
 * @typedef {{kind: string, lang: string, phase: string, kicker: string, heading: string, page: import("./slides.js").AnyPage, of: string,
 *   status: string}} Step
 * @typedef {{screen: "lobby" | "step" | "pause" | "over", lang: string, title: string, join: import("./invitation.js").Join, text: string,
 *   timer: import("./countdown.js").Timer | null, step: Step | null}} View
 */

/** How much larger than the smallest text a page may be, the largest first. */
const GROWTH = [1.5, 1.4, 1.3, 1.2, 1.1, 1.05, 1];

/** @param {{model: any, el: HTMLElement}} given */
function render({ model, el }) {
  const kicker = h("p", { class: "ws-kicker" });
  const of = h("p", { class: "ws-of" });
  const heading = h("h1", { class: "ws-heading" });
  const body = h("div", { class: "ws-slide" });
  const status = h("p", { class: "ws-status", role: "status" });
  const address = h("span");
  const code = h("span");
  const how = h("p", { class: "ws-how" }, address, code);
  const clock = countdown();
  const foot = h("footer", { class: "ws-foot" }, status, clock.element, how);
  const root = h("div", { class: "mr ws-projector" }, h("header", { class: "ws-head" }, kicker, of), heading, body, foot);
  const drawSlide = slide(body);
  const drawLobby = box(body);
  el.replaceChildren(root);

  function fit() {
    root.style.setProperty("--ws-kicker", `calc(${kicker.offsetWidth}px + 0.6rem)`);
    // Beside a long line about the vote, the address may not fit: the code alone does.
    address.hidden = false;
    address.hidden = status.textContent !== "" && how.offsetTop > status.offsetTop + status.offsetHeight / 2;
    for (const growth of GROWTH) {
      body.style.setProperty("--ws-grow", String(growth));
      if (body.scrollHeight <= body.clientHeight && body.scrollWidth <= body.clientWidth) break;
    }
    // A page that is too long even so can be scrolled: nothing of it is lost.
    body.tabIndex = body.scrollHeight > body.clientHeight + 1 ? 0 : -1;
  }

  function draw() {
    /** @type {View} */
    const view = model.get("view");
    const { step, join } = view;
    root.lang = view.lang;
    heading.lang = body.lang = step?.lang ?? view.lang;
    root.dataset.screen = view.screen;
    root.dataset.page = step?.page.kind ?? "";
    root.dataset.kind = step?.kind ?? "";
    say(kicker, step ? step.kicker : view.title);
    say(of, step?.of ?? "");
    say(heading, step ? step.heading : view.screen === "lobby" ? join.label : view.text);
    if (step) drawSlide(step.page);
    else drawLobby([view.screen, join], () => (view.screen === "over" ? [] : [invitation(join)]));
    say(status, step ? step.status : view.screen === "over" ? "" : join.here);
    say(address, step && join.address ? `${join.address} · ` : "");
    say(code, step ? join.code : "");
    clock.draw(step || view.screen === "pause" ? view.timer : null);
    fit();
  }

  const resized = new ResizeObserver(fit);
  resized.observe(root);
  void document.fonts.ready.then(fit);
  model.on("change:view", draw);
  draw();
  return () => {
    resized.disconnect();
    clock.stop();
    model.off("change:view", draw);
  };
}

export default { render };
