"""Where submissions are graded: in this process, in several on this machine, or on a cluster of Dask's."""

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
    """A cluster cannot be reached; the text says what to look at."""


@dataclasses.dataclass(frozen=True)
class Certificates:
    """By what this machine and a cluster know each other: files in the form PEM.

    Attributes:
        authority: whose signature the cluster's certificates bear.
        certificate: this machine's own.
        key: of that certificate; nobody else may read it.
    """

    authority: Path
    certificate: Path
    key: Path


class LostWorkers(GradingError):
    """Those who graded ended before they were done; the text says what to do."""


@contextmanager
def processes(number: int) -> Iterator[Workers]:
    """Give so many processes of this machine; one is this process itself.

    Raises:
        LostWorkers: if one of them is ended by somebody else.
    """
    if number == 1:
        yield Workers()
        return
    with ProcessPoolExecutor(number, mp_context=_context(), initializer=_begin) as executor:
        # Forked ones are to have nothing open that this process is yet to open, so the first job makes them now.
        executor.submit(os.getpid)
        with _said(BrokenExecutor, "a process that graded was ended, as by a system that has no memory left"):
            yield Workers(executor, number)


@contextmanager
def cluster(address: str, wait: float = 10.0, certificates: Certificates | None = None) -> Iterator[Workers]:
    """Give the workers of a Dask cluster. Each has the course installed; they need no shared disk.

    Args:
        address: of its scheduler: `tls://host:8786`, or in a private network `tcp://host:8786`, where Dask runs what
            anybody sends who reaches it.
        wait: seconds to wait for the scheduler to answer.
        certificates: for `tls://`; without them, those that Dask's own configuration names.

    Raises:
        NoCluster: if Dask is not installed, the address cannot be read, certificates are missing or do not fit, nobody
            answers there, or no worker is there.
        LostWorkers: if the scheduler ends, or workers end one after the other.
    """
    try:
        import distributed  # noqa: PLC0415 - an extra, and a second to load
    except ModuleNotFoundError as error:
        raise NoCluster("Dask is not installed: pip install 'misread[dask]'") from error
    if not _ADDRESS.fullmatch(address):
        # A client that was given such a one tries for twenty seconds to end before it complains.
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
        with client.get_executor() as executor, _said((CancelledError, distributed.KilledWorker), lost):
            yield Workers(executor, number)


def _security(kind: type[Security], address: str, certificates: Certificates | None) -> Security:
    """Return what a connection to a scheduler is protected by.

    Raises:
        NoCluster: if an encrypted scheduler has no certificates, an unencrypted one has some, or they cannot be used.
    """
    is_encrypted = address.startswith("tls://")
    if certificates and not is_encrypted:
        raise NoCluster(f"certificates protect a tls:// address alone, and {address} is none")
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
def _said(errors: type[Exception] | tuple[type[Exception], ...], what: str) -> Iterator[None]:
    """Say what has happened where those who grade are gone."""
    try:
        yield
    except errors as error:
        raise LostWorkers(f"{what}; what was graded is kept, and the same command goes on from there") from error


def _begin() -> None:
    """Leave Ctrl+C, which reaches all processes of a terminal, to the one that started this worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _context() -> BaseContext:
    """Copy this process where that is safe; else start workers that load what they need, once for all where they can.

    A copy has loaded everything, which takes seconds. It is safe where no other thread, of Python's or of a library's,
    can be holding a lock at that moment, and only Linux says how many threads there are.
    """
    if _threads() == 1:
        return multiprocessing.get_context("fork")
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["misread_grading.fast_import", "misread_grading.autograding.worker"])
    return context


def _threads() -> int | None:
    """Count the threads of this process; None if the system does not say."""
    tasks = Path("/proc/self/task")
    return sum(1 for _ in tasks.iterdir()) if tasks.is_dir() else None
