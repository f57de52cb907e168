"""The other tools that serve the small page, each in a virtual environment in the user's cache folder."""

from __future__ import annotations

import dataclasses
import subprocess
import venv
from pathlib import Path

import platformdirs

HERE = Path(__file__).parent / "peers"
ENVIRONMENTS = platformdirs.user_cache_path("misread") / "benchmark-peers"


@dataclasses.dataclass(frozen=True)
class Peer:
    """A tool that serves the small page: its packages and its command, in which `{port}` stands for the port."""

    name: str
    packages: tuple[str, ...]
    command: tuple[str, ...]

    def command_at(self, port: int) -> list[str]:
        """Return the command that serves the page at a port; its environment is made on first use."""
        programs = ENVIRONMENTS / self.name / "bin"
        if not (programs / self.command[0]).exists():
            venv.create(programs.parent, with_pip=True, clear=True)
            subprocess.run([programs / "pip", "install", "--quiet", *self.packages], check=True)
        program, *rest = (part.format(port=port) for part in self.command)
        return [str(programs / program), *rest]


VOILA = Peer(
    "voila",
    ("voila==0.5.13", "ipykernel==7.4.0", "ipywidgets==8.1.9", "pandas==3.1.1"),
    ("voila", "--no-browser", "--port={port}", "--Voila.ip=127.0.0.1", str(HERE / "voila_page.ipynb")),
)
PANEL = Peer(
    "panel",
    ("panel==1.9.4", "pandas==3.0.1"),
    ("panel", "serve", str(HERE / "panel_page.py"), "--port={port}", "--index=panel_page"),
)
STREAMLIT = Peer(
    "streamlit",
    ("streamlit==1.67.0", "pandas==3.1.1"),
    (
        "streamlit",
        "run",
        str(HERE / "streamlit_page.py"),
        "--server.port={port}",
        "--server.address=127.0.0.1",
        "--server.headless=true",
    ),
)
MARIMO = Peer(
    "marimo",
    ("marimo==0.25.2", "pandas==3.1.1"),
    (
        "marimo",
        "run",
        str(HERE / "marimo_page.py"),
        "--port={port}",
        "--host=127.0.0.1",
        "--headless",
        "--no-token",
    ),
)
PEERS = (VOILA, PANEL, STREAMLIT, MARIMO)
