"""Harbour & Pine: a made-up firm of 480 people, in eight tables.

Every effect is planted by quota and not by chance: the counts that the exercises ask for are the same for every seed.
The seed changes only who is who, and the columns that have nothing to do with any effect (noise).
"""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from misread_scenarios.practice_data.draws import Draws
from misread_scenarios.practice_data.noise import Outcomes, spread_evenly
from misread_scenarios.practice_data.table import Cell, CsvTable

SEED = 1974
"""The seed of the tables that the course ships."""
PEOPLE, MANAGERS, TEAM = 480, 40, 12
LAST_QUARTER = 8
TALKS = 900
YES, NO = "yes", "no"

Person: TypeAlias = dict[str, Cell]
Numbers: TypeAlias = tuple[int, ...]

# Each line: how many people, of these how many were asked, of the asked how many want more, of the others how many do.
VISIBILITY: Mapping[tuple[str, str], Numbers] = {
    ("high", "woman"): (50, 37, 22, 8),
    ("high", "man"): (106, 80, 48, 15),
    ("high", "nonbinary"): (4, 3, 2, 1),
    ("mid", "woman"): (66, 36, 22, 17),
    ("mid", "man"): (68, 38, 23, 18),
    ("mid", "nonbinary"): (6, 3, 2, 2),
    ("low", "woman"): (104, 36, 22, 41),
    ("low", "man"): (66, 24, 15, 25),
    ("low", "nonbinary"): (10, 3, 2, 3),
}
# By whether the manager asked, and whether the person wants more: what the manager's last note assumes.
ASSUMED: Mapping[tuple[str, str], Mapping[str, int]] = {
    (NO, YES): {NO: 66, YES: 30, "unknown": 34},
    (NO, NO): {NO: 66, YES: 8, "unknown": 16},
    (YES, YES): {NO: 10, YES: 128, "unknown": 20},
    (YES, NO): {NO: 60, YES: 32, "unknown": 10},
}
UNHEARD = {"people_manager": 30, "specialist": 36}
"""What those people want who want more, were never asked, and are marked as not interested."""
HEARD = {"people_manager": 100, "specialist": 82, "lateral": 40}
"""What all other people want who want more."""
# By level band and group: how many people, and how many of them are offered stretch work.
OFFERED: Mapping[tuple[str, str], Numbers] = {
    ("L2-3", "X"): (200, 60),
    ("L2-3", "Y"): (50, 10),
    ("L2-3", "Z"): (30, 10),
    ("L4-5", "X"): (100, 60),
    ("L4-5", "Y"): (85, 44),
    ("L4-5", "Z"): (15, 8),
}
# By whether the offer has a time limit, and whether the person paid for an earlier miss: offers, and accepted offers.
ACCEPTED: Mapping[tuple[str, str], Numbers] = {
    (YES, YES): (20, 7),
    (YES, NO): (76, 61),
    (NO, YES): (20, 3),
    (NO, NO): (76, 37),
}
# The same for the offers that are repeated to people who declined.
REPEATED: Mapping[tuple[str, str], Numbers] = {
    (YES, YES): (9, 3),
    (YES, NO): (16, 10),
    (NO, YES): (9, 2),
    (NO, NO): (16, 8),
}
DECLINED_LEAVERS = {YES: 4, NO: 13}
"""The leavers among the 42 who declined and had a talk within 60 days, and among the 42 who had none."""
# By gender and job family: applications, and promotions.
PROMOTED: Mapping[tuple[str, str], Numbers] = {
    ("woman", "Sales"): (20, 13),
    ("woman", "Operations"): (80, 20),
    ("man", "Sales"): (80, 48),
    ("man", "Operations"): (20, 4),
}
OTHER_APPLICATIONS = {YES: 4, "withdrawn": 4}
"""The outcomes of the eight applications of nonbinary people: too few for any figure."""
INTERVIEWED, NOT_INTERVIEWED = (50, 5), (65, 14)
"""People whose application was rejected, and the leavers among them: with an interview, and without."""
LEAVERS = {YES: 34, NO: 33}
"""The leavers among those who were asked, and among those who were not."""
FOLLOWED_UP = {YES: 10, NO: 120}
"""The people with a follow-up among the asked: those who left, and those who stayed."""
# By how the training fits the person's goal: people, desired moves, and money for each person.
TRAINING: Mapping[str, Numbers] = {"matched": (120, 54, 1_600), "unmatched": (100, 14, 2_400), "none": (260, 31, 0)}
# What is known of the person who is named for a role (willing, ready), and how many such roles have a bench.
NAMED: Mapping[tuple[str, str], Numbers] = {(YES, YES): (7, 0), (YES, NO): (5, 2), (NO, YES): (4, 2), (NO, NO): (2, 1)}
EMPTY_ROLES, EMPTY_WITH_BENCH = 6, 4
BENCH: Mapping[tuple[bool, bool], int] = {(True, True): 7, (True, False): 1, (False, True): 2, (False, False): 1}
"""The people of the bench, by whether they are in the low band and whether they were never asked."""

