// @ts-check
import { s } from "./dom.js";

/**
 * Portraits of people, drawn from a few traits. A portrait is decoration, as the name is beside it as text.
 * Each trait is an index into a list; an index beyond the end starts again at the beginning.
 * `mood` is the expression: 0 neutral, 1 pleased, 2 doubtful, 3 tired.
 * @typedef {{ground: number, skin: number, hair: number, tone: number, dress: number, cloth: number, glasses: number,
 *   beard: number, age: number, mood?: number}} Traits
 */

const GROUNDS = ["#cfdfe2", "#e8d9bf", "#dcd4e6", "#d5dfc9", "#ecd2c8", "#cbd8ea", "#e6dcd2"];
const SKINS = [
  ["#f3d3bd", "#dfb197"],
  ["#e6b794", "#cd9873"],
  ["#c98f66", "#ad744e"],
  ["#a06a45", "#855433"],
  ["#7a4b31", "#623a25"],
  ["#573423", "#432719"],
];
const WHITE_OF_EYE = "#fbf3ea";
const TONES = ["#1f1c1b", "#3c2a20", "#6a4428", "#9a6a3a", "#c79a58", "#8f3f26", "#77736f", "#c9c5bf"];
const CLOTHS = ["#2f5d70", "#8a4b38", "#4b5a3c", "#5b4a72", "#b07d35", "#394150", "#8c3f55", "#5d7f86"];
/** The colours of brows, mouth and glasses; the one with more contrast to the colour below is used. */
const INK = "#1f1613";
const PALE = "#e6b58f";
/** The lightness of a colour, from 0 to 1, above which `INK` has more contrast to it than `PALE`. */
const LIGHT = 0.16;
const COLLAR = "#f4f1ea";

/** The paths of hair behind the head and over it; `null` for none. */
const HAIR = [
  [null, "M20 25C18 13 25 9 33 9c8 0 13 5 11 16-1-4-3-7-6-8-5 1-11 0-14 2-2 1-3 3-4 6z"],
  [null, "M20 26C17 14 24 8 34 9c8 1 12 7 10 17-1-4-2-6-3-7-7 1-13-1-16-4-1 4-4 6-5 11z"],
  ["M18 26c-1-12 6-18 14-18s15 6 14 18l1 14c-4 3-26 3-30 0z", "M20 27C18 14 25 10 32 10s14 5 12 17c-2-6-5-9-9-11-4 4-10 5-15 11z"],
  ["M17 27c-1-13 6-19 15-19s16 6 15 19c0 8 3 18 4 25-8 4-30 4-38 0 2-8 4-17 4-25z", "M20 28c-1-12 4-18 12-18s13 6 12 18c-1-7-5-11-12-12-7 1-11 5-12 12z"],
  ["M14 25c-2-4 0-9 4-11 1-5 6-8 10-8 4-2 9-1 12 1 5 0 9 4 9 9 3 3 3 8 0 11 0 5-3 8-6 9H21c-5-1-7-6-7-11z", "M20 27c-3-5-2-12 3-15 3-3 6-4 9-4s7 1 9 4c5 3 6 10 3 15-1-3-3-6-6-7-4 1-8 1-12 0-3 1-5 3-6 7z"],
  ["M25 8a7 6 0 1 1 14 0 7 6 0 1 1-14 0z", "M20 27C18 15 24 9 32 9s14 6 12 18c-1-6-4-9-8-10-5 1-12 2-16 10z"],
  [null, null],
  ["M13 60c-2-14 2-26 4-34C18 13 24 6 32 6s14 7 15 20c2 8 6 20 4 34z", "M19 32C17 17 23 9 32 9s15 8 13 23c-1-9-5-15-13-15s-12 6-13 15z"],
  ["M40 14c9-1 13 7 11 17-1 6-2 9-5 11-2-8 1-15-4-19z", "M20 26C18 14 24 9 32 9s14 5 12 17c-2-5-5-8-9-9-5 0-12 3-15 9z"],
  ["M17 25c0-11 7-17 15-17s15 6 15 17v19c-2 3-4 0-4-3l-1-10H22l-1 10c0 3-3 6-4 3z", "M20 27C18 14 25 9 32 9s14 5 12 18c-1-5-4-9-8-11-3 1-5 1-8 0-4 2-7 6-8 11z"],
  [null, "M20.5 30c-1-3-2-8 0-12 1 0 1 4 1 7zM43.5 30c1-3 2-8 0-12-1 0-1 4-1 7z"],
  ["M17 20C16 9 24 4 33 5c9 0 15 6 14 15z", "M18 22c-1-9 5-14 14-14s15 5 14 14c-4-3-9-4-14-4s-10 1-14 4z"],
];
const SCARF = 7;
const WRAP = 11;

