"""A Jupyter server with nbgrader's formgrader on a course folder; it prints its address once it can be asked."""

from __future__ import annotations

import os
import sys

from jupyter_server.serverapp import ServerApp


def main() -> None:
    """Serve the folder that is named first."""
    os.chdir(sys.argv[1])
    options = [
        "--ServerApp.open_browser=False",
        "--ServerApp.allow_root=True",
        "--IdentityProvider.token=",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        "--ServerApp.log_level=CRITICAL",
    ]
    app = ServerApp()
    app.jpserver_extensions = {"nbgrader.server_extensions.formgrader": True}
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
