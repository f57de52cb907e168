// @ts-check
import { box, h, say, unique } from "./dom.js";

/**
 * The fields of a form. Their values are one text in JSON, so that they are saved as any text is; a blank form is the
 * empty text. Values that the form has no field for are kept as they came.
 * @typedef {{id: string, kind: "line" | "lines" | "date" | "choice" | "number", label: string, help: string,
 *   options: [string, string][], limits: [number, number], after: string[], optional?: string}} Entry
 * @typedef {{id: string, kind: "table", label: string, help: string, optional: string, row: string,
 *   rows: [string, string][], start: number, most: number, columns: Entry[]}} Table
 * @typedef {{title: string, intro: string, fields: (Entry | Table)[]}} Section
 * @typedef {{part: string, row: number, column: string, text: string, blocks: boolean, late: boolean}} Advice
 * @typedef {Record<string, string>} Words
 * @typedef {Record<string, unknown>} Values
 */

/**
 * One control with its label, its help and the notes beside it.
 * @param {Entry} entry @param {Words} words @param {boolean} alone whether it is a field of its own, outside a table
 * @param {() => void} typed
 */
function control(entry, words, alone, typed) {
  const id = unique(entry.id);
  const [least, most] = entry.limits;
  const isRadio = alone && entry.kind === "choice";
  const helpId = unique("help");
  const notesId = unique("notes");
  const options = entry.options.map(([value, label]) => h("option", { value }, label));
  const radios = entry.options.map(([value]) => h("input", { type: "radio", name: id, value, id: `${id}-${value}`, onchange: changed }));
  const input =
    entry.kind === "lines"
      ? h("textarea", { id, rows: 2, oninput: changed })
      : entry.kind === "choice"
        ? h("select", { id, onchange: changed }, h("option", { value: "" }, words.not_chosen), ...options)
        : h("input", {
            id,
            type: { line: "text", date: "date", number: "number" }[entry.kind],
            min: entry.kind === "number" && least,
            max: entry.kind === "number" ? most : entry.kind === "date" && "9999-12-30",
            step: entry.kind === "number" && 1,
            inputmode: entry.kind === "number" && "numeric",
            autocomplete: "off",
            oninput: changed,
          });
  const help = h("p", { id: helpId, class: "mr-quiet mr-form-help" }, entry.help);
  const notes = h("div", { id: notesId, class: "mr-form-notes" });
  const fillNotes = box(notes);
  const waits = h("p", { class: "mr-quiet" });
  const label = [entry.label, entry.optional && h("span", { class: "mr-quiet" }, ` (${entry.optional})`)];
  const radioRows = radios.map((radio, index) => h("label", { class: "mr-form-option" }, radio, h("span", {}, entry.options[index][1])));
  const element = isRadio
    ? h("fieldset", { class: "mr-form-field", "aria-describedby": `${helpId} ${notesId}` }, h("legend", {}, ...label), entry.help && help, ...radioRows, notes)
    : h("div", { class: `mr-form-field mr-form-${entry.kind}` }, h("label", { for: id }, ...label), entry.help && help, waits, input, notes);
  /** @type {Advice[]} */
  let advice = [];
  if (!isRadio) input.setAttribute("aria-describedby", entry.help ? `${helpId} ${notesId}` : notesId);

  function changed() {
    note();
    typed();
  }

  /** A number that does not fit stays in its field, and is not part of the form. */
  function wrong() {
    return entry.kind === "number" && !(/** @type {HTMLInputElement} */ (input).validity.valid);
  }

  function note() {
    const texts = advice.map((each) => each.text);
    if (wrong()) texts.push(words.wrong_number.replace("%", `${least}–${most}`));
    fillNotes(texts, () => texts.map((text) => h("p", { class: "mr-note" }, text)));
    const isBlocked = wrong() || advice.some((each) => each.blocks);
    if (isBlocked) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  return {
    entry,
    element,
    get value() {
      if (isRadio) return radios.find((radio) => radio.checked)?.value ?? "";
      return wrong() ? "" : input.value.trim() && input.value;
    },
    set value(text) {
      if (isRadio) for (const radio of radios) radio.checked = radio.value === text;
      else if (input.value !== text) input.value = text;
      note();
    },
    focus: () => (isRadio ? (radios.find((radio) => radio.checked) ?? radios[0]) : input).focus(),
    /** @param {Advice[]} now */
    advise(now) {
      advice = now;
      note();
    },
    /** Show the field, or in its place the labels of the fields that it waits for. @param {string[]} missing */
    wait(missing) {
      const isWaiting = missing.length > 0;
      input.hidden = isWaiting;
      say(waits, isWaiting ? words.waits.replace("%", missing.join(", ")) : "");
      waits.hidden = !isWaiting;
    },
  };
}

/** @param {Entry} entry @param {Words} words @param {() => void} typed */
function single(entry, words, typed) {
  const one = control(entry, words, true, typed);
  one.wait([]);
  return {
    element: one.element,
    /** @returns {unknown} */
    read: () => one.value || undefined,
    /** @param {unknown} value */
    put(value) {
      one.value = typeof value === "string" ? value : "";
    },
    /** @param {Advice[]} advice */
    advise: (advice) => one.advise(advice),
    /** @param {Advice} [_advice] */
    focus: (_advice) => one.focus(),
    /** @param {string[]} _sentences */
    work(_sentences) {},
    /** Add a line to what stands in the field. @param {string} text */
    take(text) {
      one.value = [one.value, text].filter(Boolean).join(entry.kind === "lines" ? "\n" : " ");
      one.focus();
    },
  };
}

/** Rows, each a group of fields; fixed ones, or ones that are added and removed. @param {Table} table @param {Words} words @param {() => void} typed */
function rows(table, words, typed) {
  const isFixed = table.rows.length > 0;
  const list = h("div", { class: "mr-form-rows" });
  const add = h("button", { type: "button", class: "mr-button mr-second", onclick: another }, words.add.replace("%", table.row));
  const full = h("p", { class: "mr-quiet", role: "status" });
  const worked = h("div", { class: "mr-form-worked" });
  const fillWorked = box(worked);
  const notes = h("div", { class: "mr-form-notes" });
  const fillNotes = box(notes);
  const element = h(
    "fieldset",
    { class: "mr-form-table" },
    h("legend", {}, table.label, table.optional && h("span", { class: "mr-quiet" }, ` (${table.optional})`)),
    table.help && h("p", { class: "mr-quiet mr-form-help" }, table.help),
    notes,
    list,
    !isFixed && h("div", { class: "mr-actions" }, add, full),
    worked,
  );
  /** @type {ReturnType<typeof row>[]} */
  let drawn = [];
  /** @type {Record<string, unknown>} values of rows or columns that the form no longer has */
  let others = {};

  /** @param {string} name @param {string} label */
  function row(name, label) {
    const controls = table.columns.map((column) => control(column, words, false, changed));
    const legend = h("legend", {}, label);
    const remove = !isFixed && h("button", { type: "button", class: "mr-link mr-form-remove", onclick: () => without(self) });
    /** @type {Record<string, unknown>} */
    let rest = {};
    const self = {
      name,
      controls,
      element: h("fieldset", { class: "mr-form-row" }, legend, h("div", { class: "mr-form-cells" }, ...controls.map((each) => each.element)), remove),
      /** @param {string} now */
      call(now) {
        say(legend, now);
        if (remove) say(remove, words.remove.replace("%", now));
      },
      read() {
        const cells = controls.map((each) => [each.entry.id, each.value]).filter(([, value]) => value);
        return { ...Object.fromEntries(cells), ...rest };
      },
      /** @param {unknown} value */
      put(value) {
        const cells = /** @type {Record<string, unknown>} */ (value && typeof value === "object" ? value : {});
        const known = new Set(controls.map((each) => each.entry.id));
        rest = Object.fromEntries(Object.entries(cells).filter(([key]) => !known.has(key)));
        for (const each of controls) each.value = typeof cells[each.entry.id] === "string" ? String(cells[each.entry.id]) : "";
        open();
      },
      open,
    };

    /** Show the columns that wait for others once those are filled. */
    function open() {
      for (const each of controls) {
        const missing = each.entry.after.map((id) => controls.find((other) => other.entry.id === id)).filter((other) => other && !other.value);
        each.wait(missing.map((other) => `“${other?.entry.label}”`));
      }
    }
    self.call(label);
    open();
    return self;
  }

  function changed() {
    for (const each of drawn) each.open();
    typed();
  }

  function number() {
    drawn.forEach((each, index) => each.call(isFixed ? table.rows[index][1] : `${table.row} ${index + 1}`));
    add.setAttribute("aria-disabled", String(drawn.length >= table.most));
  }

  /** @param {number} count */
  function grow(count) {
    while (drawn.length < count) {
      const added = row("", "");
      drawn.push(added);
      list.append(added.element);
    }
    while (drawn.length > count) drawn.pop()?.element.remove();
    number();
  }

  function another() {
    if (drawn.length >= table.most) {
      say(full, words.full);
      return;
    }
    say(full, "");
    grow(drawn.length + 1);
    drawn[drawn.length - 1].controls[0].focus();
  }

  /** @param {ReturnType<typeof row>} gone */
  function without(gone) {
    const place = drawn.indexOf(gone);
    drawn = drawn.filter((each) => each !== gone);
    gone.element.remove();
    if (drawn.length === 0) grow(1);
    number();
    say(full, "");
    drawn[Math.min(place, drawn.length - 1)].controls[0].focus();
    typed();
  }

  if (isFixed) {
    drawn = table.rows.map(([name, label]) => row(name, label));
    list.append(...drawn.map((each) => each.element));
  } else grow(table.start);

  return {
    element,
    /** @returns {unknown} */
    read() {
      const read = drawn.map((each) => each.read());
      if (isFixed) {
        const filled = drawn.map((each, index) => [each.name, read[index]]).filter(([, cells]) => Object.keys(cells).length > 0);
        const all = { ...Object.fromEntries(filled), ...others };
        return Object.keys(all).length > 0 ? all : undefined;
      }
      while (read.length > 0 && Object.keys(read[read.length - 1]).length === 0) read.pop();
      return read.length > 0 ? read : undefined;
    },
    /** @param {unknown} value */
    put(value) {
      if (isFixed) {
        const given = /** @type {Record<string, unknown>} */ (value && typeof value === "object" && !Array.isArray(value) ? value : {});
        for (const each of drawn) each.put(given[each.name]);
        const known = new Set(drawn.map((each) => each.name));
        others = Object.fromEntries(Object.entries(given).filter(([name]) => !known.has(name)));
        return;
      }
      const given = Array.isArray(value) ? value : [];
      grow(Math.max(given.length, Math.min(drawn.length, table.most), table.start));
      drawn.forEach((each, index) => each.put(given[index]));
    },
    /** @param {Advice[]} advice */
    advise(advice) {
      const own = advice.filter((each) => each.row === 0).map((each) => each.text);
      fillNotes(own, () => own.map((text) => h("p", { class: "mr-note" }, text)));
      drawn.forEach((each, index) => {
        for (const cell of each.controls) cell.advise(advice.filter((one) => one.row === index + 1 && one.column === cell.entry.id));
      });
    },
    /** @param {Advice} [advice] */
    focus(advice) {
      const at = drawn[(advice?.row || 1) - 1] ?? drawn[0];
      (at.controls.find((each) => each.entry.id === advice?.column) ?? at.controls[0]).focus();
    },
    /** @param {string[]} sentences */
    work(sentences) {
      fillWorked(sentences, () => sentences.map((sentence) => h("p", {}, sentence)));
    },
    /** @param {string} _text */
    take(_text) {},
  };
}

/**
 * @param {Section[]} sections @param {Words} words
 */
export function formFields(sections, words) {
  /** @type {Map<string, ReturnType<typeof single> | ReturnType<typeof rows>>} */
  const parts = new Map();
  const elements = sections.map(({ title, intro, fields }) =>
    h(
      "section",
      { class: "mr-form-section" },
      h("h4", { class: "mr-form-heading" }, title),
      intro && h("p", { class: "mr-quiet" }, intro),
      ...fields.map((field) => {
        const part = field.kind === "table" ? rows(field, words, typed) : single(field, words, typed);
        parts.set(field.id, part);
        return part.element;
      }),
    ),
  );
  /** The text that was put in, unchanged until the learner types. */
  let whole = "";
  let isTyped = false;
  /** @type {Values} */
  let others = {};
  let changed = () => {};

  function typed() {
    isTyped = true;
    changed();
  }

  function value() {
    if (!isTyped) return whole;
    const read = [...parts].map(([id, part]) => [id, part.read()]).filter(([, each]) => each !== undefined);
    const values = { ...Object.fromEntries(read), ...others };
    return Object.keys(values).length > 0 ? JSON.stringify(values) : "";
  }

  /** @param {string} text */
  function put(text) {
    whole = text;
    isTyped = false;
    const values = parsed(text);
    others = Object.fromEntries(Object.entries(values).filter(([id]) => !parts.has(id)));
    for (const [id, part] of parts) part.put(values[id]);
  }

  return {
    parts,
    /** @param {Advice} advice */
    focus: (advice) => parts.get(advice.part)?.focus(advice),
    /** @param {Advice[]} advice */
    advise(advice) {
      for (const [id, part] of parts) part.advise(advice.filter((each) => each.part === id));
    },
    /** @param {string} id @param {string} text */
    take(id, text) {
      parts.get(id)?.take(text);
      typed();
    },
    /**
     * The same as the field of a text has, for `writings`.
     * @param {{label: string, text: string, longest: number}} first @param {() => void} onChange @param {() => void} left
     */
    area(first, onChange, left) {
      changed = onChange;
      put(first.text);
      return {
        elements: [h("div", { class: "mr-form-fields", role: "group", "aria-label": first.label, onfocusout: left }, ...elements)],
        get value() {
          return value();
        },
        set value(text) {
          put(text);
        },
        get over() {
          return Math.max(0, [...value()].length - first.longest);
        },
        words: "",
        focus: () => [...parts.values()][0].focus(),
        /** @param {string} _name */
        name: (_name) => {},
      };
    },
  };
}

/** @param {string} text @returns {Values} */
function parsed(text) {
  try {
    const values = JSON.parse(text || "{}");
    return values && typeof values === "object" && !Array.isArray(values) ? values : {};
  } catch {
    return {};
  }
}
