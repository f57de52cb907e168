"""A Jupyter server with one of nbgrader's extensions on a folder; it prints its address once it can be asked.

Without a name, the extension is formgrader. Settings of nbgrader's are those of `nbgrader_config.py` in the folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_server.serverapp import ServerApp


@contextmanager
def served(folder: Path, home: Path, extension: str = "formgrader") -> Iterator[str]:
    """Start the server in a process of its own, whose user has nothing in their home; give its address."""
    private = dict.fromkeys(("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"), str(home))
    command = [sys.executable, __file__, str(folder), extension]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, **private}
    ) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def main() -> None:
    """Serve the folder that is named first, with the extension that is named next."""
    folder, extension = (*sys.argv[1:], "formgrader")[:2]
    os.chdir(folder)
    options = [
        "--ServerApp.open_browser=False",
        "--ServerApp.allow_root=True",
        "--ServerApp.disable_check_xsrf=True",
        "--IdentityProvider.token=",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        "--ServerApp.log_level=CRITICAL",
    ]
    app = ServerApp()
    app.jpserver_extensions = {f"nbgrader.server_extensions.{extension}": True}
    app.initialize(options)
    # Only once the loop runs does anybody listen at the port.
    app.io_loop.add_callback(say, f"http://127.0.0.1:{app.port}")
    app.start()


def say(address: str) -> None:
    """Print the address."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
