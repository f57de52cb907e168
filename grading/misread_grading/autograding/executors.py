"""Executors for grading: this process, several processes on this machine, or a Dask cluster."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TYPE_CHECKING

from misread_grading.autograding.batch import Workers
from misread_grading.errors import GradingError

if TYPE_CHECKING:
    from distributed import Security

_ADDRESS = re.compile(r"inproc://\S+|([a-z]+://)?[^\s/]+:[0-9]{1,5}")


class NoCluster(GradingError):
    """A cluster cannot be reached; the text says what to check."""


@dataclasses.dataclass(frozen=True)
class Certificates:
    """The PEM files with which this machine and a cluster authenticate each other.

    Attributes:
        authority: the certificate of the authority that signed the cluster's certificates.
        certificate: this machine's certificate.
        key: the private key of that certificate; nobody else may read it.
    """

    authority: Path
    certificate: Path
    key: Path


class LostWorkers(GradingError):
    """The processes that grade ended before they were done; the text says what to do."""


@contextmanager
def processes(number: int) -> Iterator[Workers]:
    """Yield workers in a number of processes on this machine; for 1, this process.

    Raises:
        LostWorkers: if one of the processes is ended from outside.
    """
    if number == 1:
        yield Workers()
        return
    with ProcessPoolExecutor(number, mp_context=_context(), initializer=_begin) as executor:
        # Forked workers must not inherit what this process opens later, so a first job starts them now.
        executor.submit(os.getpid)
        with _as_lost_workers(
            BrokenExecutor, "a process that graded was ended, as by a system that has no memory left"
        ):
            yield Workers(executor, number)


@contextmanager
def cluster(address: str, wait: float = 10.0, certificates: Certificates | None = None) -> Iterator[Workers]:
    """Yield the workers of a Dask cluster. The course is installed on each; they need no shared disk.

    Args:
        address: the address of its scheduler: `tls://host:8786`, or `tcp://host:8786` in a private network, because
            Dask runs whatever anybody who reaches it sends.
        wait: seconds to wait for the scheduler to answer.
        certificates: the certificates for `tls://`; None: those in Dask's own configuration.

    Raises:
        NoCluster: if Dask is not installed, the address is malformed, certificates are missing or not valid, nothing
            answers at the address, or the scheduler has no workers.
        LostWorkers: if the scheduler ends, or one worker after another ends.
    """
    try:
        import distributed  # noqa: PLC0415 - an extra, and a second to load
    except ModuleNotFoundError as error:
        raise NoCluster("Dask is not installed: pip install 'misread[dask]'") from error
    if not _ADDRESS.fullmatch(address):
        # A client with such an address takes twenty seconds to end before it raises an error.
        raise NoCluster(f"{address[:60]!r} is not the address of a scheduler; it looks like tcp://host:8786")
    security = _security(distributed.Security, address, certificates)
    try:
        client = distributed.Client(address, set_as_default=False, timeout=wait, security=security)
    except (OSError, ValueError) as error:
        raise NoCluster(f"no scheduler answers at {address}: {error}") from error
    with client:
        number = sum(client.nthreads().values())
        if not number:
            raise NoCluster(f"the scheduler at {address} has no workers; start some: dask worker {address}")
        lost = f"the cluster at {address} has ended"
        with client.get_executor() as executor, _as_lost_workers((CancelledError, distributed.KilledWorker), lost):
            yield Workers(executor, number)


def _security(kind: type[Security], address: str, certificates: Certificates | None) -> Security:
    """Return the security settings of a connection to a scheduler.

    Raises:
        NoCluster: if an encrypted scheduler has no certificates, an unencrypted one has some, or they are not valid.
    """
    is_encrypted = address.startswith("tls://")
    if certificates and not is_encrypted:
        raise NoCluster(f"certificates work only with a tls:// address, and {address} is not one")
    files = {} if certificates is None else {
        "tls_ca_file": str(certificates.authority),
        "tls_client_cert": str(certificates.certificate),
        "tls_client_key": str(certificates.key),
    }  # fmt: skip
    try:
        security = kind(**files, require_encryption=is_encrypted)
        if is_encrypted and security.get_connection_args("client").get("ssl_context") is None:
            needed = "--tls-ca-file, --tls-cert and --tls-key, or those of Dask's own configuration"
            raise NoCluster(f"{address} needs certificates: {needed}")
    except OSError as error:  # SSLError is one, too
        raise NoCluster(f"the certificates cannot be used: {error}") from error
    return security


@contextmanager
def _as_lost_workers(errors: type[Exception] | tuple[type[Exception], ...], what: str) -> Iterator[None]:
    """Raise LostWorkers, with what has happened, if the workers are gone."""
    try:
        yield
    except errors as error:
        raise LostWorkers(f"{what}; what was graded is kept, and the same command goes on from there") from error


def _begin() -> None:
    """Ignore Ctrl+C, which reaches all processes of a terminal; the process that started this worker handles it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _context() -> BaseContext:
    """Return the way to start workers: as copies of this process if that is safe, otherwise as new processes.

    A copy has everything loaded, which otherwise takes seconds. Copying is safe only if no other thread can hold a lock
    at that moment, and only Linux tells the number of threads. New processes share their loaded modules where they can.
    """
    if _threads() == 1:
        return multiprocessing.get_context("fork")
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["misread_grading.fast_import", "misread_grading.autograding.worker"])
    return context


def _threads() -> int | None:
    """Return the number of threads of this process; None if the system does not tell it."""
    tasks = Path("/proc/self/task")
    return sum(1 for _ in tasks.iterdir()) if tasks.is_dir() else None
