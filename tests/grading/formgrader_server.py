"""A Jupyter server with one of nbgrader's extensions in a folder; it prints its address when it accepts requests.

The default extension is formgrader. The settings are those of `nbgrader_config.py` in the folder.
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
    """Start the server in a separate process with an empty home folder, and yield its address."""
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
    """Serve the folder in the first argument, with the extension in the second."""
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
    # Nothing listens at the port before the loop runs.
    app.io_loop.add_callback(say, f"http://127.0.0.1:{app.port}")
    app.start()


def say(address: str) -> None:
    """Print the address."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
