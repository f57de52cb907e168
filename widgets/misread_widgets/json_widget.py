"""A widget for pages with many learners: anywidget's, without the work that ipywidgets does for widgets of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets
from ipywidgets import Layout, widget_serialization
from ipywidgets.comm import create_comm
from ipywidgets.widgets.widget import __protocol_version__ as protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_EXTENDED: dict[tuple[type, frozenset[str]], type] = {}
"""Classes of widgets with the traits that were added to their instances."""
_SHARED: dict[type, list[str]] = {}
"""The names of the traits that widgets of a class share with the page."""


class JsonWidget(anywidget.AnyWidget):
    """A widget whose state is plain JSON and flows one way: to the page.

    ipywidgets looks for bytes in every corner of a state, and asks of each trait how it is written down. Here nothing
    is looked for, and everything is written as it is.
    """

    comm: Any
    # Stylesheets lay a widget out. A `Layout` is a second widget for each, with thirty traits that nobody sets.
    layout = traitlets.Instance(Layout, allow_none=True).tag(sync=True, **widget_serialization)

    def add_traits(self, **traits: traitlets.TraitType[Any, Any]) -> None:
        """Add traits; widgets of one kind share the class that has them, as anywidget adds the same to each."""
        kind = type(self), frozenset(traits)
        if kind not in _EXTENDED:
            super().add_traits(**traits)
            _EXTENDED[kind] = type(self)
            return
        self.__class__ = _EXTENDED[kind]
        for name in traits:
            getattr(type(self), name).instance_init(self)

    @traitlets.default("keys")
    def _default_keys(self) -> list[str]:
        kind = type(self)
        if kind not in _SHARED:
            _SHARED[kind] = list(kind.class_traits(sync=True))
        return _SHARED[kind]

    def open(self) -> None:
        """Open the line to the page, and say what there is."""
        if self.comm is None:
            state = {"state": self.get_state(), "buffer_paths": []}
            known = {"comm_id": self._model_id} if self._model_id is not None else {}
            self.comm = create_comm("jupyter.widget", state, {"version": protocol}, **known)

    def get_state(self, key: str | Iterable[str] | None = None, drop_defaults: bool = False) -> dict[str, Any]:  # noqa: ARG002, FBT001, FBT002 - as ipywidgets has it
        """Return the state that the page shares, or a part of it."""
        keys = self.keys if key is None else [key] if isinstance(key, str) else key
        return {name: getattr(self, name) for name in keys}

    def send_state(self, key: str | Iterable[str] | None = None) -> None:
        """Tell the page the state, or a part of it."""
        self._send({"method": "update", "state": self.get_state(key), "buffer_paths": []})

    def set_state(self, sync_data: Mapping[str, Any]) -> None:
        """Leave everything as it is: what is shown is decided here, never in the browser."""
