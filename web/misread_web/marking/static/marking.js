// @ts-check
import { newId } from "./ids.js";

/**
 * Marking by keyboard, saved at every change. Without this script, the form does the same with its button.
 */
const PAUSE = 800;
const NOT_ALLOWED = 403;

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.marking-sheet"));

/** What the page says in a state, in its language. @param {string} state */
const said = (state) => form?.dataset[state] ?? "";
if (form) begin(form);

/** @param {HTMLFormElement} form */
function begin(form) {
  const rows = /** @type {HTMLFieldSetElement[]} */ ([...form.querySelectorAll("fieldset")]);
  const comment = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("comment"));
  const total = /** @type {HTMLOutputElement} */ (form.elements.namedItem("total"));
  const state = /** @type {HTMLElement} */ (form.querySelector(".marking-saved"));
  const following = /** @type {HTMLAnchorElement | null} */ (form.querySelector(".marking-later"));
  let timer = 0;
  let changes = 0;
  let kept = true;
  /** @type {Promise<boolean>} */
  let saving = Promise.resolve(true);

  /** @param {HTMLFieldSetElement} row */
  const chosen = (row) => /** @type {HTMLInputElement | null} */ (row.querySelector("input:checked"));
  /** @param {HTMLFieldSetElement} row */
  const inputOf = (row) => chosen(row) ?? /** @type {HTMLInputElement | null} */ (row.querySelector("input"));
  /** @param {HTMLFieldSetElement} row */
  const focusRow = (row) => {
    inputOf(row)?.focus();
    row.scrollIntoView({ block: "nearest" });
  };
  /** The row that keys change: the one with the focus, else the first without a mark; -1 if there is none. */
  const currentRow = () => {
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    return here < 0 ? rows.findIndex((row) => !chosen(row)) : here;
  };

  /** A message if the comment is too long, else ""; a `maxlength` would cut pasted text silently. */
  function tooLong() {
    const longest = Number(comment.dataset.longest);
    const over = [...comment.value].length - longest;
    const [most, more] = [longest, over].map((number) => number.toLocaleString(document.documentElement.lang));
    return over > 0 ? said("long").replace("%", most).replace("%", more) : "";
  }

  function changed() {
    changes += 1;
    kept = false;
    total.textContent = String(rows.reduce((sum, row) => sum + Number(chosen(row)?.value ?? 0), 0));
    const over = tooLong();
    state.textContent = over || said("unsaved");
    clearTimeout(timer);
    if (!over) timer = window.setTimeout(() => save(false), PAUSE);
  }

  /** Save one marking at a time, in order. @param {boolean} final @param {string} id @returns {Promise<boolean>} */
  function save(final, id = newId()) {
    clearTimeout(timer);
    saving = saving.then(() => send(final, id));
    return saving;
  }

  /** @param {boolean} final @param {string} id */
  async function send(final, id) {
    const before = changes;
    kept = false;
    const over = tooLong();
    if (over) {
      state.textContent = over;
      comment.focus();
      return false;
    }
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    body.set("id", id);
    if (final) body.set("final", "yes");
    state.textContent = said("saving");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status === NOT_ALLOWED) return later(said("gone"), final, before === changes ? id : newId());
      const { problem } = await answer.json();
      kept = answer.ok && before === changes;
      state.textContent = answer.ok ? said(kept ? "saved" : "unsaved") : said("failed").replace("%", () => problem);
      if (final && kept) location.assign(/** @type {string} */ (form.dataset.next));
      return answer.ok;
    } catch {
      return later(said("silent"), final, before === changes ? id : newId());
    }
  }

  /**
   * Try again with the same id, so that a marking that did arrive counts once; changed marks get a new id.
   * @param {string} why @param {boolean} final @param {string} id
   */
  function later(why, final, id) {
    state.textContent = why;
    timer = window.setTimeout(() => save(final, id), 5 * PAUSE);
    return false;
  }

  function finish() {
    const open = rows.find((row) => !chosen(row));
    if (open) {
      state.textContent = `Give a mark for “${open.querySelector("legend")?.textContent ?? ""}” first.`;
      focusRow(open);
    } else {
      save(true);
    }
  }

  /** Leave the text for now, and save the marks so far. @param {string} where */
  async function leave(where) {
    if (kept || (await save(false))) location.assign(where);
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLElement && event.target.closest(".marking-paper")) return;
    if (document.activeElement === comment) {
      if (event.key === "Escape") focusRow(rows[rows.length - 1]);
      return;
    }
    const row = currentRow();
    if (["0", "1", "2"].includes(event.key) && row >= 0) {
      const input = /** @type {HTMLInputElement | null} */ (rows[row].querySelector(`input[value="${event.key}"]`));
      if (input) input.checked = true;
      changed();
      // The focus stays in the last row, so that "c" and "n" are not typed into the comment.
      focusRow(rows[Math.min(row + 1, rows.length - 1)]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      focusRow(rows[Math.min(Math.max(row + (event.key === "ArrowDown" ? 1 : -1), 0), rows.length - 1)]);
    } else if (event.key === "c") {
      comment.focus();
      comment.scrollIntoView({ block: "nearest" });
    } else if (event.key === "n") {
      finish();
    } else if (event.key === "l" && following) {
      leave(following.href);
    } else {
      return;
    }
    event.preventDefault();
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    finish();
  });
  following?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    leave(following.href);
  });
  form.addEventListener("click", (event) => {
    const words = event.target instanceof HTMLElement ? event.target.dataset.comment : undefined;
    if (!words) return;
    comment.value = [comment.value.trim(), words].filter(Boolean).join("\n\n");
    comment.focus();
    changed();
  });
  document.addEventListener("keydown", pressed);
  window.addEventListener("beforeunload", (event) => {
    if (!kept) event.preventDefault();
  });
  /** @type {HTMLElement} */ (form.querySelector(".marking-keys")).hidden = false;
  // If the rubric is below the text, the text comes first.
  if (matchMedia("(min-width: 60rem)").matches) {
    inputOf(rows.find((row) => !chosen(row)) ?? rows[0])?.focus({ preventScroll: true });
  }
}
