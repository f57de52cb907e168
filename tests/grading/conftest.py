"""Fixtures of the grading tests: a private PostgreSQL for gradebooks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import PrivatePostgres, private_postgres


@pytest.fixture(scope="session")
def gradebooks() -> Iterator[PrivatePostgres]:
    """Start a private PostgreSQL."""
    with private_postgres() as server:
        yield server


@pytest.fixture
def gradebook_url(gradebooks: PrivatePostgres) -> str:
    """Give the address of an empty database for a gradebook."""
    return gradebooks.new_account()
