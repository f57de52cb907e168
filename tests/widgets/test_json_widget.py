"""A widget whose state is plain JSON and flows one way: to the page."""

from __future__ import annotations

from typing import Any

import traitlets

from misread_widgets.json_widget import JsonWidget


class Shown(JsonWidget):
    """A widget with one trait to show."""

    _esm = "export default {};"
    view = traitlets.Dict().tag(sync=True)
    own = traitlets.Unicode("not for the page")


def test_the_page_gets_what_is_shared_and_nothing_else() -> None:
    widget = Shown(view={"text": "One"})
    state = widget.get_state()
    assert state["view"] == {"text": "One"}
    assert "own" not in state
    assert widget.get_state("view") == widget.get_state(["view"]) == {"view": {"text": "One"}}


def test_a_page_cannot_change_what_is_shown() -> None:
    widget = Shown(view={"text": "One"})
    widget.comm.handle_msg(
        {
            "content": {"data": {"method": "update", "state": {"view": {"text": "Two"}}, "buffer_paths": []}},
            "buffers": [],
        }
    )
    assert widget.view == {"text": "One"}


def test_widgets_of_one_kind_share_a_class_and_no_state() -> None:
    one, other = Shown(view={"text": "One"}), Shown(view={"text": "Other"})
    assert type(one) is type(other)
    one.view = {"text": "Changed"}
    assert other.view == {"text": "Other"}


def test_a_change_is_told_as_it_is(sent: list[str]) -> None:
    widget = Shown(view={"text": "One"})
    opened = len(sent)
    widget.view = {"text": "Zwei “drei”", "empty": None, "numbers": [1, 2.5]}
    (told,) = sent[opened:]
    assert '"view": {"text": "Zwei “drei”", "empty": null, "numbers": [1, 2.5]}' in told


def test_traits_added_to_one_are_there_with_their_values_in_the_next() -> None:
    widgets: list[Any] = [Shown(view={}) for _ in range(2)]
    for number, widget in enumerate(widgets):
        widget.add_traits(mood=traitlets.Unicode("calm").tag(sync=True))
        widget.mood = f"mood {number}"
    assert [widget.mood for widget in widgets] == ["mood 0", "mood 1"]
    assert type(widgets[0]) is type(widgets[1])
