#!/usr/bin/env bash
# statsmodels 0.15.0 with pandas 3.1.1 (Python 3.11): three graders mark reflections,
# and the table of marks goes into fleiss_kappa(aggregate_raters(table)).
#
# Expected: a mark that is not there yet is left out, or the call fails. The docstring of
# aggregate_raters speaks of an exception for data that "cannot be converted to integer",
# and fleiss_kappa refuses texts with unequal numbers of graders.
# What happens: NaN becomes a grade of its own, beside 1, 2 and 3. Every text then has three
# "grades", so the check in fleiss_kappa passes. Graders who have not read a text agree on it.
#
# Ten texts marked by three graders who hardly agree give a kappa of 0.09. Put the whole
# cohort's 24 texts into the index, 14 of them unread, and kappa is 0.58. The other way
# round, three graders who agree well (0.90) drop to 0.54 when one of them is four texts
# behind. krippendorff 0.9.0 leaves gaps out and hardly moves in either case.
# pandas helps to hide it: with one gap a column of whole numbers becomes floats,
# and float NaN passes. Text grades or Int64 raise an error instead.
#
# Who is hurt: people who publish or act on the agreement of graders before all marks are in.
# What to do: call dropna() first and state how many texts are left, or use Krippendorff's
# alpha. Check that the categories from aggregate_raters are grades on your scale.
#
# Output as seen:
#   statsmodels 0.15.0, pandas 3.1.1, numpy 2.4.6, krippendorff 0.9.0
#                                        texts  Fleiss kappa  Krippendorff alpha  "grades" found
#   weak agreement, all marks in            10         0.088               0.118  [1.0, 2.0, 3.0]
#   the same marks, 14 unread texts         24         0.584               0.118  [1.0, 2.0, 3.0, nan]
#   good agreement, all marks in            10         0.900               0.903  [1.0, 2.0, 3.0]
#   the same marks, 4 of Cleo's missing     10         0.541               0.888  [1.0, 2.0, 3.0, nan]
#   the same as Int64: TypeError
#   the same as words: TypeError
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    statsmodels==0.15.0 pandas==3.1.1 numpy==2.4.6 krippendorff==0.9.0 2>pip.log || { cat pip.log; exit 1; }

cat > agreement.py <<'PY'
from importlib.metadata import version

import krippendorff
import numpy as np
import pandas as pd
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

TEXTS = [f"text-{number:02}" for number in range(1, 25)]
WEAK = pd.DataFrame({"Ada": [1, 2, 3, 1, 2, 3, 1, 2, 3, 2],
                     "Ben": [1, 3, 3, 2, 2, 1, 1, 2, 2, 3],
                     "Cleo": [2, 2, 3, 1, 3, 3, 2, 1, 3, 2]}, index=TEXTS[:10])
GOOD = pd.DataFrame({"Ada": [1, 2, 3, 1, 2, 3, 1, 2, 3, 2],
                     "Ben": [1, 2, 3, 1, 2, 3, 1, 2, 3, 3],
                     "Cleo": [1, 2, 3, 1, 2, 3, 1, 2, 3, 2]}, index=TEXTS[:10])
BEHIND = GOOD.astype(float)
BEHIND.loc[["text-01", "text-03", "text-05", "text-07"], "Cleo"] = np.nan

print(", ".join(f"{name} {version(name)}" for name in ("statsmodels", "pandas", "numpy", "krippendorff")))
print(f'{"":36} texts  Fleiss kappa  Krippendorff alpha  "grades" found')
for label, table, kappa, alpha in [
    ("weak agreement, all marks in", WEAK, 0.088, 0.118),
    ("the same marks, 14 unread texts", WEAK.reindex(TEXTS), 0.584, 0.118),
    ("good agreement, all marks in", GOOD, 0.900, 0.903),
    ("the same marks, 4 of Cleo's missing", BEHIND, 0.541, 0.888),
]:
    counts, grades = aggregate_raters(table)
    by_fleiss = fleiss_kappa(counts)
    by_krippendorff = krippendorff.alpha(table.to_numpy(dtype=float).T, level_of_measurement="nominal")
    print(f"{label:36} {len(table):>5} {by_fleiss:>13.3f} {by_krippendorff:>19.3f}  {[float(g) for g in grades]}")
    assert round(by_fleiss, 3) == kappa, by_fleiss
    assert round(by_krippendorff, 3) == alpha, by_krippendorff
    assert bool(np.isnan(grades[-1])) == bool(table.isna().any(axis=None)), grades

WORDS = {1: "not yet", 2: "good", 3: "strong"}
for label, table in [("Int64", BEHIND.astype("Int64")), ("words", GOOD.replace(WORDS).where(BEHIND.notna()))]:
    try:
        aggregate_raters(table)
    except TypeError as refusal:
        print(f"the same as {label}: {type(refusal).__name__}")
    else:
        raise AssertionError(f"{label} passed")
PY
venv/bin/python -W error agreement.py
