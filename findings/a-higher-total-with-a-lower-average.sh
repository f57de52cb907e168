#!/usr/bin/env bash
# inkjs 2.4.0 (Node 20): an ink story keeps a score in halves, from `VAR total = 0.0`.
# It shows the average of two answers, `total / asked`, and a percentage of the 8 points
# on offer, `100 * total / most`.
#
# Expected: total starts as a decimal and stays one. 6.5 points are 81.25 per cent, and 7 are 87.5.
# What happens: as soon as a sum comes to a whole number, inkjs turns it into an integer,
# and one integer divided by another loses its remainder. So 6.5 points average 3.25
# and 7 points average 3. With a pass mark of 3.25 the better learner fails.
# The percentage is worse: 6.5 points show 81.25, and 7 points show 0. Ink divides
# before it multiplies, and 7 / 8 is 0. With a fraction in the total the order does not show.
#
# The obvious cure fails later. `total / 2.0` gives 3.5 while the story is compiled in
# place, but 3 once inkjs has saved the compiled story as JSON, for it saves "2.0" as "2".
# So a preview shows one score and the published course another, with no warning.
#
# Who is hurt: learners whose scores and pass marks are wrong, but only for some totals.
# What to do: write FLOAT(total), or keep whole points in the story and divide outside it.
# Test the JSON that you ship, and test it with totals that come to a whole number.
#
# Output as seen:
#   inkjs 2.4.0
#   compiled in place: total 6.5, average 3.25 (pass), 81.25%; by 2.0: 3.25; FLOAT: 3.25, 81.25%
#   from saved JSON:   total 6.5, average 3.25 (pass), 81.25%; by 2.0: 3.25; FLOAT: 3.25, 81.25%
#   compiled in place: total 7, average 3 (fail), 0%; by 2.0: 3.5; FLOAT: 3.5, 87.5%
#   from saved JSON:   total 7, average 3 (fail), 0%; by 2.0: 3; FLOAT: 3.5, 87.5%
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact inkjs@2.4.0

cat > averages.mjs <<'JS'
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Compiler, Story } from "inkjs/full";

const SOURCE = `
VAR total = 0.0
VAR asked = 2
VAR most = 8
The first talk.
* [Explain the task again]
  ~ total = total + 3.0
* [Ask what is in the way]
  ~ total = total + 3.5
- The second talk.
* [Ask what is in the way]
  ~ total = total + 3.5
- total {total}, average {total / asked} ({total / asked >= 3.25:pass|fail}), {100 * total / most}%; by 2.0: {total / 2.0}; FLOAT: {FLOAT(total) / asked}, {100 * FLOAT(total) / most}%
-> END
`;

function compiledInPlace() {
  return new Compiler(SOURCE).Compile();
}

function fromSavedJson() {
  return new Story(compiledInPlace().ToJson());
}

function lastLine(story, picks) {
  story.ContinueMaximally();
  let text = "";
  for (const pick of picks) {
    story.ChooseChoiceIndex(pick);
    text = story.ContinueMaximally();
  }
  return text.trim();
}

const EXPECTED = [
  ["compiled in place: ", compiledInPlace, [0, 0],
    "total 6.5, average 3.25 (pass), 81.25%; by 2.0: 3.25; FLOAT: 3.25, 81.25%"],
  ["from saved JSON:   ", fromSavedJson, [0, 0],
    "total 6.5, average 3.25 (pass), 81.25%; by 2.0: 3.25; FLOAT: 3.25, 81.25%"],
  ["compiled in place: ", compiledInPlace, [1, 0],
    "total 7, average 3 (fail), 0%; by 2.0: 3.5; FLOAT: 3.5, 87.5%"],
  ["from saved JSON:   ", fromSavedJson, [1, 0],
    "total 7, average 3 (fail), 0%; by 2.0: 3; FLOAT: 3.5, 87.5%"],
];

const { version } = JSON.parse(readFileSync("node_modules/inkjs/package.json", "utf8"));
console.log(`inkjs ${version}`);
for (const [label, load, picks, expected] of EXPECTED) {
  const seen = lastLine(load(), picks);
  console.log(label + seen);
  assert.equal(seen, expected);
}
JS
node averages.mjs
