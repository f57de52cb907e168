"""Workers do what they are told by the process that started them, and by nobody else."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster, Security

from misread_grading.autograding.executors import Certificates, LostWorkers, NoCluster, cluster, processes


def test_ctrl_c_in_a_terminal_is_left_to_the_process_that_started_the_workers() -> None:
    with processes(2) as workers:
        assert workers.executor
        for child in {workers.executor.submit(os.getpid).result() for _ in range(4)}:
            os.kill(child, signal.SIGINT)
        assert workers.executor.submit(pow, 2, 3).result() == 8


def end_one() -> None:
    """Let a worker end as one does that the system ends."""
    with processes(2) as workers:
        assert workers.executor
        workers.executor.submit(os._exit, 1).result()


def end_all() -> None:
    """Let a cluster end while it is at work."""
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", processes=False) as local,
        cluster(local.scheduler_address, wait=1.0) as workers,
    ):
        assert workers.executor
        local.sync(local.scheduler.close)
        workers.executor.submit(pow, 2, 3).result()


@pytest.mark.parametrize("end", [end_one, end_all])
def test_where_those_who_grade_are_gone_it_is_said_what_to_do(end: Callable[[], None]) -> None:
    with pytest.raises(LostWorkers, match="the same command goes on from there"):
        end()


def certificates(folder: Path, authority: Security) -> Certificates:
    """Write down what a cluster's own authority gives this machine."""
    folder.mkdir()
    files = [folder / name for name in ("ca.pem", "cert.pem", "key.pem")]
    for file, part in zip(files, ("tls_ca_file", "tls_client_cert", "tls_client_key"), strict=True):
        file.write_text(getattr(authority, part))
    return Certificates(*files)


@pytest.fixture(scope="module")
def authority() -> Security:
    made: Security = Security.temporary()
    return made


@pytest.fixture(scope="module")
def encrypted(authority: Security) -> Iterator[LocalCluster]:
    """A cluster that knows those alone whose certificates its authority has signed."""
    options = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "processes": False}
    with LocalCluster(**options, protocol="tls://", security=authority, host="127.0.0.1") as local:
        yield local


def test_a_cluster_with_certificates_is_worked_on_by_those_who_have_them(
    encrypted: LocalCluster, authority: Security, tmp_path: Path
) -> None:
    assert encrypted.scheduler_address.startswith("tls://")
    own = certificates(tmp_path / "own", authority)
    with cluster(encrypted.scheduler_address, certificates=own) as workers:
        assert workers.executor
        assert workers.executor.submit(pow, 2, 3).result() == 8
    foreign = certificates(tmp_path / "foreign", Security.temporary())
    with (
        pytest.raises(NoCluster, match="no scheduler answers"),
        cluster(encrypted.scheduler_address, wait=1.0, certificates=foreign),
    ):
        pass


def test_an_encrypted_address_without_certificates_says_which_are_needed(encrypted: LocalCluster) -> None:
    with (
        pytest.raises(NoCluster, match="--tls-ca-file, --tls-cert and --tls-key"),
        cluster(encrypted.scheduler_address),
    ):
        pass


def test_certificates_that_are_none_or_protect_nothing_are_refused(authority: Security, tmp_path: Path) -> None:
    own = certificates(tmp_path / "own", authority)
    with pytest.raises(NoCluster, match="only with a tls://"), cluster("tcp://127.0.0.1:8786", certificates=own):
        pass
    own.certificate.write_text("no certificate")
    with pytest.raises(NoCluster, match="cannot be used"), cluster("tls://127.0.0.1:8786", certificates=own):
        pass


def test_what_dasks_own_configuration_names_is_taken(
    encrypted: LocalCluster, authority: Security, tmp_path: Path
) -> None:
    own = certificates(tmp_path / "own", authority)
    named = {"ca-file": own.authority, "client.cert": own.certificate, "client.key": own.key}
    with (
        dask.config.set({f"distributed.comm.tls.{name}": str(file) for name, file in named.items()}),
        cluster(encrypted.scheduler_address) as workers,
    ):
        assert workers.executor
        assert workers.executor.submit(pow, 2, 3).result() == 8
