#!/usr/bin/env bash
# docx 9.15.2 on npm writes, python-docx 1.2.0 and mammoth 1.13.0 (Python 3.11) read:
# a development plan comes back from the coach, who edited it with tracked changes.
#
# Expected: python-docx gives the plan as the coach left it, or, at worst, as it was before.
# What happens: it gives neither. `paragraph.text` leaves out what was deleted AND what was
# inserted. "Pay rise: two per cent", changed to "five per cent", is read as "Pay rise:  per cent".
# "Sam is ready", corrected to "Sam is not ready", is still read as "Sam is ready".
# A step the coach added is an empty paragraph, and a cell rewritten in a table is "".
# Tick boxes made as content controls go too: ticked and unticked lines read the same.
# There is no warning, and joining the `runs` leaves out the same words.
# mammoth reads the same file as the coach left it, boxes included (as HTML).
#
# Who is hurt: learners and coaches whose corrections vanish or turn into their opposite,
# wherever a returned Word file is read for a record, a reminder or a mark.
# What to do: look for w:ins, w:del, w:moveTo and w:sdt in the document's XML before reading,
# and ask for a copy with all changes accepted. Or read returned files with mammoth.
#
# Output as seen:
#   docx 9.15.2, python-docx 1.2.0, mammoth 1.13.0
#   the coach's version             read by python-docx
#   Sam is not ready to lead.       Sam is ready to lead.
#   Pay rise: five per cent         Pay rise:  per cent
#   Ask Priya first.
#   [x] Told Sam in person           Told Sam in person
#   [ ] Told the team                Told the team
#   By Friday (in a table)
#   mammoth: every line as in the coach's version
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact docx@9.15.2
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    python-docx==1.2.0 mammoth==1.13.0 2>pip.log || { cat pip.log; exit 1; }

cat > coach.mjs <<'JS'
import { writeFileSync } from "node:fs";
import {
  CheckBox, DeletedTextRun, Document, InsertedTextRun, Packer, Paragraph, Table, TableCell, TableRow, TextRun,
} from "docx";

let changes = 0;
const change = (text) => ({ text, id: ++changes, author: "Coach", date: "2026-07-06T09:00:00Z" });
const kept = (text) => new TextRun(text);
const inserted = (text) => new InsertedTextRun(change(text));
const deleted = (text) => new DeletedTextRun(change(text));
const line = (...children) => new Paragraph({ children });

const plan = new Document({
  sections: [{
    children: [
      line(kept("Sam is "), inserted("not "), kept("ready to lead.")),
      line(kept("Pay rise: "), deleted("two"), inserted("five"), kept(" per cent")),
      line(inserted("Ask Priya first.")),
      line(new CheckBox({ checked: true }), kept(" Told Sam in person")),
      line(new CheckBox({ checked: false }), kept(" Told the team")),
      new Table({ rows: [new TableRow({ children: [
        new TableCell({ children: [line(deleted("By June"), inserted("By Friday"))] })] })] }),
    ],
  }],
});
writeFileSync("plan.docx", await Packer.toBuffer(plan));
JS
node coach.mjs

cat > reading.py <<'PY'
import json
import re
from importlib.metadata import version
from pathlib import Path

import docx
import mammoth

COACH = ["Sam is not ready to lead.", "Pay rise: five per cent", "Ask Priya first.",
         "[x] Told Sam in person", "[ ] Told the team", "By Friday"]
PYTHON_DOCX = ["Sam is ready to lead.", "Pay rise:  per cent", "",
               " Told Sam in person", " Told the team", ""]

plan = docx.Document("plan.docx")
by_python_docx = [paragraph.text for paragraph in plan.paragraphs] + [plan.tables[0].cell(0, 0).text]
by_runs = ["".join(run.text for run in paragraph.runs) for paragraph in plan.paragraphs]

with open("plan.docx", "rb") as file:
    html = mammoth.convert_to_html(file).value
html = re.sub(r"<input checked[^>]*>", "[x]", html)
html = re.sub(r"<input type[^>]*>", "[ ]", html)
by_mammoth = re.findall(r"<p>(.*?)</p>", html)

written_by = json.loads(Path("node_modules/docx/package.json").read_text())["version"]
print(f"docx {written_by}, python-docx {version('python-docx')}, mammoth {version('mammoth')}")
print("the coach's version".ljust(31), "read by python-docx")
for wanted, seen in zip(COACH, by_python_docx, strict=True):
    place = " (in a table)" if wanted == COACH[-1] else ""
    print(f"{wanted + place:<31} {seen}".rstrip())
assert by_python_docx == PYTHON_DOCX, by_python_docx
assert by_runs == PYTHON_DOCX[:-1], by_runs
assert by_mammoth == COACH, by_mammoth
print("mammoth: every line as in the coach's version")
PY
venv/bin/python reading.py