FUNCTIONS = ("Service", "Sales", "Operations", "Technology")
FAMILIES = ("Sales", "Operations")
LEVELS = {"L2-3": {"L2": 160, "L3": 120}, "L4-5": {"L4": 130, "L5": 70}}
TRACKS = {"L2-3": {"IC": 258, "manager": 22}, "L4-5": {"IC": 122, "manager": 78}}
SCORES = {"high": {"5": 70, "4": 90}, "mid": {"3": 140}, "low": {"2": 110, "1": 70}}
"""The visibility scores of each visibility band."""
TOPICS = ("when", "kind of role", "track")
PATTERNS = {"office": 190, "hybrid": 170, "remote": 60, "part-time": 60}
PERFORMANCE = {"1": 20, "2": 70, "3": 210, "4": 130, "5": 50}
HORIZONS = {"under 1 year": 96, "1-3 years": 120, "later": 72}
REASONS = {"pay": 17, "career": 18, "family or move": 16, "not given": 16}

EVIDENCE = ("work sample", "trial", "stand-in")

EMPLOYEES = (
    *("emp_id", "manager_id", "function", "level", "band", "track", "tenure_months", "work_pattern"),
    *("gender", "group", "visibility", "visibility_band", "performance"),
)
CONVERSATIONS = (*("emp_id", "quarter", "asked_outright", "topics", "plan_written", "followed_up", "manager_assumed"),)
SURVEY = ("emp_id", "wants_more", "want_type", "horizon")
OFFERS = (*("offer_id", "emp_id", "quarter", "round", "time_boxed", "prior_penalty", "accepted", "decline_talk_60d"),)
APPLICATIONS = ("emp_id", "quarter", "family", "promoted", "interviewed")
DEVELOPMENT = ("emp_id", "amount", "matched_to_goal", "desired_move_18m")
EXITS = ("emp_id", "quarter", "stated_reason")
SUCCESSION = (
    *("role_id", "named_emp_id", "manager_colour", "willing", "willing_date", "ready", "ready_evidence"),
    "bench_emp_ids",
)


