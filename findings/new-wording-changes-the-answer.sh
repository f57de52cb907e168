#!/usr/bin/env bash
# ipywidgets 8.1.9 (Python 3.11): a question is asked with RadioButtons whose options are
# (label, value) pairs. The learner has answered. The page then sets `options` again
# with better wording, a translation or one more choice. All the values are still there.
#
# Expected: the answer stays, since its value is still on offer. If not, it is cleared.
# What happens: the FIRST option becomes the answer. `observe` reports it as an ordinary
# change, so the record holds a choice the learner never made. Dropdown, Select,
# ToggleButtons and SelectionSlider do the same. A SelectionRangeSlider jumps to the first
# point, and a SelectMultiple loses its ticks. An unanswered question is left alone,
# so a test that does not answer first sees nothing. Options equal to the old ones
# change nothing either, so a plain redraw looks safe.
#
# Setting the value again afterwards is not enough. It still reports two changes,
# to the first option and back.
#
# Who is hurt: learners whose answer is replaced, and anyone who reads the record.
# What to do: build a new widget with `value=` for new wording. Or stop observing,
# set the options, put the value back, and observe again.
#
# Output as seen:
#   ipywidgets 8.1.9
#   RadioButtons          refuse          -> listen   reported: refuse to listen
#   Dropdown              refuse          -> listen   reported: refuse to listen
#   Select                refuse          -> listen   reported: refuse to listen
#   ToggleButtons         refuse          -> listen   reported: refuse to listen
#   SelectionSlider       refuse          -> listen   reported: refuse to listen
#   SelectionRangeSlider  explain, refuse -> listen, listen   reported: explain, refuse to listen, listen
#   SelectMultiple        explain, refuse -> (nothing)   reported: explain, refuse to (nothing)
#   RadioButtons, not answered: None -> None, reported: nothing
#   RadioButtons, value put back: refuse -> refuse, reported: refuse to listen, listen to refuse
#   RadioButtons, value put back unobserved: refuse -> refuse, reported: nothing
#   RadioButtons, equal options: refuse -> refuse, reported: nothing
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    ipywidgets==8.1.9 2>pip.log || { cat pip.log; exit 1; }

cat > rewording.py <<'PY'
from importlib.metadata import version

import ipywidgets

BEFORE = [("Listen", "listen"), ("Explain", "explain"), ("Refuse", "refuse")]
AFTER = [("Hear her out", "listen"), ("Explain the plan", "explain"), ("Say no", "refuse")]


def words(value):
    return ", ".join(value) or "(nothing)" if isinstance(value, tuple) else str(value)


def reword(kind, answer, options=AFTER, put_back=False, observed=True):
    """Answer, then set the options again. Returns the answer afterwards and the changes reported."""
    question = getattr(ipywidgets, kind)(options=BEFORE, value=answer)
    reported = []

    def report(change):
        reported.append((change["old"], change["new"]))

    question.observe(report, "value")
    if not observed:
        question.unobserve(report, "value")
    question.options = options
    if put_back:
        question.value = answer
    question.observe(report, "value")
    return question.value, reported


print(f"ipywidgets {version('ipywidgets')}")
for kind in ("RadioButtons", "Dropdown", "Select", "ToggleButtons", "SelectionSlider"):
    after, reported = reword(kind, "refuse")
    print(f"{kind:21} {'refuse':15} -> {after}   reported: {reported[0][0]} to {reported[0][1]}")
    assert after == "listen" and reported == [("refuse", "listen")], (kind, after, reported)

two = ("explain", "refuse")
for kind, expected in (("SelectionRangeSlider", ("listen", "listen")), ("SelectMultiple", ())):
    after, reported = reword(kind, two)
    print(f"{kind:21} {words(two)} -> {words(after)}   reported: {words(reported[0][0])} to {words(reported[0][1])}")
    assert after == expected and reported == [(two, expected)], (kind, after, reported)

after, reported = reword("RadioButtons", None)
print(f"RadioButtons, not answered: None -> {after}, reported: {reported or 'nothing'}")
assert after is None and reported == []

after, reported = reword("RadioButtons", "refuse", put_back=True)
print(f"RadioButtons, value put back: refuse -> {after}, reported:",
      ", ".join(f"{old} to {new}" for old, new in reported))
assert after == "refuse" and reported == [("refuse", "listen"), ("listen", "refuse")], reported

for label, ways in (("value put back unobserved", {"put_back": True, "observed": False}),
                    ("equal options", {"options": list(BEFORE)})):
    after, reported = reword("RadioButtons", "refuse", **ways)
    print(f"RadioButtons, {label}: refuse -> {after}, reported: {reported or 'nothing'}")
    assert after == "refuse" and reported == [], (label, after, reported)
PY
venv/bin/python -W error rewording.py
