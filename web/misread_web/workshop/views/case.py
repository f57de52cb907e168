"""A case on the projector and for the facilitator: situation, choices, votes, consequence, reasoning, ending."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from misread_records import Run
from misread_records.play_state import PlayState, fitting
from misread_records.workshop import choices_of, leading
from misread_scenarios.decisions import decisions, most_decisions
from misread_scenarios.language import listed, spoken
from misread_scenarios.library import load
from misread_web.language import _
from misread_web.workshop.telling import telling_of
from misread_web.workshop.views.ending import ending_pages
from misread_web.workshop.views.paging import GAP, LINES, lines, packed, paragraph_lines, prose_pages
from misread_web.workshop.views.spread import Option, is_enough, lettered
from misread_web.workshop.views.step_view import StepView, button, prose_page, result_page
from misread_widgets.language import _ as widget_words
from misread_widgets.views import Scenes, heading, offered, ui_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from misread_records.workshop import Vote
    from misread_scenarios.decisions import Decision
    from misread_scenarios.model import Scenario
    from misread_scenarios.play import Move, Stand
    from misread_widgets.views import Telling, View

CHOICE_LINE = 62
"""How many characters of a choice fit on a line beside its letter."""
RESULT_LINE = 66
"""How many fit between its letter and its figures, where lines are set closer (`ROW_HEIGHT`)."""
ROW_HEIGHT, BARS, RESULT_HEIGHT = 1.18, 1.3, 17.0
"""The height of a line of a choice in a result, of its bars and the space below, and of the page, in em."""


class CaseView(StepView):
    """A case as the group has played it so far. Everybody meets the people by the names in the file."""

    @functools.cached_property
    def scenario(self) -> Scenario:
        """The scenario, in the spoken language."""
        return load(self.state.step.item)

    @functools.cached_property
    def sitting(self) -> PlayState:
        """The group's run, as the lessons know a learner's."""
        return _sitting(self.scenario, self.workshop.seed, self.state.picks)

    @property
    def stand(self) -> Stand:
        """Where the group's picks have led."""
        return self.sitting.stand

    @functools.cached_property
    def telling(self) -> Telling:
        """The story with its names."""
        return telling_of(self.scenario)

    @functools.cached_property
    def scenes(self) -> Scenes:
        """The views of the present scene."""
        return Scenes(self.stand, self.telling, "practice")

    @property
    def lang(self) -> str:
        """The language of the scenario's text."""
        return self.scenario.lang

    @property
    def kicker(self) -> str:
        """The number of the decision."""
        if self.stand.over:
            return widget_words(ui_text.LAST)
        return ui_text.decision_of(len(decisions(self.stand)) + 1, most_decisions(self.stand))

    @property
    def heading(self) -> str:
        """The title of the scene, or of the ending."""
        scene = self.stand.scene
        return self.telling.text(scene.title) if scene else heading(self.stand, self.telling)

    @property
    def reading(self) -> str:
        """What the room does before a vote, or at the end."""
        return _("Ending and debrief") if self.stand.over else _("Reading")

    @property
    def votes(self) -> bool:
        """Whether the story waits for a decision."""
        return not self.stand.over and self.state.phase != "consequence"

    @functools.cached_property
    def _options(self) -> tuple[Option, ...]:
        return lettered([(choice.id, self.telling.text(choice.text)) for choice in offered(self.stand)])

    def options(self) -> tuple[Option, ...]:
        """Return the choices in the order of this workshop."""
        return self._options

    def note(self) -> list[View]:
        """Return the scene's notes for the facilitator, with names filled in."""
        scene = self.stand.scene
        return self.telling.paragraphs(scene.host) if scene else []

    def pages(self) -> list[View]:
        """Return the pages of the present phase."""
        match self.state.phase:
            case "read" if self.stand.over:
                return list(_ending(self.scenario, self.workshop.seed, self.state.picks, spoken()))
            case "read" if not self.stand.fact_shown:
                return [*self._situation(), *self._choices()]
            case "read" | "vote" | "closed":
                return [*self._choices(), *self._situation()]
            case "consequence":
                return self._consequence(self.state.pick)
        result = self.result()
        return result_pages(result) if result else self._choices()

    def _situation(self) -> list[View]:
        view = self.scenes.situation()
        pages = [prose_page(each) for each in prose_pages(view["paragraphs"])]
        if view["fact"]:
            told = prose_pages(view["fact"]["paragraphs"], LINES - 1)
            pages = [*(prose_page(each, view["fact"]["label"]) for each in told), *pages]
        return pages

    def _choices(self) -> list[View]:
        ask = self.scenes.ask("")
        if ask is None:
            return [prose_page([])]
        hours = {option["token"]: option["hours"] for option in ask["options"]}
        rows = [
            {"letter": option.letter, "text": option.text, "hours": hours[str(place)]}
            for place, option in enumerate(self.options(), 1)
        ]
        heights = ((row, lines(f"{row['text']} {row['hours']}", CHOICE_LINE) + GAP) for row in rows)
        return [{"kind": "choices", "label": ask["legend"], "options": each} for each in packed(heights, LINES + 1)]

    def _consequence(self, pick: str) -> list[View]:
        """Return what follows a pick, and the reasoning; after a first reading, the fact that is told then."""
        stand = self.after(pick)
        if stand is None:
            return [prose_page([])]
        if stand.fact_shown and stand.scene and stand.scene.fact:
            told = self.telling.paragraphs([stand.scene.fact])
            return [prose_page(each, widget_words(ui_text.ONE_MORE_FACT)) for each in prose_pages(told, LINES - 1)]
        view = Scenes(stand, self.telling, "practice").consequence(decisions(stand)[-1])
        chosen = {"kind": "chosen", "label": self._chosen_label(), "texts": [self._lettered(pick), *view["chosen"]]}
        taken = 1.5 + sum(lines(text) for text in view["chosen"]) + GAP
        first, *more = prose_pages(view["happened"], LINES - taken) or [[]]
        notes = view["feedback"]["notes"] if view["feedback"] else []
        return [
            {**chosen, "paragraphs": first},
            *(prose_page(each) for each in more),
            *self._reasoning(notes),
        ]

    def _reasoning(self, notes: list[View]) -> Iterator[View]:
        heights = ((note, _note_lines(note)) for note in notes)
        for page in packed(heights, LINES - 1):
            yield {"kind": "notes", "label": widget_words(ui_text.FEEDBACK), "notes": page}

    def _chosen_label(self) -> str:
        branches = len(self.state.branches)
        if branches == 1:
            return _("The room follows")
        return _("Branch {number} of {branches}").format(number=self.state.branch + 1, branches=branches)

    def after(self, pick: str) -> Stand | None:
        """Return where a pick leads from here; None if the scene does not offer it."""
        return self.stand.after(pick) if any(move.pick == pick for move in self.stand.moves) else None

    def decision(self, pick: str) -> Decision | None:
        """Return the decision that a pick settles; None if it settles none."""
        stand = self.after(pick)
        return None if stand is None or stand.fact_shown else decisions(stand)[-1]

    def _lettered(self, pick: str) -> str:
        """Return the letters of a pick: A, or A + C."""
        letters = {option.id: option.letter for option in self.options()}
        return " + ".join(sorted(letters[choice] for choice in choices_of(pick) if choice in letters))

    @functools.cached_property
    def _majority(self) -> tuple[str, ...]:
        """The picks with the most votes, as far as they may be known."""
        return tuple(pick for pick in leading(self._known) if self.after(pick))

    @property
    def _known(self) -> Collection[Vote]:
        """The votes, once voting has closed and if they are enough that nobody is recognised by theirs."""
        votes = self.ballot.votes.values()
        is_known = self.state.phase != "vote" and is_enough(len(votes), self.workshop.settings.least)
        return votes if is_known else ()

    @property
    def level(self) -> str:
        """Say that the majority is tied, and who decides; empty if it is not."""
        if len(self._majority) < 2 or not self.is_revealed or self.stand.over:  # noqa: PLR2004 - two that are level
            return ""
        letters = listed([self._lettered(pick) for pick in self._majority])
        return _("{letters} are level: the facilitator decides.").format(letters=letters)

    @functools.cached_property
    def _picks(self) -> dict[str, str]:
        """A pick for each possible decision by its letters; its confidence is that of those who voted for it."""
        by_letters: dict[str, list[Move]] = {}
        for move in self.stand.moves:
            by_letters.setdefault(self._lettered(move.pick), []).append(move)
        return {letters: self._pick_of(moves) for letters, moves in sorted(by_letters.items())}

    def _pick_of(self, moves: list[Move]) -> str:
        ids = {choice.id for choice in moves[0].choices}
        alike = [vote for vote in self._known if set(choices_of(str(vote.answer))) == ids]
        typical = next((pick for pick in leading(alike) if self.after(pick)), None)
        return typical or moves[len(moves) // 2].pick

    def follow_ups(self) -> View | None:
        """Return what the story may go on with: the majority's pick, each pick, or two picks one after the other."""
        if self.stand.over or self.state.phase in ("vote", "consequence"):
            return None
        majority = [(self._lettered(pick), pick) for pick in self._majority]
        first, first_pick = majority[0] if majority else next(iter(self._picks.items()))
        is_clear = len(majority) == 1
        second = [(letters, pick) for letters, pick in self._picks.items() if letters != first]
        second.sort(key=lambda pair: pair[0] not in dict(majority))
        both = _("Both: {first}, then {second}")
        follow = _("Follow {letters}")
        text = _("Follow the majority: {letters}").format(letters=first)
        return {
            "says": self._what_decides([letters for letters, _pick in majority]),
            "open": self.is_revealed,
            "majority": button(text, "follow", picks=[first_pick]) if is_clear else None,
            "picks": [
                button(follow.format(letters=letters), "follow", picks=[pick])
                for letters, pick in self._picks.items()
                if not (is_clear and self.is_revealed and letters == first)
            ],
            "both_label": _("Both branches, one after the other"),
            "both": [
                button(both.format(first=first, second=letters), "follow", picks=[first_pick, pick])
                for letters, pick in second
            ],
        }

    def _what_decides(self, majority: list[str]) -> str:
        """Say whose decision it is what the story follows; a tie and too few votes leave it to the facilitator."""
        if not self.is_revealed:
            return _("Go on without a result")
        if not majority:
            return _("There are too few votes for a majority: you decide.")
        if len(majority) == 1:
            return _("Follow another choice")
        return _("{letters} have as many votes as each other: you decide.").format(letters=listed(majority))

    def go_on(self) -> list[View]:
        """Return the buttons that take the story on from a branch that was shown, the majority's first."""
        branches = sorted(self.state.branches, key=lambda pick: pick not in self._majority)
        if len(branches) == 1:
            following = self.after(branches[0])
            text = _("Go on") if following is None or not following.over else _("To the ending")
            return [button(text, "go_on", pick=branches[0])]
        text = _("Go on from {letters}")
        return [button(text.format(letters=self._lettered(pick)), "go_on", pick=pick) for pick in branches]

    def path(self) -> View | None:
        """Return the forks on the way here, and those that the group has left for another branch."""
        visited = list(dict.fromkeys(ballot.path for ballot in self.state.ballots))
        here = self.state.picks
        stops = [self._stop(path, is_here=path == here) for path in visited if path == here[: len(path)]]
        left = [self._stop(path, is_here=False) for path in visited if path != here[: len(path)]]
        return {"label": _("The way here"), "stops": stops, "left_label": _("Branches left behind"), "left": left}

    def _stop(self, path: tuple[str, ...], *, is_here: bool) -> View:
        stand = fitting(self.scenario, Run(1, self.workshop.seed, path))
        title = self.telling.text(stand.scene.title) if stand.scene else heading(stand, self.telling)
        number = len(decisions(stand)) + 1
        text = _("{number}. {title}").format(number=number, title=title) if stand.scene else title
        question = _("Go back to “{title}”? What the room has seen since stays in the report.").format(title=title)
        return {
            "text": text,
            "here": is_here,
            "by": self._came_by(stand),
            "back": button(_("Go back"), "back", confirm=question, picks=list(path)) if not is_here else None,
        }

    def _came_by(self, stand: Stand) -> str:
        """Return the choices of the last decision before a stand."""
        made = decisions(stand)
        return " ".join(self.telling.text(choice.text) for choice in made[-1].choices) if made else ""


def result_pages(result: View) -> list[View]:
    """Return the spread of a vote on one page, or on several if the choices need them."""
    heights = ((row, ROW_HEIGHT * lines(f"{row['text']} {row['sure']}", RESULT_LINE) + BARS) for row in result["rows"])
    pages = packed(heights, RESULT_HEIGHT)
    moved = ["" for _page in pages[1:]] + [result["moved"]]
    return [result_page({**result, "rows": page, "moved": said}) for page, said in zip(pages, moved, strict=True)]


def _sitting(scenario: Scenario, seed: int, picks: tuple[str, ...]) -> PlayState:
    run = Run(1, seed, picks)
    return PlayState(scenario, (run,), run, len(picks))


@functools.lru_cache(maxsize=64)  # a debrief takes some 20 ms, and each text that arrives asks for it again
def _ending(scenario: Scenario, seed: int, picks: tuple[str, ...], _lang: str) -> tuple[View, ...]:
    """Return the pages of an ending; views are never changed, so they may be shared."""
    sitting = _sitting(scenario, seed, picks)
    return tuple(ending_pages(sitting, Scenes(sitting.stand, telling_of(scenario), "practice")))


def _note_lines(note: View) -> float:
    about = lines(note["about"]) + GAP if note["about"] else 0
    return about + sum(map(paragraph_lines, note["paragraphs"]))
