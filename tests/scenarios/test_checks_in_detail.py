"""The finer points of the rules: what they let pass, and the parts that a broken file of their own does not show."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_scenarios.checks import check_all, check_text
from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.scored_scenes import items
from misread_scenarios.checks.value_bounds import possible_answers, possible_values
from misread_scenarios.format.condition_parser import parse_condition
from misread_scenarios.format.reader import read_text
from misread_scenarios.format.references import END
from misread_scenarios.library import library, load
from misread_scenarios.model import Scenario, Scene
from misread_scenarios.play.engine import opening

CLEAN = (Path(__file__).parent / "clean.md").read_text(encoding="utf-8")
SCENES = [CLEAN[CLEAN.index(f"## {here}") : CLEAN.index(there)] for here, there in (("N1", "## N2"), ("N4", "## At"))]


def changed(*pairs: tuple[str, str]) -> str:
    text = CLEAN
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def found(text: str, code: str) -> list[str]:
    return [problem.message for problem in check_text(text, "x.md") if problem.code == code]


def scenario(text: str) -> Scenario:
    read = read_text(text, "x.md").scenario
    assert read is not None
    return read


def test_a_loop_that_something_counts_is_welcome() -> None:
    loop = "  - tags: delay\n  - covers: S3\n  - go (if rounds < 2): N1\n  - effect: rounds +1\n"
    text = changed(
        ("  - tags: delay\n  - covers: S3\n", loop), ("  known: flag", "  rounds: 0..2 = 0  # rounds\n  known: flag")
    )
    assert found(text, "SC032") == []


def test_a_loop_in_which_only_hours_pass_is_endless() -> None:
    loop = "  - tags: delay\n  - covers: S3\n  - go: N1\n"
    text = changed(("  - tags: delay\n  - covers: S3\n", loop), ("(if calm >= 6)", "(if hours >= 6)"))
    assert len(found(text, "SC032")) == 1


def test_a_loop_that_hours_bring_to_an_end_is_welcome() -> None:
    again = "  - tags: evidence\n  - covers: S3\n  - go (if hours < 6): N1\n"
    text = changed(("  - tags: evidence\n  - covers: S3\n", again))
    assert found(text, "SC032") == []


def test_a_plain_text_below_those_with_conditions_hides_them() -> None:
    plain, guarded = (line for line in CLEAN.split("\n") if line.startswith("  - then") and "shuts the door" in line)
    text = changed((f"{plain}\n{guarded}", f"{guarded}\n{plain}"))
    assert found(text, "SC040") == ["a later text always takes the place of this one; move it below, or take it out"]


TAKEAWAY = '> takeaway: "What would have to be different for you to say yes?"\n'


def test_a_takeaway_has_to_be_met_on_some_path_and_missed_on_another() -> None:
    (message,) = found(changed((TAKEAWAY, f'{TAKEAWAY}>\n> takeaway (if calm >= 6): "Later, then."\n')), "SC040")
    assert "`(if calm >= 6)` holds on no path, so a takeaway of 'N1' is lost" in message
    (message,) = found(changed((TAKEAWAY, f'{TAKEAWAY}>\n> takeaway (if calm == 5): "Later, then."\n')), "SC041")
    assert "`(if calm == 5)` holds on every path to a takeaway of 'N1'" in message
    fear = f'{TAKEAWAY}>\n> takeaway (if cause == fear): "Who called you that?"\n'
    assert found(changed((TAKEAWAY, fear)), "SC040") == found(changed((TAKEAWAY, fear)), "SC041") == []


def test_a_takeaway_may_hang_on_what_only_it_asks_about() -> None:
    scene = "## N2 Two days later\n\n"
    text = changed((scene, f'{scene}> takeaway (if calm == 7): "It can wait."\n\n'))
    assert found(text, "SC040") == found(text, "SC041") == []


def test_an_effect_that_nothing_reads_is_judged_by_what_its_variables_can_be() -> None:
    line = "- effect (if known): calm +1\n"
    assert found(changed((line, f"{line}- effect (if hours > 6): calm -1\n")), "SC040") == []
    (message,) = found(changed((line, f"{line}- effect (if hours > 7): calm -1\n")), "SC040")
    assert "`(if hours > 7)` holds on no path" in message


def test_thirteen_decisions_are_too_many() -> None:
    body = "\n".join(SCENES[0].replace("## N1", f"## M{number}") for number in range(12))
    text = changed(("## N2 ", f"{body}\n## N2 "))
    assert any("takes 16 decisions (at most 12)" in message for message in found(text, "Q5"))


def test_a_figure_needs_its_finding_but_not_where_a_confidence_is_asked_for() -> None:
    plain = changed(("The sheet was full by noon", "In 40 % of teams the sheet was full by noon"))
    assert any("gives a figure" in message for message in found(plain, "Q11"))
    named = changed(
        ("The sheet was full by noon", "In 40 % of teams the sheet was full by noon"), ("covers: S2", "covers: S2, E12")
    )
    assert found(named, "Q11") == []
    asked = changed(("A miss that became a joke", "At 60 % it is a guess. A miss that became a joke"))
    assert found(asked, "Q11") == []


def test_feedback_may_speak_of_the_learner_but_not_of_a_trait() -> None:
    assert found(changed(("The sheet was full by noon", "You were quick, and the sheet was full by noon")), "Q11") == []
    assert (
        found(
            changed(("The sheet was full by noon", "You were a bit too careless, and the sheet was full by noon")),
            "Q11",
        )
        != []
    )


def begun(*openings: tuple[str, int]) -> str:
    """Put each opening before so many notes, one after another."""
    added = iter([opening for opening, times in openings for _ in range(times)])
    return re.sub(r"(?<=  - )(why[^:]*: )", lambda head: head[1] + next(added, ""), CLEAN)


def test_notes_that_open_alike_are_reported_at_the_first_of_them() -> None:
    text = begun(("Your way is one. ", 3), ("You say so. ", 8))
    notes = [number for number, line in enumerate(text.split("\n"), 1) if line.startswith("  - why")]
    (problem,) = [one for one in check_text(text, "x.md") if one.code == "Q32"]
    assert "8 of 25 notes open with 'you say'" in problem.message
    assert problem.line == notes[3]


def test_notes_may_open_with_a_dash() -> None:
    (message,) = found(begun(("— No. Not now. ", 8)), "Q32")
    assert "open with 'no. not'" in message


def test_verbs_that_look_alike_for_everyone_need_no_slot() -> None:
    assert (
        found(changed(("{ida} nods three", "{ida.They} asked and {ida.they} always would. {ida} nods three")), "Q14")
        == []
    )
    assert found(changed(("{ida} nods three", "{ida.They}'s here. {ida} nods three")), "Q14") != []
    assert found(changed(("{ida} nods three", "{ida.They} {ida:read|reads} on. {ida} nods three")), "Q14") != []


def bank(size: int, *pairs: tuple[str, str]) -> list[Scenario]:
    """Return a library of so many scenarios, all changed alike, each with one world."""
    update: dict[str, object] = {"draw": {"cause": ("fear",)}}
    return [scenario(changed(*pairs)).model_copy(update=update | {"id": f"case-{n}"}) for n in range(size)]


def codes(scenarios: list[Scenario]) -> set[str]:
    return {problem.code for problem in check_all(scenarios)}


def test_a_bank_that_is_too_small_is_not_judged() -> None:
    cue = [("Ask {ida} behind", "Ask {ida} together behind"), ("Go back to", "Go back together to")]
    cue.append(("Say aloud", "Say together aloud"))
    assert "Q9-bank" not in codes(bank(1, *cue))
    assert "Q9-bank" in codes(bank(3, *cue))


def test_words_that_exclude_all_else_may_not_stand_in_weak_options_alone() -> None:
    weak = [("Tell {ida} warmly", "Always tell {ida} warmly"), ("Take the no", "Always take the no")]
    assert "Q9-bank" in codes(bank(3, *weak))
    both = [*weak, ("Go back to", "Always go back to")]
    assert "Q9-bank" not in codes(bank(3, *both))


def test_a_place_that_is_always_best_is_told() -> None:
    first = [item.model_copy(update={"scenes": tuple(best_first(item))}) for item in bank(20)]
    told = [problem.message for problem in check_all(first) if problem.code == "Q4-bank"]
    assert any("A is best in 100% of cases (15% to 35%)" in message for message in told)


def best_first(of: Scenario) -> list[Scene]:
    """Return the scenes with their best choices first and with a fourth choice each."""
    best = {item.scene.id: set(item.best) for item in items(CheckedScenario(of))}
    scenes = []
    for scene in of.scenes:
        chosen = [choice for choice in scene.choices if choice.id in best.get(scene.id, set())]
        others = [choice for choice in scene.choices if choice not in chosen]
        fourth = [others[-1].model_copy(update={"id": "fourth"})] if len(scene.choices) == 3 else []
        scenes.append(scene.model_copy(update={"choices": (*chosen, *others, *fourth)}))
    return scenes


@pytest.mark.parametrize("id_", library())
def test_the_shares_of_the_best_options_add_up(id_: str) -> None:
    for item in items(CheckedScenario(load(id_))):
        assert sum(item.best.values()) == pytest.approx(1)
        assert item.best.keys() <= item.texts.keys()
        assert item.weak


@settings(deadline=None)
@given(st.sampled_from(library()), st.integers(0, 1000), st.lists(st.integers(0, 1000), min_size=20, max_size=20))
def test_no_path_leaves_the_bound_on_its_values(id_: str, seed: int, choices: list[int]) -> None:
    played = load(id_)
    bound = possible_values(played)
    stand = opening(played, seed)
    for choice in choices:
        here = bound[stand.scene.id if stand.scene else END]
        before = stand.state if stand.scene else stand.steps[-1].after
        assert all(before[name] in here[name] for name in here)
        if stand.over:
            break
        stand = stand.after(stand.moves[choice % len(stand.moves)].pick)


def test_a_bound_gives_every_answer_that_its_values_allow() -> None:
    values = {"trust": frozenset({3, 4}), "known": frozenset({0})}
    assert possible_answers(parse_condition("trust >= 4"), values) == {True, False}
    assert possible_answers(parse_condition("trust >= 3 and not known"), values) == {True}
    assert possible_answers(parse_condition("trust > 4 or known"), values) == {False}


VARIABLES = ("trust", "calm", "known")
GUARDS = st.sampled_from(["", " (if known)", " (if trust >= 6)", " (if calm < 5 or not known)", " (if hours > 3)"])
EFFECTS = st.sampled_from(["trust +1", "trust -2, calm +1", "calm = 3", "known = yes", "trust = 9, known = no"])
LINES = st.lists(
    st.one_of(
        st.builds("  - effect{}: {}".format, GUARDS, EFFECTS),
        st.builds("  - score{}: C1 {}".format, GUARDS, st.integers(0, 3)),
        st.builds("  - {}{}: It goes on.".format, st.sampled_from(["then", "why"]), GUARDS),
        st.builds("  - go{}: {}".format, GUARDS, st.sampled_from(["N1", "N2", "N3", "end"])),
    ),
    max_size=4,
)
CHOICES = st.tuples(LINES, st.sampled_from(["", "  - when: known", "  - when: trust >= 5", "  - hours: 2"]))


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.lists(CHOICES, max_size=3), min_size=3, max_size=3),
    st.lists(st.builds("trust >= {} -> E{}".format, st.integers(0, 10), st.integers(1, 3)), max_size=2),
    st.sampled_from(["", "> pick: 2\n", "> fact: A log.\n"]),
)
def test_any_story_can_be_checked(scenes: list[list[tuple[list[str], str]]], rules: list[str], ask: str) -> None:
    lines = CLEAN[: CLEAN.index("## N1")].split("\n")
    for number, choices in enumerate(scenes, 1):
        lines += [f"## N{number} A scene", "", "Text.", "", *([ask] if len(choices) > 1 else []), ""]
        for place, (facts, fact) in enumerate(choices):
            lines += [f"- c{place}. Do it.", *([fact] if fact else []), *facts]
    lines += ["", "## Endings", *(f"{number}. {rule}" for number, rule in enumerate([*rules, "otherwise -> E1"], 1))]
    lines += [line for number in (1, 2, 3) for line in (f"## E{number} An end", "", "Text.", "")]
    text = "\n".join(lines)
    assert read_text(text, "x.md").problems == ()
    problems = check_text(text, "x.md")
    assert problems == tuple(sorted(problems))
