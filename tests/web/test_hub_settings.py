"""What a Hub and its groups are set to, what is said of a wrong setting, and what happens while the Hub is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyterhub.httpclient import JupyterHubHTTPClient
from tornado.testing import bind_unused_port
from typer.testing import CliRunner, Result

from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer, Role
from misread_records.people.sign_ins import Device
from misread_web.auth.errors import HubAway, SignInFailed
from misread_web.auth.hub_auth import HubAuth
from misread_web.auth.hub_client import Hub, HubUser, NoHub, Service
from misread_web.auth.hub_groups import BadHubGroup, HubGroup, hub_group, parts_of
from misread_web.auth.signed_cookies import sealed, unsealed
from misread_web.auth.tokens import BadToken, Purpose
from misread_web.main import command_line
from tests.web.event_loop import run

SECRET = "s" * 43
KNOWN = {"JUPYTERHUB_SERVICE_NAME": "misread", "JUPYTERHUB_API_TOKEN": "t" * 32}
WORDS = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Z"], blacklist_characters="=@"), min_size=1)


@given(WORDS, st.sampled_from(Role), WORDS)
def test_a_group_is_read_as_it_is_written(name: str, role: Role, cohort: str) -> None:
    assert hub_group(f"{name}={role}@{cohort}") == HubGroup(name, role, cohort)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        (
            "cn=hosts,ou=l and d=facilitator@Spring 2026",
            HubGroup("cn=hosts,ou=l and d", Role.FACILITATOR, "Spring 2026"),
        ),
        ("role=learner=learner@A@B", HubGroup("role=learner", Role.LEARNER, "A@B")),
        (" a = learner@Spring ", None),
        ("a=learner", None),
        ("a=learner@ ", None),
        ("a=Learner@Spring", None),
        ("=learner@Spring", None),
        ("a@Spring", None),
        ("", None),
    ],
)
def test_a_group_that_is_written_otherwise_is_refused_with_an_example(text: str, group: HubGroup | None) -> None:
    if group:
        assert hub_group(text) == group
    else:
        with pytest.raises(BadHubGroup, match="spring-managers=learner@Spring 2026"):
            hub_group(text)


def test_of_several_groups_the_first_cohort_counts_with_every_role_in_it() -> None:
    settings = [hub_group(text) for text in ("c=grader@Autumn", "a=learner@Spring", "b=admin@Autumn")]
    assert parts_of({"a", "b", "c", "z"}, settings) == {"Autumn": (Role.GRADER, Role.ADMIN), "Spring": (Role.LEARNER,)}
    assert parts_of({"z"}, settings) == {}


def test_a_hub_that_starts_the_course_says_where_it_is() -> None:
    told = {
        **KNOWN,
        "JUPYTERHUB_CLIENT_ID": "service-other",
        "JUPYTERHUB_SERVICE_PREFIX": "/base/services/misread/",
        "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:10101",
    }
    assert Service.of(told) == Service("service-other", "/base/services/misread/", ("127.0.0.1", 10101))
    assert Service.of(KNOWN) == Service("service-misread", "/services/misread/", None)


@pytest.mark.parametrize("missing", KNOWN)
def test_without_its_name_or_token_there_is_no_hub(missing: str) -> None:
    with pytest.raises(NoHub, match="JUPYTERHUB_SERVICE_NAME and JUPYTERHUB_API_TOKEN"):
        Service.of({name: value for name, value in KNOWN.items() if name != missing})


def test_a_hub_that_speaks_tls_to_its_services_is_refused() -> None:
    with pytest.raises(NoHub, match="https://"):
        Service.of({**KNOWN, "JUPYTERHUB_SERVICE_URL": "https://127.0.0.1:10101"})


def start(*options: str, **environment: str) -> Result:
    arguments = ["serve", *options]
    return CliRunner().invoke(command_line(), arguments, prog_name="misread", env=environment)


def test_the_command_says_what_is_wrong_with_its_groups(tmp_path: Path) -> None:
    kept = f"--data={tmp_path}"
    wrong = start(kept, "--hub-group", "managers", **KNOWN)
    assert (wrong.exit_code, "GROUP=ROLE@COHORT" in wrong.output) == (1, True)
    alone = start(kept, "--hub-group", "a=learner@Spring", JUPYTERHUB_API_TOKEN="")
    assert (alone.exit_code, "but no Hub" in alone.output) == (1, True)
    both = start(kept, "--hub-group", "a=learner@Spring", "--cohort", "Spring", **KNOWN)
    assert (both.exit_code, "--cohort" in both.output) == (2, True)
    variable = start(kept, MISREAD_HUB_GROUPS="a=learner@Spring, b", **KNOWN)
    assert (variable.exit_code, "'b'" in variable.output) == (1, True)


@given(st.lists(st.text(max_size=50), max_size=4))
def test_what_a_browser_keeps_is_read_for_its_purpose_alone(words: list[str]) -> None:
    text = sealed(words, SECRET, Purpose.WAY_TO_HUB)
    assert unsealed(text, SECRET, Purpose.WAY_TO_HUB, timedelta(minutes=1)) == words
    for secret, purpose, lasts, changed in (
        ("t" * 43, Purpose.WAY_TO_HUB, 60, text),
        (SECRET, Purpose.HUB_COOKIE, 60, text),
        (SECRET, Purpose.WAY_TO_HUB, -1, text),
        (SECRET, Purpose.WAY_TO_HUB, 60, text[:-1]),
        (SECRET, Purpose.WAY_TO_HUB, 60, "x" * 10_000),
    ):
        with pytest.raises(BadToken):
            unsealed(changed, secret, purpose, timedelta(seconds=lasts))


class Away:
    """The authenticator of a Hub that nothing answers for."""

    def __init__(self, cohorts: Cohorts, monkeypatch: pytest.MonkeyPatch) -> None:
        listening, port = bind_unused_port()
        listening.close()
        for name, value in {**KNOWN, "JUPYTERHUB_API_URL": f"http://127.0.0.1:{port}/hub/api"}.items():
            monkeypatch.setenv(name, value)
        self.hub = Hub(Service.of())
        self.authenticator = HubAuth(self.hub, [hub_group("a=learner@Spring")], cohorts, SECRET)


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Away]:
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Spring")
        yield Away(cohorts, monkeypatch)


def test_while_the_hub_is_away_nobody_is_let_in_or_called_a_stranger(away: Away) -> None:
    async def scene() -> None:
        kept = sealed(["token", "sign-in"], SECRET, Purpose.HUB_COOKIE)
        with pytest.raises(HubAway, match="cannot be reached"):
            await away.authenticator.who(kept)
        _, state, way = away.authenticator.way_to_hub("/services/misread/")
        with pytest.raises(SignInFailed):
            await away.authenticator.way_back(state, way, "code")
        await JupyterHubHTTPClient.loop_instance().close()

    run(scene())


def test_a_way_in_that_was_begun_with_another_state_leads_nowhere(away: Away) -> None:
    _, first, _ = away.authenticator.way_to_hub("")
    _, _, kept = away.authenticator.way_to_hub("")
    with pytest.raises(SignInFailed):
        run(away.authenticator.way_back(first, kept, "code"))


def test_somebody_whose_cohort_is_over_or_whom_it_removed_has_no_part(away: Away, tmp_path: Path) -> None:
    class Known(Hub):
        async def user(self, token: str) -> HubUser | None:
            return HubUser(token, frozenset({"a", "b"}))

    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Autumn")
        groups = [hub_group("a=learner@Spring"), hub_group("b=grader@Autumn")]
        authenticator = HubAuth(Known(away.hub.service), groups, cohorts, SECRET)

        begun = cohorts.sign_ins.begin(None, None, datetime.now(UTC) + timedelta(days=1), Device())
        cookie = sealed(["ada", begun.id], SECRET, Purpose.HUB_COOKIE)

        def part() -> tuple[str | None, set[Role]]:
            person = run(authenticator.who(cookie))
            assert person
            return person.cohort, set(person.roles)

        assert part() == ("Spring", {Role.LEARNER})
        cohorts.close("Spring")
        assert part() == ("Autumn", {Role.GRADER})
        cohorts.remove("Autumn", "ada")
        assert part() == (None, set())
        cohorts.add("Autumn", [Newcomer("Ada Weber", number="ada", says_role=False)])
        assert part() == ("Autumn", {Role.GRADER})
        cohorts.rename("Autumn", "Winter")  # the Hub's group still goes by the old name
        assert part() == (None, set())
        assert set(run(authenticator.people_by_cookie([cookie]))) == {cookie}
        run(authenticator.end(cookie))
        assert (run(authenticator.who(cookie)), run(authenticator.people_by_cookie([cookie]))) == (None, {})
