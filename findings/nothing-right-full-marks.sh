#!/usr/bin/env bash
# nbgrader 0.9.6 with numpy 2.4.6 and pandas 3.1.1 (Python 3.11): a test cell of 4 points ends with the points
# earned, so that nbgrader gives partial credit. The points come from a mean or a sum by numpy or pandas.
#
# Expected: 0 of 4 for a learner with nothing right and 1.5 of 4 for one with part of it, as with plain Python.
# What happens: both get 4 of 4. nbgrader reads the printed form of the result. Since numpy 2 that is
# "np.float64(0.0)" and no longer "0.0", so nbgrader cannot read it as a number. Then it gives full
# marks, with a line in the log. Rounding does not help, since round() of a numpy number is one too.
# Decimal and Fraction, which one takes for exact points, end the same way.
#
# Who is hurt: learners and L&D teams, since a course that graded correctly gives everybody full marks
# after an update of numpy, and its tests with a perfect answer still pass.
# What to do: end every test cell with float(...). Test each one with an answer that must earn nothing.
#
# Output as seen:
#   nbgrader 0.9.6, numpy 2.4.6, pandas 3.1.1
#   last line of the test cell              shown as             grade
#   sum([0, 0, 0.0])                        0.0                  0 of 4
#   np.mean([0, 0, 0])                      np.float64(0.0)      4 of 4
#   round(pd.Series([1, 2]).mean(), 1)      np.float64(1.5)      4 of 4
#   pd.Series([0, 1]).sum()                 np.int64(1)          4 of 4
#   Fraction(3, 2)                          Fraction(3, 2)       4 of 4
#   float(pd.Series([1, 2]).mean())         1.5                  1.5 of 4
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    nbgrader==0.9.6 numpy==2.4.6 pandas==3.1.1 2>pip.log || { cat pip.log; exit 1; }

cat > grading.py <<'PY'
from importlib.metadata import version

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

MARK = {"grade": True, "solution": False, "task": False, "locked": True, "points": 4, "schema_version": 3}
SETUP = "from fractions import Fraction\nimport numpy as np\nimport pandas as pd"
CASES = {   # last line of the test cell: shown as, grade
    "sum([0, 0, 0.0])": ("0.0", 0),
    "np.mean([0, 0, 0])": ("np.float64(0.0)", 4),
    "round(pd.Series([1, 2]).mean(), 1)": ("np.float64(1.5)", 4),
    "pd.Series([0, 1]).sum()": ("np.int64(1)", 4),
    "Fraction(3, 2)": ("Fraction(3, 2)", 4),
    "float(pd.Series([1, 2]).mean())": ("1.5", 1.5),
}

tests = [new_code_cell(line, metadata={"nbgrader": {**MARK, "grade_id": f"test-{number}"}})
         for number, line in enumerate(CASES)]
notebook = new_notebook(cells=[new_code_cell(SETUP), *tests])
NotebookClient(notebook, kernel_name="python3").execute()

print(", ".join(f"{name} {version(name)}" for name in ("nbgrader", "numpy", "pandas")))
print("last line of the test cell              shown as             grade")
for cell in notebook.cells[1:]:
    shown = cell.outputs[0].data["text/plain"]
    grade, most = determine_grade(cell)
    print(f"{cell.source:<39} {shown:<20} {grade:g} of {most:g}")
    assert (shown, grade) == CASES[cell.source], (shown, grade)
PY
venv/bin/python -W ignore grading.py 2>grading.log || { cat grading.log; exit 1; }