const DRESS = [
  () => [s("path", { d: "M25 47c2 4 12 4 14 0l2 1c-2 7-16 7-18 0z", fill: "#0002" })],
  (/** @type {string} */ skin) => [s("path", { d: "M26 46h12l-6 11z", fill: skin })],
  () => [s("path", { d: "M26 45l-4 4 6 8 4-6zM38 45l4 4-6 8-4-6z", fill: COLLAR })],
  () => [
    s("path", { d: "M25 47h14l-7 15z", fill: COLLAR }),
    s("path", { d: "M25 45l-6 5 3 5-2 2 11 7zM39 45l6 5-3 5 2 2-11 7z", fill: "#0003" }),
  ],
  (/** @type {string} */ _skin, /** @type {string} */ cloth) => [
    s("path", { d: "M25 41c4 3 10 3 14 0l1 8c-4 3-12 3-16 0z", fill: cloth }),
    s("path", { d: "M24 48c4 3 12 3 16 0", fill: "none", stroke: "#0003", "stroke-width": 1 }),
  ],
];

/**
 * @param {Traits} traits
 * @param {string} [className]
 */
export function portrait(traits, className = "mr-portrait") {
  const [skin, shade] = at(SKINS, traits.skin);
  const cloth = at(CLOTHS, traits.cloth);
  const tone = traits.age > 1 ? TONES[6 + (traits.tone % 2)] : at(TONES.slice(0, 6), traits.tone);
  const style = traits.hair % HAIR.length;
  const hair = style === SCARF || style === WRAP ? at(CLOTHS, traits.cloth + 3) : tone;
  const [behind, over] = HAIR[style];
  return s(
    "svg",
    { class: className, viewBox: "0 0 64 64", "aria-hidden": "true", focusable: "false" },
    s("rect", { width: 64, height: 64, fill: at(GROUNDS, traits.ground) }),
    behind && s("path", { d: behind, fill: hair }),
    s("path", { d: "M6 66c0-13 11-19 26-19s26 6 26 19z", fill: cloth }),
    s("path", { d: "M27 37h10v9c0 5-10 5-10 0z", fill: shade }),
    ...at(DRESS, traits.dress)(shade, cloth),
    ...head(traits, skin, shade, tone),
    over && s("path", { d: over, fill: hair }),
    ...glasses(traits.glasses, legible(skin)),
  );
}

/** The paths of brows and mouth, by mood. */
const BROWS = [
  "M25 24.5q2.2-1.4 4.2-.3M34.8 24.2q2-1.1 4.2.3",
  "M25 23.9q2.2-1.8 4.2-.7M34.8 23.2q2-1.1 4.2.7",
  "M25 24.9q2.2-.6 4.2.5M34.8 23q2-1.6 4.2-.1",
  "M25 25q2.2-1.6 4.2-1.3M34.8 23.7q2-.3 4.2 1.3",
];
const MOUTHS = ["M28.8 36.3q3.2 2 6.4 0", "M27.8 35.6q4.2 4 8.4 0", "M28.9 37.2q3-1.5 6.4-.3", "M28.9 37q3.2-.7 6.2 0"];
const TIRED = 3;

