// The model that the player talks to, in place of the course's server: it knows every screen beforehand.
const { worlds, parts } = JSON.parse(document.getElementById("playable-screens").textContent);
let world = Math.floor(Math.random() * worlds.length);
let places = "";
let read = 0;
let view = whole(worlds[world].cover);
const listeners = new Set();

// Puts the parts that many screens share back into their places.
function whole(value) {
  if (value === null || typeof value !== "object") return value;
  if ("$" in value) return whole(parts[value.$]);
  if (Array.isArray(value)) return value.map(whole);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, whole(part)]));
}

const steps = {
  begin: () => ((places = ""), (read = 0)),
  choose: ({ options }) => (places += options[0]),
  "go-on": () => (read = places.length),
  rewind: ({ to }) => ((places = places.slice(0, to - 1)), (read = to - 1)),
  restart: () => ((world = (world + 1) % worlds.length), (places = ""), (read = 0)),
};

const model = {
  get: (name) => (name === "view" ? view : undefined),
  on: (_, listener) => listeners.add(listener),
  off: (_, listener) => listeners.delete(listener),
  send({ do: step, id, ...more }) {
    steps[step]?.(more);
    view = { ...whole(worlds[world][`${places}.${read}`]), ack: id };
    queueMicrotask(() => listeners.forEach((listener) => listener()));
  },
};

player.render({ model, el: document.getElementById("playable") });
