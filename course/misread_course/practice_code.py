"""The code of the data exercises' notebooks: how each loads its data with pandas, and where its blank is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

IMPORTS = """\
import pandas as pd

from misread_course.practice import FILL_IN, check

"""

LOAD: Mapping[str, str] = {
    "people": IMPORTS
    + """\
employees = pd.read_csv("data/employees.csv")
survey = pd.read_csv("data/intent_survey.csv")
training = pd.read_csv("data/development.csv")
talks = pd.read_csv("data/conversations.csv").sort_values("quarter")
offers = pd.read_csv("data/stretch_offers.csv")
exits = pd.read_csv("data/exits.csv")

# One row for each person. They were asked, or followed up, if any of their talks says so:
# of "no" and "yes", "yes" is the maximum. Of the manager's notes, the latest counts.
from_talks = talks.groupby("emp_id", as_index=False).agg(
    asked=("asked_outright", "max"),
    followed_up=("followed_up", "max"),
    manager_assumed=("manager_assumed", "last"),
)
people = employees.merge(survey).merge(training).merge(from_talks)
people["offered"] = people.emp_id.isin(offers.emp_id).map({True: "yes", False: "no"})
people["left"] = people.emp_id.isin(exits.emp_id).map({True: "yes", False: "no"})
people["follow_up"] = people.followed_up.map({"yes": "followed up", "no": "dropped"})
people.loc[people.asked == "no", "follow_up"] = "never asked"
""",
    "offers": IMPORTS
    + """\
# One row for each offer. "round" is also a method of every table, so write
# offers["round"] and not offers.round.
offers = pd.read_csv("data/stretch_offers.csv")
""",
    "applications": IMPORTS
    + """\
# One row for each application, with the applicant's gender.
employees = pd.read_csv("data/employees.csv")
applications = pd.read_csv("data/applications.csv").merge(employees, on="emp_id")
""",
    "noes": IMPORTS
    + """\
offers = pd.read_csv("data/stretch_offers.csv")
applications = pd.read_csv("data/applications.csv")
exits = pd.read_csv("data/exits.csv")

# One row for each no: first offers that a person declined, and applications that the firm
# rejected. A no was heard if a talk or an interview went with it.
declined = offers[(offers["round"] == "first") & (offers.accepted == "no")]
declined = declined.rename(columns={"decline_talk_60d": "heard"}).assign(who_said_no="the person")
rejected = applications[applications.promoted == "no"]
rejected = rejected.rename(columns={"interviewed": "heard"}).assign(who_said_no="the firm")
noes = pd.concat([declined, rejected])[["emp_id", "who_said_no", "heard"]]
noes["left"] = noes.emp_id.isin(exits.emp_id).map({True: "yes", False: "no"})
""",
    "roles": IMPORTS
    + """\
# One row for each role. The last column names everybody on the bench, with a space between them.
roles = pd.read_csv("data/succession.csv")
""",
    "files": IMPORTS
    + """\
# One row for each file that a supervisor judged.
files = pd.read_csv("data/bank_files.csv")
""",
    "applicants": IMPORTS
    + """\
# A row stands for n applicants, so add up n and don't count rows.
applicants = pd.read_csv("data/berkeley_admissions.csv")
""",
    "workers": IMPORTS
    + """\
# A row stands for n workers, so add up n and don't count rows.
workers = pd.read_csv("data/danish_workers.csv")
""",
}
"""How a notebook loads each view."""
NOT_LOADED = frozenset({"state", "bench", "accepted_later"})
"""Columns of views that the notebooks leave to the learner."""


@dataclasses.dataclass(frozen=True)
class Blank:
    """The line that is to be filled in.

    Attributes:
        gives: what the line is to give, in words.
        name: the variable that it is assigned to.
        answer: the expression that makes the answer from it.
        before, after: code that stands before the line and after it, in its cell.
    """

    gives: str
    name: str = "answer"
    answer: str = "answer"
    before: str = ""
    after: str = ""


BLANKS: Mapping[str, Blank] = {
    "D1": Blank("the per cent who want more, among those who were never asked and are noted as not interested"),
    "D2": Blank("the per cent who were asked, among people with low visibility"),
    "D3": Blank(
        "the per cent promoted, for each gender",
        "rates",
        'rates["man"] - rates["woman"]',
        after="""
# A figure on fewer than ten people stays hidden.
rates = rates.where(applications.groupby("gender").size() >= 10)
rates""",
    ),
    "D4": Blank("the per cent who were offered stretch work, in group Y"),
    "D5": Blank("the per cent accepted, among first offers with a time limit"),
    "D6": Blank("the per cent accepted, among first offers to people who paid for an earlier miss"),
    "D7": Blank("the per cent who left, among people who declined and had a talk"),
    "D8": Blank("the per cent who made the move they wanted, among people whose training matched"),
    "D9": Blank("the number of roles whose named person is willing and ready"),
    "D10": Blank(
        "the per cent who left, for those who were asked and those who weren't", "rates", 'rates["no"] - rates["yes"]'
    ),
    "D11": Blank("the per cent promoted, for each name on the file", "rates", 'rates["man"] - rates["woman"]'),
    "D12": Blank("the per cent admitted, for each gender", "rates", 'rates["man"] - rates["woman"]'),
    "D13": Blank(
        "the per cent of these workers who were content",
        before='cell = workers[(workers.management == "low") & (workers.supervisor == "high")]\n',
    ),
}
"""The blank of each notebook, by the id of its exercise. The line that fills it is the exercise's `pandas`."""
