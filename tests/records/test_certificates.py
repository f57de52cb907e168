"""A certificate has one code for good, which any server process confirms until its holder withdraws it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records.people import certificates as module
from misread_records.people.certificates import ALPHABET, LENGTH, Certificates, read_code
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer

both = pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
DONE = datetime(2026, 11, 28, 14, 30, tzinfo=UTC)


@pytest.fixture
def certificates(address: str) -> Iterator[Certificates]:
    with Certificates(address) as store:
        yield store


@both
def test_a_certificate_is_made_once_and_found_by_its_code(certificates: Certificates, address: str) -> None:
    made = certificates.issue("ada", "Ada Łukasz", "Misread", DONE)
    assert certificates.issue("ada", "Somebody Else", "Misread", DONE) == made
    with Certificates(address) as another_process:
        assert another_process.find(made.shown_code.lower()) == made
        assert another_process.of("ada") == made
    assert (made.name, made.course, made.completed) == ("Ada Łukasz", "Misread", DONE)
    assert len(made.code) == LENGTH
    assert set(made.code) <= set(ALPHABET)


@both
def test_a_withdrawn_certificate_is_gone_and_a_new_one_has_a_new_code(certificates: Certificates) -> None:
    first = certificates.issue("ada", "Ada", "Misread", DONE)
    other = certificates.issue("bo", "Bo", "Misread", DONE)
    assert certificates.withdraw("ada")
    assert not certificates.withdraw("ada")
    assert certificates.find(first.code) is None
    assert certificates.find(other.code) == other
    assert certificates.issue("ada", "Ada", "Misread", DONE).code != first.code


@both
def test_two_windows_at_once_get_the_same_certificate(certificates: Certificates) -> None:
    certificates.of("ada")
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: certificates.issue("ada", "Ada", "Misread", DONE), range(4)))
    assert len({each.code for each in made}) == 1


@both
def test_a_code_that_is_taken_is_not_given_again(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    first = certificates.issue("ada", "Ada", "Misread", DONE)
    codes = iter([first.code, "3" * LENGTH])
    monkeypatch.setattr(module, "_new_code", lambda: next(codes))
    assert certificates.issue("bo", "Bo", "Misread", DONE).code == "3" * LENGTH
    assert certificates.find(first.code) == first


@both
def test_a_cohort_that_is_deleted_takes_its_certificates_along(certificates: Certificates, address: str) -> None:
    with Cohorts(address) as cohorts:
        cohorts.create("Spring", [Newcomer("Ada")])
        (ada,) = cohorts.members("Spring")
        made = certificates.issue(ada.learner, ada.name, "Misread", DONE)
        other = certificates.issue("bo", "Bo", "Misread", DONE)
        cohorts.close("Spring")
        cohorts.delete("Spring")
    assert certificates.find(made.code) is None
    assert certificates.find(other.code) == other


@pytest.mark.parametrize("alike", ["0O", "1I", "1L", "2Z", "5S", "8B", "UV", "6G"])
def test_no_two_characters_of_a_code_look_alike(alike: str) -> None:
    assert len(set(alike) & set(ALPHABET)) < 2


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH), st.sampled_from(["-", " ", "", " - "]))
def test_a_code_may_be_written_in_any_way(code: str, between: str) -> None:
    assert read_code(between.join(code).lower()) == code


@given(st.text())
def test_any_text_is_read_as_a_short_code(text: str) -> None:
    assert len(read_code(text)) <= 2 * LENGTH
