"""The secret that signs links and cookies: one for all processes of a course, and its owner's alone."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from misread_web.auth.secret import BadSecret, read_or_create_secret

SECRET = "s" * 43


def test_a_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    secret = read_or_create_secret(tmp_path / "new", {})
    assert len(secret) >= 43
    assert read_or_create_secret(tmp_path / "new", {}) == secret
    assert stat.S_IMODE((tmp_path / "new" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]
    assert read_or_create_secret(tmp_path / "another", {}) != secret


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _number: read_or_create_secret(tmp_path, {}), range(32)))
    assert len(found) == 1


def test_a_secret_of_the_environment_comes_first(tmp_path: Path) -> None:
    assert read_or_create_secret(tmp_path, {"MISREAD_SECRET": f" {SECRET}\n"}) == SECRET
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_secret_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    read_or_create_secret(tmp_path, {})
    (tmp_path / "secret").chmod(mode)
    with pytest.raises(BadSecret, match="chmod 600"):
        read_or_create_secret(tmp_path, {})


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSecret, match="MISREAD_SECRET has 5 characters"):
        read_or_create_secret(tmp_path, {"MISREAD_SECRET": "hello"})
    (tmp_path / "secret").write_text("")
    (tmp_path / "secret").chmod(0o600)
    with pytest.raises(BadSecret, match="secret has 0 characters"):
        read_or_create_secret(tmp_path, {})


def test_a_named_file_holds_the_secret_and_its_mode_is_the_containers_to_say(tmp_path: Path) -> None:
    named = tmp_path / "run" / "secret"
    named.parent.mkdir()
    named.write_text(f"{SECRET}\n", "ascii")
    named.chmod(0o644)
    assert read_or_create_secret(tmp_path / "data", {"MISREAD_SECRET_FILE": str(named)}) == SECRET
    assert not (tmp_path / "data").exists()
    with pytest.raises(FileNotFoundError):
        read_or_create_secret(tmp_path / "data", {"MISREAD_SECRET_FILE": str(tmp_path / "nowhere")})