def csv_text(table: CsvTable) -> str:
    """Return a table as CSV: UTF-8 text without quotes where none are needed, each line ended by a line feed."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.values)
    return file.getvalue()


@functools.lru_cache(maxsize=32)
def tables(seed: int = SEED) -> Mapping[str, CsvTable]:
    """Return the eight tables of Harbour & Pine by their names."""
    firm = _Firm(Draws(seed))
    return {table.name: table for table in firm.tables()}


class _Firm:
    """The firm while it is being built: people are numbers from 0 to 479, and get their ids at the end."""

    def __init__(self, draws: Draws) -> None:
        """Build everything, each step on the steps before it."""
        self.draws = draws
        self.people: dict[int, Person] = {number: {} for number in range(PEOPLE)}
        self.talks: list[dict[str, Cell]] = []
        self.roles: list[dict[str, Any]] = []
        self._visibility_and_wishes()
        self._assumptions_and_kinds_of_wish()
        self._bands_groups_and_teams()
        self._stretch_offers()
        self._job_applications()
        # The leavers come before the follow-up. The other way round, a third of all seeds could not meet both quotas.
        self._leavers()
        self._follow_up()
        self._training()
        self._exit_quarters()
        self._conversations()
        self._succession()
        self._noise()

    def where(self, **values: Cell) -> list[int]:
        """Return the people who have all these values."""
        return [
            number
            for number, person in self.people.items()
            if all(person.get(name) == value for name, value in values.items())
        ]

    def deal(self, column: str, people: Iterable[int], quotas: Mapping[str, int]) -> None:
        """Give people their values in a column, so that each value is given as often as its quota says."""
        for number, value in self.draws.dealt(people, quotas).items():
            self.people[number][column] = value

    def mark(self, column: str, people: Iterable[int], count: int) -> None:
        """Say `yes` in a column for so many of these people, and `no` for the others."""
        listed = list(people)
        self.deal(column, listed, {YES: count, NO: len(listed) - count})

    def _visibility_and_wishes(self) -> None:
        order = self.draws.shuffled(self.people)
        for (band, gender), (size, asked, asked_wants, others_want) in VISIBILITY.items():
            cell, order = order[:size], order[size:]
            for number in cell:
                self.people[number].update(gender=gender, visibility_band=band)
            self.mark("asked", cell, asked)
            self.mark("wants_more", [number for number in cell if self.people[number]["asked"] == YES], asked_wants)
            self.mark("wants_more", [number for number in cell if self.people[number]["asked"] == NO], others_want)
        for band, scores in SCORES.items():
            self.deal("visibility", self.where(visibility_band=band), scores)

    def _assumptions_and_kinds_of_wish(self) -> None:
        for (asked, wants), quotas in ASSUMED.items():
            self.deal("manager_assumed", self.where(asked=asked, wants_more=wants), quotas)
        unheard = self.where(asked=NO, wants_more=YES, manager_assumed=NO)
        self.deal("want_type", unheard, UNHEARD)
        self.deal("want_type", _without(self.where(wants_more=YES), unheard), HEARD)
        for number in self.where(wants_more=NO):
            self.people[number]["want_type"] = "stay"

    def _bands_groups_and_teams(self) -> None:
        order = self.draws.shuffled(self.people)
        for (band, group), (size, offered) in OFFERED.items():
            cell, order = order[:size], order[size:]
            for number in cell:
                self.people[number].update(band=band, group=group)
            self.mark("offered", cell, offered)
        for band, levels in LEVELS.items():
            self.deal("level", self.where(band=band), levels)
            self.deal("track", self.where(band=band), TRACKS[band])
        teams = self.draws.shuffled(f"M{number:02}" for number in range(1, MANAGERS + 1))
        functions = {team: FUNCTIONS[place % len(FUNCTIONS)] for place, team in enumerate(teams)}
        self.deal("manager_id", self.people, dict.fromkeys(teams, TEAM))
        for person in self.people.values():
            person["function"] = functions[str(person["manager_id"])]

    def _stretch_offers(self) -> None:
        order = self.draws.shuffled(self.where(offered=YES))
        for (boxed, penalty), (size, accepted) in ACCEPTED.items():
            cell, order = order[:size], order[size:]
            for number in cell:
                self.people[number].update(time_boxed=boxed, prior_penalty=penalty)
            self.mark("accepted", cell, accepted)
        declined = self.where(accepted=NO)
        self.mark("decline_talk", declined, len(declined) // 2)
        declined = self.draws.shuffled(declined)
        for (boxed, penalty), (size, accepted) in REPEATED.items():
            cell = [number for number in declined if self.people[number]["prior_penalty"] == penalty][:size]
            declined = _without(declined, cell)
            for number in cell:
                self.people[number]["time_boxed_later"] = boxed
            self.mark("accepted_later", cell, accepted)
        for number in self.where(offered=YES):
            self.people[number]["offer_quarter"] = 1 + self.draws.below(3)

    def _job_applications(self) -> None:
        for gender in ("woman", "man", "nonbinary"):
            free = self.draws.shuffled(self.where(gender=gender, wants_more=YES))
            cells = [(family, numbers) for (who, family), numbers in PROMOTED.items() if who == gender]
            for family, (size, promoted) in cells:
                cell, free = free[:size], free[size:]
                self._apply(cell, family)
                self.mark("promoted", cell, promoted)
            if not cells:
                few = free[: sum(OTHER_APPLICATIONS.values())]
                for number in few:
                    self._apply([number], self.draws.one(FAMILIES))
                self.deal("promoted", few, OTHER_APPLICATIONS)
        self.mark("interviewed", self.where(promoted=NO), INTERVIEWED[0])
        for number in self.where(promoted=YES):
            self.people[number]["interviewed"] = YES
        for number in self.where(promoted="withdrawn"):
            self.people[number]["interviewed"] = NO

    def _apply(self, people: Iterable[int], family: str) -> None:
        for number in people:
            self.people[number].update(family=family, application_quarter=1 + self.draws.below(5))

    def _leavers(self) -> None:
        while not self._drawn_leavers():
            pass

    def _drawn_leavers(self) -> bool:
        """Draw the leavers; return whether the draw meets every quota."""
        gone: set[int] = set()
        for talk, count in DECLINED_LEAVERS.items():
            gone.update(self.draws.some(self.where(decline_talk=talk), count))
        declined = set(self.where(accepted=NO))
        for interviewed, (_, count) in ((YES, INTERVIEWED), (NO, NOT_INTERVIEWED)):
            rejected = self.where(promoted=NO, interviewed=interviewed)
            free = [number for number in rejected if number not in declined]
            missing = count - len(gone.intersection(rejected))
            if not 0 <= missing <= len(free):
                return False
            gone.update(self.draws.some(free, missing))
        special = declined.union(self.where(promoted=NO))
        for asked, count in LEAVERS.items():
            group = self.where(asked=asked)
            missing = count - len(gone.intersection(group))
            free = [number for number in group if number not in special]
            if not 0 <= missing <= len(free):
                return False
            gone.update(self.draws.some(free, missing))
        for number, person in self.people.items():
            person["left"] = YES if number in gone else NO
        return True

    def _follow_up(self) -> None:
        for left, count in FOLLOWED_UP.items():
            self.mark("followed_up", self.where(asked=YES, left=left), count)

    def _training(self) -> None:
        """Everybody who was promoted made a desired move, and so did a few others."""
        moved = self.where(promoted=YES)
        more = sum(moves for _, moves, _ in TRAINING.values()) - len(moved)
        moved += self.draws.some(_without(self.where(wants_more=YES), moved), more)
        self.deal("matched_to_goal", moved, {fit: moves for fit, (_, moves, _) in TRAINING.items()})
        for number in moved:
            self.people[number]["desired_move_18m"] = YES
        # Training can match a goal only where there is one.
        size, moves, _ = TRAINING["matched"]
        matched = self.draws.some(_without(self.where(wants_more=YES), moved), size - moves)
        self.deal("matched_to_goal", matched, {"matched": len(matched)})
        rest = {fit: size - moves for fit, (size, moves, _) in TRAINING.items() if fit != "matched"}
        self.deal("matched_to_goal", _without(self.people, [*moved, *matched]), rest)
        for person in self.people.values():
            person.setdefault("desired_move_18m", NO)
            person["amount"] = TRAINING[str(person["matched_to_goal"])][2]

    def _exit_quarters(self) -> None:
        for number in self.where(left=YES):
            person = self.people[number]
            last = max(int(person.get("offer_quarter", 1)) + 2 * ("accepted_later" in person), 3)
            last = max(last, int(person.get("application_quarter", 1)))
            person["exit_quarter"] = last + 1 + self.draws.below(LAST_QUARTER - last)

    def _conversations(self) -> None:
        """Give everybody one to three talks, all before they leave; the last holds the manager's latest note."""
        counts = self.draws.dealt(self.people, {"1": 180, "2": 180, "3": 120})
        for number, person in self.people.items():
            end = int(person.get("exit_quarter", LAST_QUARTER + 1))
            quarters = sorted(self.draws.some(range(1, end), int(counts[number])))
            asked_at = self.draws.one(quarters) if person["asked"] == YES else 0
            for quarter in quarters:
                self.talks.append(self._talk(number, quarter, asked=quarter == asked_at, last=quarter == quarters[-1]))

    def _talk(self, number: int, quarter: int, *, asked: bool, last: bool) -> dict[str, Cell]:
        person, draws = self.people[number], self.draws
        topics = sorted(draws.some(TOPICS, 1 + draws.below(len(TOPICS))), key=TOPICS.index) if asked else []
        followed = asked and person["followed_up"] == YES
        assumed = person["manager_assumed"] if last else draws.one((person["manager_assumed"], "unknown"))
        return {
            "number": number,
            "quarter": quarter,
            "asked_outright": YES if asked else NO,
            "topics": "; ".join(topics),
            "plan_written": YES if asked and draws.below(5) < (4 if followed else 2) else NO,
            "followed_up": YES if followed else NO,
            "manager_assumed": assumed,
        }

    def _succession(self) -> None:
        """Name somebody for 18 of the 24 roles, and put a bench of 11 willing and ready people behind nine of them."""
        roles: list[dict[str, Any]] = []
        free = self.draws.shuffled(self.where(asked=YES, left=NO, band="L4-5"))
        for (willing, ready), (size, benched) in NAMED.items():
            fitting = [number for number in free if self.people[number]["wants_more"] == willing][:size]
            free = _without(free, fitting)
            for place, number in enumerate(fitting):
                candidate = {"named": number, "willing": willing, "ready": ready, "manager_colour": "green"}
                roles.append({**candidate, "benched": place < benched})
        for place in range(EMPTY_ROLES):
            empty = {"named": None, "willing": "", "ready": "", "manager_colour": "grey"}
            roles.append({**empty, "benched": place < EMPTY_WITH_BENCH})
        bench = self.draws.shuffled(self._bench({role["named"] for role in roles}))
        waiting = [role for role in roles if role["benched"]]
        for role in roles:
            role["bench"] = [bench.pop()] if role["benched"] else []
        for role, number in zip(waiting, bench, strict=False):
            role["bench"].append(number)
        self.roles = self.draws.shuffled(roles)

    def _bench(self, named: set[int | None]) -> list[int]:
        fit = [number for number in self.where(wants_more=YES, left=NO) if number not in named]
        kinds: dict[tuple[bool, bool], list[int]] = {}
        for number in fit:
            person = self.people[number]
            kinds.setdefault((person["visibility_band"] == "low", person["asked"] == NO), []).append(number)
        return [number for kind, count in BENCH.items() for number in self.draws.some(kinds[kind], count)]

    def _noise(self) -> None:
        everyone = list(self.people)
        outcomes = self._outcomes()
        tenure = [str(3 + self.draws.below(90) + self.draws.below(90)) for _ in everyone]
        for column, values in (
            ("tenure_months", tenure),
            ("work_pattern", _repeated(PATTERNS)),
            ("performance", _repeated(PERFORMANCE)),
        ):
            self._scatter(column, everyone, values, outcomes)
        wish, gone = self.where(wants_more=YES), self.where(left=YES)
        about_wish = {name: outcomes[name] for name in ("asked", "left", "offered", "desired_move_18m")}
        self._scatter("horizon", wish, _repeated(HORIZONS), about_wish)
        about_leaving = {name: outcomes[name] for name in ("asked", "wants_more")}
        self._scatter("stated_reason", gone, _repeated(REASONS), about_leaving)

    def _scatter(self, column: str, people: list[int], values: list[str], outcomes: Outcomes) -> None:
        here = set(people)
        kept = {name: {who: met for who, met in each.items() if who in here} for name, each in outcomes.items()}
        for number, value in spread_evenly(self.draws, people, values, kept).items():
            self.people[number][column] = value

    def _outcomes(self) -> dict[str, dict[int, bool]]:
        """Return every planted outcome, for the people whom it concerns."""
        names = ("asked", "wants_more", "offered", "accepted", "promoted", "left", "desired_move_18m", "followed_up")
        return {
            name: {number: person[name] == YES for number, person in self.people.items() if name in person}
            for name in names
        }

    def tables(self) -> Iterator[CsvTable]:
        """Yield the eight tables. The ids are dealt at random, so that they say nothing about anybody."""
        order = self.draws.shuffled(self.people)
        ids = {number: f"E{place:03}" for place, number in enumerate(order, start=1)}
        rows = [{"emp_id": ids[number], **self.people[number]} for number in order]
        yield _table("employees", EMPLOYEES, rows)
        talks = [{"emp_id": ids[int(talk["number"])], **talk} for talk in self.talks]
        yield _table("conversations", CONVERSATIONS, sorted(talks, key=_by_quarter))
        yield _table("intent_survey", SURVEY, rows)
        yield _table("stretch_offers", OFFERS, self._numbered_offers(rows))
        applied = [{**row, "quarter": row["application_quarter"]} for row in rows if "family" in row]
        yield _table("applications", APPLICATIONS, sorted(applied, key=_by_quarter))
        yield _table("development", DEVELOPMENT, rows)
        gone = [{**row, "quarter": row["exit_quarter"]} for row in rows if row["left"] == YES]
        yield _table("exits", EXITS, sorted(gone, key=_by_quarter))
        yield _table("succession", SUCCESSION, self._numbered_roles(ids))

    def _numbered_offers(self, rows: Iterable[Person]) -> Iterator[Person]:
        offers: list[Person] = []
        for row in (row for row in rows if row["offered"] == YES):
            first: Person = {**row, "quarter": row["offer_quarter"], "round": "first"}
            offers.append({**first, "decline_talk_60d": row.get("decline_talk", "")})
            if "accepted_later" in row:
                again: Person = {
                    "quarter": int(row["offer_quarter"]) + 2,
                    "round": "repeat",
                    "accepted": row["accepted_later"],
                }
                offers.append({**row, **again, "time_boxed": row["time_boxed_later"], "decline_talk_60d": ""})
        for place, offer in enumerate(sorted(offers, key=_by_quarter), start=1):
            yield {"offer_id": f"O{place:03}", **offer}

    def _numbered_roles(self, ids: Mapping[int, str]) -> Iterator[Person]:
        for place, role in enumerate(self.roles, start=1):
            named = role["named"]
            yield {
                "role_id": f"R{place:02}",
                "named_emp_id": "" if named is None else ids[named],
                "manager_colour": role["manager_colour"],
                "willing": role["willing"],
                "willing_date": "" if named is None else f"Q{5 + self.draws.below(4)}",
                "ready": role["ready"],
                "ready_evidence": self.draws.one(EVIDENCE) if role["ready"] == YES else "",
                "bench_emp_ids": " ".join(sorted(ids[number] for number in role["bench"])),
            }


def _table(name: str, columns: tuple[str, ...], rows: Iterable[Mapping[str, Cell]]) -> CsvTable:
    return CsvTable(name, columns, tuple(tuple(row.get(column, "") for column in columns) for row in rows))


def _by_quarter(row: Mapping[str, Cell]) -> tuple[int, str]:
    return int(row["quarter"]), str(row["emp_id"])


def _without(people: Iterable[int], others: Iterable[int]) -> list[int]:
    out = set(others)
    return [number for number in people if number not in out]


def _repeated(quotas: Mapping[str, int]) -> list[str]:
    return [value for value, quota in quotas.items() for _ in range(quota)]
