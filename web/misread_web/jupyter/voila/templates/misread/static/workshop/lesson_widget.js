// @ts-check
/**
 * Hosts a widget of the lessons in a workshop's page: the widget gets a model like in a lesson, and what it sends becomes a
 * vote.
 * @typedef {{module: string, view: Record<string, any>}} Hosted
 */

/** @param {HTMLElement} place @param {(content: Record<string, unknown>) => void} vote */
export function lessonWidget(place, vote) {
  /** @type {Map<string, Set<() => void>>} */
  const listeners = new Map();
  /** @type {Hosted | null} */
  let shown = null;
  let ack = "";
  /** @type {(() => void) | null} */
  let stop = null;
  let drawing = "";

  const model = {
    /** @param {string} name */
    get: (name) => (name === "view" ? { ...shown?.view, ack } : undefined),
    set() {},
    save_changes() {},
    /** @param {Record<string, unknown> & {id?: string}} content */
    send(content) {
      ack = content.id ?? "";
      // The page keeps the vote until the server has it, so for the widget it is sent.
      queueMicrotask(tell);
      vote(content);
    },
    /** @param {string} name @param {() => void} listener */
    on(name, listener) {
      listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
    },
    /** @param {string} name @param {() => void} listener */
    off(name, listener) {
      listeners.get(name)?.delete(listener);
    },
  };

  function tell() {
    for (const listener of [...(listeners.get("change:view") ?? [])]) listener();
  }

  function clear() {
    stop?.();
    stop = null;
    drawing = "";
    shown = null;
    place.replaceChildren();
  }

  return {
    /** @param {Hosted | null} widget */
    draw(widget) {
      if (!widget) return;
      const isSame = JSON.stringify(widget) === JSON.stringify(shown);
      if (shown && shown.module !== widget.module) clear();
      shown = widget;
      if (drawing === widget.module) {
        if (!isSame && stop) tell();
        return;
      }
      drawing = widget.module;
      void brought(widget.module).then((made) => {
        if (drawing !== widget.module) return;
        stop = made.default.render({ model, el: place });
      });
    },
    stop: clear,
  };
}

const FETCH_AGAIN_AFTER = 2_000;

/** Import a widget's file, again until it arrives. @param {string} file @param {number} [tries] @returns {Promise<any>} */
async function brought(file, tries = 0) {
  const { assets = "" } = document.documentElement.dataset;
  try {
    return await import(new URL(`${assets}${file}${tries ? `?${tries}` : ""}`, location.href).href);
  } catch {
    await new Promise((again) => setTimeout(again, FETCH_AGAIN_AFTER * (tries + 1)));
    return brought(file, tries + 1);
  }
}
