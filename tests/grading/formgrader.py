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
    sys.stdout.write(f"http://127.0.0.1:{app.port}\n")
    sys.stdout.flush()
    app.start()


if __name__ == "__main__":
    main()
