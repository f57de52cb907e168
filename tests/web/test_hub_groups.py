"""A Hub's group is set as `GROUP=ROLE@COHORT`, whatever signs are in its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records.people.members import Role
from misread_web.auth.hub_groups import BadHubGroup, HubGroup, hub_group, parts_of

NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(NAMES, st.sampled_from(list(Role)), NAMES.filter(lambda name: "@" not in name and "=" not in name))
def test_a_group_is_read_as_it_is_written(name: str, role: Role, cohort: str) -> None:
    assert hub_group(f" {name}={role}@{cohort} ") == HubGroup(name, role, cohort)


def test_a_group_of_ldap_keeps_its_equals_signs() -> None:
    found = hub_group("cn=managers,ou=spring=learner@Spring 2026")
    assert found == HubGroup("cn=managers,ou=spring", Role.LEARNER, "Spring 2026")


@pytest.mark.parametrize(
    "text", ["", "managers", "managers=learner", "=learner@Spring", "managers=boss@Spring", "m=admin@ "]
)
def test_anything_else_is_refused_with_how_it_is_written(text: str) -> None:
    with pytest.raises(BadHubGroup, match=r"GROUP=ROLE@COHORT.*learner, facilitator, grader, admin") as caught:
        hub_group(text)
    assert repr(text) in str(caught.value)


def test_several_groups_give_each_cohort_its_roles_in_the_order_of_the_settings() -> None:
    settings = [hub_group(text) for text in ("a=learner@Spring", "b=grader@Autumn", "c=admin@Spring", "d=admin@Winter")]
    assert parts_of(["c", "b", "a", "other"], settings) == {
        "Spring": (Role.LEARNER, Role.ADMIN),
        "Autumn": (Role.GRADER,),
    }
    assert list(parts_of(["c", "b", "a"], settings)) == ["Spring", "Autumn"]
    assert parts_of([], settings) == {}
