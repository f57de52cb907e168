"""A fast base class for widgets whose state is plain JSON, for servers with many learners."""

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
"""The subclass for each widget class and set of added traits."""
_SHARED: dict[type, list[str]] = {}
"""The names of the traits that a widget class shares with the page."""


class JsonWidget(anywidget.AnyWidget):
    """A widget whose state is plain JSON and goes only to the page.

    ipywidgets searches a whole state for bytes, and asks each trait for its serializer. Here the state is sent
    unchanged.
    """

    comm: Any
    # No `Layout` is made by default: it is a second widget with thirty traits, and stylesheets do the layout here.
    layout = traitlets.Instance(Layout, allow_none=True).tag(sync=True, **widget_serialization)

    def add_traits(self, **traits: traitlets.TraitType[Any, Any]) -> None:
        """Add traits. anywidget adds the same ones to all widgets of a class, so these share one subclass."""
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
        """Open the comm to the page, with the state."""
        if self.comm is None:
            state = {"state": self.get_state(), "buffer_paths": []}
            id_ = {"comm_id": self._model_id} if self._model_id is not None else {}
            self.comm = create_comm("jupyter.widget", state, {"version": protocol}, **id_)

    def get_state(self, key: str | Iterable[str] | None = None, drop_defaults: bool = False) -> dict[str, Any]:  # noqa: ARG002, FBT001, FBT002 - as ipywidgets has it
        """Return the state that the page gets, or the part with these keys."""
        keys = self.keys if key is None else [key] if isinstance(key, str) else key
        return {name: getattr(self, name) for name in keys}

    def send_state(self, key: str | Iterable[str] | None = None) -> None:
        """Send the page the state, or the part with these keys."""
        self._send({"method": "update", "state": self.get_state(key), "buffer_paths": []})

    def set_state(self, sync_data: Mapping[str, Any]) -> None:
        """Ignore a state from the browser, which must not change what is shown."""
