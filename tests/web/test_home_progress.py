"""What the home knows of a learner follows from what they did and the content, and gives nothing hidden away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_course.catalogue import lesson, lessons
from misread_course.items import items
from misread_records.play_log import screen_item
from misread_scenarios.cards import load_recall
from misread_scenarios.competencies import competencies, level
from misread_scenarios.decisions import decisions
from misread_scenarios.exercises import Scored, load_exercise
from misread_scenarios.library import load
from misread_scenarios.names import default_names, drawn_names
from misread_scenarios.play import transitions
from misread_scenarios.play.engine import play
from misread_web.home.item_summaries import ItemSummary
from misread_web.home.overview import Overview, overview
from misread_web.home.progress import progress
from misread_web.live.hashed_files import HashedFiles
from misread_web.site.home_text import run_of
from misread_web.site.templates import Pages
from misread_widgets.views.bars import bars
from misread_widgets.views.rendering import Telling
from misread_widgets.views.typesetting import typeset
from tests.web.home_server import M2, M4, SAM, UNGRADED, Learner, best, half_way

ITEMS = [(one.name, item.id) for one in lessons() for item in items(one)]


def seen(learner: Learner) -> Overview:
    return overview(lessons(), learner.events)


def step_of(learner: Learner, item: str) -> ItemSummary:
    return next(step for one in seen(learner).course for step in one.steps if step.item.id == item)


def onward(learner: Learner) -> tuple[str, str] | None:
    found = seen(learner).onward
    return (found.why, found.path) if found else None


def sam(picks: int) -> Learner:
    return Learner().begins(M4, SAM).picks(M4, SAM, best(SAM)[:picks])


def test_nothing_is_begun_by_somebody_who_did_nothing() -> None:
    found = overview(lessons(), ())
    assert {one.state for one in found.course} == {"ahead"}
    assert onward(Learner()) == ("begin", f"lessons/{lessons()[0].name}")
    assert (found.profile.stories, found.profile.bars, found.notes, found.played) == (0, (), (), ())
    assert not found.begun


def test_one_continues_at_the_very_place_where_one_stopped() -> None:
    assert onward(half_way()) == ("left", "lessons/m4-sam-and-priya#m4-case-play")
    assert step_of(half_way(), SAM).detail == "decision 5 of 9"


@pytest.mark.parametrize("made", range(len(best(SAM)) + 1))
def test_a_story_says_which_decision_waits(made: int) -> None:
    step = step_of(sam(made), SAM)
    over = made == len(best(SAM))
    assert step.state == ("done" if over else "begun")
    assert step.detail == ("ended with “Both in the right seat”" if over else f"decision {made + 1} of 9")


def test_a_story_is_not_done_before_its_last_page_is_read() -> None:
    unread = sam(len(best(SAM)))
    unread.events.pop()
    found = seen(unread)
    assert step_of(unread, SAM).state == "begun"
    assert (found.profile.stories, found.profile.bars) == (0, ())
    assert found.onward
    assert (found.onward.why, found.onward.path) == ("left", f"lessons/{M4}#m4-case-play")
    assert "Both in the right seat" not in str(found.played)


@pytest.mark.parametrize("made", range(len(best(SAM))))
def test_a_story_that_is_not_over_gives_nothing_hidden_away(made: int) -> None:
    scenario = load(SAM)
    page = Pages("/", HashedFiles()).render("home.html", overview=seen(sam(made)), **UNGRADED)
    hidden = [ending.title for ending in scenario.endings] + [one.name for one in competencies().values()]
    hidden += [text for one in competencies().values() for text in one.levels]
    assert [text for text in hidden if text in page] == []


def test_the_profile_is_what_the_finished_first_runs_add_up_to() -> None:
    learner = Learner().plays(M2, "communications-boss").begins(M4, SAM)
    stand = play(load(SAM), (), 7)
    while not stand.over:
        stand = stand.after(stand.moves[-1].pick)
    learner.picks(M4, SAM, stand.picks)
    first = play(load("communications-boss"), best("communications-boss"), 7)
    found = seen(learner).profile
    assert (found.stories, found.again) == (2, 0)
    for bar in found.bars:
        (id_,) = [id_ for id_, one in competencies().items() if one.name == bar.name]
        offered = first.offered.get(id_, 0) + stand.offered.get(id_, 0)
        share = (first.points.get(id_, 0) + stand.points.get(id_, 0)) / offered
        assert bar.first.share == pytest.approx(100 * share, abs=0.06)
        assert bar.first.figure.startswith(f"{share * offered:g} of {offered:g} points, from ")
        made = sum(any(id_ in step.offered for step in one.steps) for run in (first, stand) for one in decisions(run))
        assert bar.first.figure.endswith(f"from {made} decision{'' if made == 1 else 's'}")
        assert bar.first.level == (f"Level {level(share)} of 3" if made >= 4 else "")
        assert bar.latest is None
        if made >= 4 and level(share) > 1:
            assert typeset(competencies()[id_].levels[level(share) - 1]) in bar.anchor
        else:
            assert bar.anchor == ""
    assert {bar.first.level for bar in found.bars} != {"Level 3 of 3"}


def test_no_level_is_named_for_what_was_done_in_an_employees_part() -> None:
    found = seen(Learner().plays(M2, "communications-employee")).profile
    assert found.bars
    for bar in found.bars:
        assert (bar.first.level, bar.anchor, bar.following) == ("", "", "")


def test_a_level_that_stands_on_a_part_of_the_points_says_on_which() -> None:
    learner = Learner().plays(M2, "communications-employee").plays(M2, "communications-boss")
    boss = play(load("communications-boss"), best("communications-boss"), 7)
    mixed = {bar.name: bar.first for bar in seen(learner).profile.bars if " as a manager, on " in bar.first.level}
    assert mixed
    for id_, one in competencies().items():
        if one.name in mixed:
            assert mixed[one.name].level.endswith(f"as a manager, on {boss.points[id_]:g} of {boss.offered[id_]:g}")
            assert f"of {boss.offered[id_]:g} points" not in mixed[one.name].figure


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize(
    ("lesson_name", "story"), [(M4, SAM), (M2, "communications-boss"), (M2, "communications-employee")]
)
def test_the_profile_of_one_story_shows_the_bars_of_its_debrief(lesson_name: str, story: str, place: int) -> None:
    stand = play(load(story), (), 7)
    while not stand.over:
        stand = stand.after(stand.moves[place % len(stand.moves)].pick)
    learner = Learner().begins(lesson_name, story).picks(lesson_name, story, stand.picks)
    learner.reads(lesson_name, story, len(stand.picks))
    sitting = step_of(learner, story).story
    assert sitting is not None
    debrief = bars(sitting, Telling(sitting.scenario, sitting.names))
    assert debrief is not None
    on_home = seen(learner).profile.bars
    assert [bar.name for bar in on_home] == [item["name"] for item in debrief["items"]]
    for bar, item in zip(on_home, debrief["items"], strict=True):
        assert bar.first.share == item["share"]
        assert bar.first.figure.startswith(f"{item['figure']}, from {len(item['evidence'])} decision")
        assert item["level"] == (f"{bar.first.level}. {bar.anchor}" if bar.anchor else "")
        assert item["next"] == bar.following


def test_the_profile_shows_the_first_run_and_the_latest() -> None:
    stand = play(load(SAM), (), 7)
    while not stand.over:
        worth = {move.pick: transitions.total(stand.after(move.pick).points) for move in stand.moves}
        stand = stand.after(min(worth, key=worth.__getitem__))
    learner = Learner().begins(M4, SAM).picks(M4, SAM, stand.picks)
    before = seen(learner).profile
    learner.restarts(M4, SAM, 2, seed=7).picks(M4, SAM, best(SAM), attempt=2)
    after = seen(learner).profile
    assert (before.again, after.again) == (0, 1)
    assert [bar.first for bar in after.bars] == [bar.first for bar in before.bars]
    assert {bar.latest.share for bar in after.bars if bar.latest} == {100}
    assert {bar.latest.level for bar in after.bars if bar.latest} == {"", "Level 3 of 3"}


@pytest.mark.parametrize(
    ("stories", "again", "said"),
    [
        (1, 0, "Based on your first run of 1 story."),
        (1, 1, "Based on your first run of 1 story, with your latest run beside it."),
        (2, 2, "Based on your first run of 2 stories, with your latest run beside it."),
        (3, 1, "Based on your first run of 3 stories, with your latest run of one of them beside it."),
        (3, 2, "Based on your first run of 3 stories, with your latest run of 2 of them beside it."),
    ],
)
def test_the_profile_says_which_runs_it_comes_from(stories: int, again: int, said: str) -> None:
    assert run_of(stories, again, "your") == said


def test_a_run_that_is_not_over_changes_nothing_in_the_profile() -> None:
    learner = sam(9)
    before = seen(learner).profile
    learner.restarts(M4, SAM, 2).picks(M4, SAM, best(SAM)[:3], attempt=2)
    assert seen(learner).profile == before


def test_a_later_run_left_in_its_middle_is_where_one_goes_on() -> None:
    learner = sam(9).restarts(M4, SAM, 2).picks(M4, SAM, best(SAM)[:2], attempt=2)
    assert onward(learner) == ("left", f"lessons/{M4}#m4-case-play")
    assert step_of(learner, SAM).state == "done"
    both = "ended with “Both in the right seat”; latest run not finished, at decision 3 of 9"
    assert step_of(learner, SAM).detail == both


def test_the_first_run_and_the_latest_stand_side_by_side() -> None:
    learner = sam(9).restarts(M4, SAM, 2, seed=7).picks(M4, SAM, best(SAM), attempt=2)
    ended = "ended with “Both in the right seat”"
    assert step_of(learner, SAM).detail == f"{ended}; latest run {ended}"
    (story,) = seen(learner).played
    assert story.latest is not None
    assert (story.latest.attempt, len(story.rows)) == (2, 9)
    assert all(row.first == row.latest for row in story.rows)


def test_what_was_chosen_is_told_with_the_names_of_its_run() -> None:
    scenario = load(SAM)
    learner = sam(9).restarts(M4, SAM, 2, seed=8).picks(M4, SAM, best(SAM)[:2], attempt=2)
    (story,) = seen(learner).played
    for number, (row, pick) in enumerate(zip(story.rows, best(SAM), strict=True)):
        choice = scenario.scenes[number].choice(pick)
        assert choice is not None
        assert row.first == Telling(scenario, default_names(scenario)).text(choice.text)
        again = Telling(scenario, drawn_names(scenario, 8)).text(choice.text)
        assert row.latest == (again if number < 2 else "")


def test_what_is_done_leads_to_the_next_thing_that_is_not() -> None:
    learner = Learner().guesses(M4, "M4.try")
    assert onward(learner) == ("next", f"lessons/{M4}#m4-case-play")
    learner.plays(M4, SAM).reads(M4, SAM, 9)
    for exercise in (item for item in items(lesson(M4)) if item.kind == "exercise"):
        assert onward(learner) == ("next", f"lessons/{M4}#{exercise.cell}")
        learner.solves(M4, exercise.id)
    assert onward(learner) == ("next", f"lessons/{M4}#m4-exit-recall")


@pytest.mark.parametrize(("name", "extra"), [("m1-career-conversation", "D13"), ("m5-safe-and-fair", "D12")])
def test_a_lesson_is_done_without_its_extra_exercise(name: str, extra: str) -> None:
    learner, one = Learner("ada"), lesson(name)
    for item in items(one):
        if item.id != extra:
            learner.finishes(name, item)
    found = progress(one, learner.events)
    assert (found.state, found.left, found.next_step) == ("done", (), None)
    assert [step.item.id for step in found.steps if step.state == "ahead"] == [extra]


def test_an_exercise_is_done_with_its_first_try() -> None:
    learner = Learner()
    assert (step_of(learner, "X4.2").state, step_of(learner, "X4.2").detail) == ("ahead", "still ahead")
    learner.solves(M4, "X4.2")
    assert (step_of(learner, "X4.2").state, step_of(learner, "X4.2").detail) == ("done", "answered")
    learner.does(M4, "X4.2", "answered", data={"answer": [], "try": 2}, slot="X4.2/2")
    assert step_of(learner, "X4.2").detail == "answered twice"


def test_a_text_is_done_when_it_is_handed_in_and_waits_while_it_is_revised() -> None:
    learner = Learner().writes(M4, "X4.6", "X4.6", "A beginning")
    assert (step_of(learner, "X4.6").state, step_of(learner, "X4.6").detail) == ("begun", "begun")
    learner.solves(M4, "X4.6")
    assert (step_of(learner, "X4.6").detail, step_of(learner, "X4.6").resting) == ("handed in", True)
    learner.writes(M4, "X4.6", "X4.6", "Another beginning")
    step = step_of(learner, "X4.6")
    assert (step.state, step.detail, step.resting) == ("done", "handed in, and changed since", False)


def test_what_was_passed_over_waits() -> None:
    learner = Learner().answers(M4, "M4.exit")
    assert onward(learner) == ("next", f"lessons/{M4}#m4-try-guess")


def test_mirrors_that_are_not_finished_are_not_passed_over() -> None:
    mirrors = next(item for item in items(lesson(M2)) if item.kind == "mirrors")
    for begun in (True, False):
        learner = Learner().marks(M2, mirrors.id, 1) if begun else Learner()
        for item in items(lesson(M2))[:-1]:
            if item != mirrors:
                learner.finishes(M2, item)
        assert onward(learner) == ("left" if begun else "next", f"lessons/{M2}#{mirrors.cell}")


def test_what_was_begun_and_left_comes_before_what_is_still_ahead() -> None:
    learner = Learner().writes(M4, "M4.exit", "M4.exit.1", "something").guesses(M4, "M4.try")
    assert onward(learner) == ("left", f"lessons/{M4}#m4-exit-recall")


def test_exercises_tell_what_their_tries_earned() -> None:
    exercise = load_exercise("X4.2")
    assert isinstance(exercise, Scored)
    learner = Learner()
    for number, answer in enumerate(([], exercise.model), 1):
        learner.does(M4, "X4.2", "answered", data={"answer": answer, "try": number}, slot=f"X4.2/{number}")
    learner.solves(M4, "X4.5").solves(M4, "X4.6").writes(M2, "M2.exit", "M2.exit.1", "no exercise")
    assert [(one.title, one.said) for one in seen(learner).results] == [
        (
            "Could two people see it?",
            "0 % of the points on the first try, 100 % on the last; the best counts: 100 %",
        ),
        ("A trial for somebody real", "handed in"),
        ("Eight achievements, two ladders", "100 % of the points"),
    ]


def test_a_finished_lesson_leads_to_one_that_is_not() -> None:
    learner = Learner().finishes_lesson(lesson(M4))
    after = [each.name for each in lessons()]
    assert onward(learner) == ("lesson", f"lessons/{after[after.index(M4) + 1]}")
    for each in lessons():
        if each.name not in {M2, M4}:
            learner.finishes_lesson(each)
    assert onward(learner) == ("lesson", f"lessons/{M2}")


def test_a_lesson_that_was_begun_and_left_is_not_called_the_next_in_this_one() -> None:
    learner = Learner().guesses(M2, "M2.try")
    assert onward(learner) == ("next", f"lessons/{M2}#m2-employee-play")
    for each in lessons():
        if each.name != M2:
            learner.finishes_lesson(each)
    assert onward(learner) == ("left", f"lessons/{M2}#m2-employee-play")


def test_nothing_waits_for_somebody_who_is_done_with_everything() -> None:
    found = seen(Learner().finishes_everything())
    assert {one.state for one in found.course} == {"done"}
    assert found.onward is None


def test_questions_count_once_each_has_an_answer() -> None:
    learner = Learner()
    questions = load_recall("M4.exit").questions
    for number, question in enumerate(questions, 1):
        learner.writes(M4, "M4.exit", question.id, "something")
        assert step_of(learner, "M4.exit").detail == f"{number} of {len(questions)} answered"
    assert step_of(learner, "M4.exit").state == "done"
    learner.writes(M4, "M4.exit", questions[0].id, "  \n ")
    assert step_of(learner, "M4.exit").state == "begun"


def test_two_mirrors_are_begun_with_the_first_mark_and_done_with_the_last_text() -> None:
    learner = Learner().marks(M2, "two-mirrors", 1)
    assert (step_of(learner, "two-mirrors").state, step_of(learner, "two-mirrors").detail) == ("begun", "begun")
    learner.compares(M2, "two-mirrors")
    assert step_of(learner, "two-mirrors").state == "done"


def test_the_same_item_elsewhere_is_another_one() -> None:
    learner = Learner().plays("m9-of-another-course", SAM)
    assert step_of(learner, SAM).state == "ahead"
    assert onward(learner) == ("begin", f"lessons/{lessons()[0].name}")


def test_a_story_that_was_rewritten_since_still_opens() -> None:
    learner = Learner().begins(M4, SAM).picks(M4, SAM, (*best(SAM)[:2], "no-longer-offered", *best(SAM)[3:]))
    assert step_of(learner, SAM).detail == "decision 3 of 9"
    assert onward(learner) == ("left", f"lessons/{M4}#m4-case-play")


def test_runs_are_listed_with_their_days_and_endings() -> None:
    learner = sam(9).restarts(M4, SAM, 2).picks(M4, SAM, best(SAM)[:2], attempt=2)
    (story,) = seen(learner).played
    assert [run.outcome for run in story.tries] == [
        "ended with “Both in the right seat”",
        "not finished, at decision 3 of 9",
    ]
    assert story.tries[1].at - story.tries[0].at >= timedelta(minutes=1)
    assert story.lesson == lesson(M4).title


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_whatever_the_events_hold_the_home_can_be_shown(data: st.DataObject) -> None:
    json = st.recursive(
        st.none() | st.booleans() | st.integers(-3, 40) | st.sampled_from(["mark", "report", "M4.exit.1", "\u202e<b>"]),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=4,
    )
    names = st.sampled_from(["seed", "pick", "question", "text", "line", "choice", "read", "keep", "from", "ending"])
    learner = Learner()
    for _ in range(data.draw(st.integers(1, 12))):
        lesson_name, item = data.draw(st.sampled_from(ITEMS))
        learner.does(
            data.draw(st.sampled_from([lesson_name, "gone"])),
            data.draw(st.sampled_from([item, screen_item(item), "gone"])),
            data.draw(st.sampled_from(["picked", "answered", "wrote", "opened", "finished", "restarted"])),
            attempt=data.draw(st.integers(1, 3)),
            data=data.draw(st.dictionaries(names, json, max_size=4)),
        )
    pages = Pages("/", HashedFiles())
    for name in ("home.html", "paper.html"):
        assert "\u202e" not in pages.render(name, overview=seen(learner), made=learner.events[0].at, **UNGRADED)
