#!/usr/bin/env bash
# pingouin 0.6.1 with pandas 3.1.1 and numpy 2.4.6 (Python 3.11): Cronbach's alpha of a branching case.
# Everybody plays the first scene. Then each learner goes down one branch of three scenes. The scenes
# of the other branches are empty cells in the table.
#
# Expected: `cronbach_alpha(data)`, which uses pairs of scenes unless told otherwise, comes close to the
# value for complete answers. All scores below are made from one ability, so nothing else differs.
# What happens: with two branches it gives 0.67 where the complete answers give 0.81, and with four branches
# 0.62 for 0.87. Nobody has played two scenes of different branches, so pandas has no covariance for such a pair,
# and its sum passes over the gap. The pair then counts as two scenes that have nothing to do with each other.
# There is no error and no warning. The interval is wrong as well: it assumes that every learner
# played every scene. For five learners with one gap each, alpha is 5.54, and the interval runs from 23.93 to 1.50.
#
# Who is hurt: a team that throws out a sound case because its reliability is "only 0.62".
# What to do: take alpha over the scenes that everybody has played, and state how many learners that is. Or take
# the mean of the covariances that exist, as the last column does. Refuse a value above 1.
#
# Output as seen:
#   pingouin 0.6.1, pandas 3.1.1, numpy 2.4.6
#                                      pingouin              mean of the pairs that exist
#   2 branches, all answers known      0.81 (0.75 to 0.86)   0.81
#   2 branches, each learner in one    0.67 (0.57 to 0.75)   0.82
#   4 branches, all answers known      0.87 (0.83 to 0.90)   0.87
#   4 branches, each learner in one    0.62 (0.51 to 0.71)   0.88
#   five learners, one gap each        5.54 (23.93 to 1.50)
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    pingouin==0.6.1 pandas==3.1.1 numpy==2.4.6 2>pip.log || { cat pip.log; exit 1; }

cat > alpha.py <<'PY'
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
import pingouin

warnings.simplefilter("error")  # a warning would end this script
print(", ".join(f"{name} {version(name)}" for name in ("pingouin", "pandas", "numpy")))

LEARNERS, IN_BRANCH, NOISE = 120, 3, 1.2


def played(branches):
    """Scores of a case without gaps, and with them: one scene for all, then one branch of three scenes for each."""
    chance = np.random.default_rng(5)
    ability = chance.normal(size=LEARNERS)
    scenes = 1 + IN_BRANCH * branches
    complete = pd.DataFrame(ability[:, None] + NOISE * chance.normal(size=(LEARNERS, scenes)))
    gaps = complete.copy()
    for learner in range(LEARNERS):
        first = 1 + IN_BRANCH * (learner % branches)
        gaps.iloc[learner, [scene for scene in range(1, scenes) if not first <= scene < first + IN_BRANCH]] = np.nan
    return complete, gaps


def mean_of_pairs(data):
    """Alpha by the mean covariance of those pairs of scenes that somebody has played."""
    covariance = data.cov().to_numpy()
    scenes = len(covariance)
    mean = np.nanmean(covariance[np.tril_indices(scenes, -1)])
    return scenes * mean / (np.diag(covariance).mean() + (scenes - 1) * mean)


def show(what, data, expected):
    alpha, (low, high) = pingouin.cronbach_alpha(data)
    found = (round(float(alpha), 2), round(float(mean_of_pairs(data)), 2))
    print(f"{what:<34} {found[0]:.2f} ({low:.2f} to {high:.2f})   {found[1]:.2f}")
    assert found == expected, found


print(f"{'':<34} pingouin              mean of the pairs that exist")
for branches, in_full, with_gaps in ((2, (0.81, 0.81), (0.67, 0.82)), (4, (0.87, 0.87), (0.62, 0.88))):
    complete, gaps = played(branches)
    show(f"{branches} branches, all answers known", complete, in_full)
    show(f"{branches} branches, each learner in one", gaps, with_gaps)
no = np.nan
few = pd.DataFrame([[1, 2, no], [2, no, 1], [no, 3, 2], [3, 1, no], [1, no, 3]])
alpha, interval = pingouin.cronbach_alpha(few)
print(f"{'five learners, one gap each':<34} {alpha:.2f} ({interval[0]:.2f} to {interval[1]:.2f})")
assert round(alpha, 2) == 5.54, alpha
PY
venv/bin/python alpha.py
