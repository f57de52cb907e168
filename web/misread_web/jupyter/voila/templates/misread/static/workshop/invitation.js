// @ts-check
import { h, s } from "./dom.js";

/**
 * How people come in: the address, the code and a QR code, on the projector and on the host page.
 * @typedef {{label: string, code: string, code_label: string, address: string, here: string,
 *   qr: {path: string, size: number, label: string} | null}} Join
 */

/** @param {Join} join */
export function invitation({ code, code_label, address, qr }) {
  return h(
    "div",
    { class: "ws-lobby" },
    qr && h("div", { class: "ws-qr" }, picture(qr)),
    h("div", {}, address && h("p", { class: "ws-address" }, address), h("p", { class: "ws-soft" }, code_label), h("p", { class: "ws-code" }, code)),
  );
}

/** @param {NonNullable<Join["qr"]>} qr */
function picture({ path, size, label }) {
  return s(
    "svg",
    { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    s("rect", { width: size, height: size, fill: "#fff" }),
    s("path", { d: path, fill: "#000" }),
  );
}