/** @param {Traits} traits @param {string} skin @param {string} shade @param {string} tone */
function head(traits, skin, shade, tone) {
  const line = { fill: "none", stroke: legible(skin), "stroke-linecap": "round" };
  const mood = traits.mood ?? 0;
  return [
    s("path", { d: "M19.5 27a2.3 2.8 0 1 0 2 4zM44.5 27a2.3 2.8 0 1 1-2 4z", fill: shade }),
    s("path", { d: "M20.5 24c0-8 5-13 11.5-13s11.5 5 11.5 13c0 10-5 18.5-11.5 18.5S20.5 34 20.5 24z", fill: skin }),
    ...beard(traits.beard, tone),
    s("path", { d: at(BROWS, mood), ...line, "stroke-width": 1.1 }),
    ...[27.3, 36.7].flatMap((x) => eye(x, skin, mood)),
    s("path", { d: "M32 28.5l-1.3 4h2", ...line, stroke: shade, "stroke-width": 1.2, "stroke-linejoin": "round" }),
    s("path", { d: at(MOUTHS, mood), ...line, stroke: legible(traits.beard === 3 ? tone : skin), "stroke-width": 1.2 }),
    traits.age > 0 && s("path", { d: "M26.6 33.5q-1 1.5-.6 3M37.4 33.5q1 1.5.6 3", ...line, stroke: shade, "stroke-width": 0.9 }),
    traits.age > 1 && s("path", { d: "M27.5 20.3h9", ...line, stroke: shade, "stroke-width": 0.8 }),
  ];
}

/** Draw an eye; on dark skin, with the white of the eye. @param {number} x @param {string} skin @param {number} mood */
function eye(x, skin, mood) {
  const ink = legible(skin);
  return [
    ink === PALE && s("ellipse", { cx: x, cy: 27.8, rx: 2.2, ry: 1.6, fill: WHITE_OF_EYE }),
    s("circle", { cx: x, cy: 27.8, r: 1.25, fill: INK }),
    mood === TIRED && s("path", { d: `M${x - 2.5} 25.6h5v2.1h-5z`, fill: skin }),
    mood === TIRED && s("path", { d: `M${x - 2} 27.6h4`, fill: "none", stroke: ink, "stroke-width": 0.9, "stroke-linecap": "round" }),
  ];
}

/** @param {number} kind 0 none, 1 a shadow, 2 a moustache, 3 a full beard @param {string} tone */
function beard(kind, tone) {
  if (kind === 1) return [s("path", { d: "M21 29c1 9 5 13.5 11 13.5S42 38 43 29c-2 4-5 5-11 5s-9-1-11-5z", fill: tone, opacity: 0.25 })];
  if (kind === 2) return [s("path", { d: "M26.5 35.5c2-2.5 9-2.5 11 0-3 .8-8 .8-11 0z", fill: tone })];
  if (kind !== 3) return [];
  return [s("path", { d: "M20.7 27c.5 11 5 17 11.3 17s10.8-6 11.3-17c-1.5 5-3 6.5-5 6.8-3-1-9.6-1-12.6 0-2-.3-3.5-1.8-5-6.8zM29 36h6q-1 2.5-3 2.5T29 36z", fill: tone, "fill-rule": "evenodd" })];
}

/** @param {number} kind 0 none, 1 round, 2 square @param {string} ink */
function glasses(kind, ink) {
  const rim = { fill: "#fff3", stroke: ink, "stroke-width": 1 };
  if (kind === 1) return [lens(ink, s("circle", { cx: 27.3, cy: 27.8, r: 3.7, ...rim }), s("circle", { cx: 36.7, cy: 27.8, r: 3.7, ...rim }))];
  if (kind !== 2) return [];
  return [lens(ink, s("rect", { x: 23.3, y: 25, width: 7.6, height: 6, rx: 1.5, ...rim }), s("rect", { x: 33.1, y: 25, width: 7.6, height: 6, rx: 1.5, ...rim }))];
}

/** @param {string} ink @param {...SVGElement} rims */
function lens(ink, ...rims) {
  return s("g", {}, ...rims, s("path", { d: "M31 27.5h2", stroke: ink, "stroke-width": 1 }));
}

/** What stands out from a colour. @param {string} ground */
function legible(ground) {
  const [red, green, blue] = [1, 3, 5].map((place) => (parseInt(ground.slice(place, place + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > LIGHT ? INK : PALE;
}

/** @template T @param {T[]} list @param {number} index @returns {T} */
function at(list, index) {
  return list[index % list.length];
}
