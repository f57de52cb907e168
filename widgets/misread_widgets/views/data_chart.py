"""Charts of data exercises: bars with direct labels, drawn on the server as SVG that takes the page's colours.

Only `chart` needs Altair. This module is loaded with the first chart, because loading it takes a third of a second.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import textwrap
from collections.abc import Sequence
from xml.sax.saxutils import escape

import altair as alt
import vl_convert

WIDTH = 300
"""The chart's width in pixels. It fits a telephone's page, so that its text is never shrunk."""
LINE = 18
"""The height of a line of text, in pixels."""
BAR = 14
"""The height of a bar, in pixels."""
SPACE = 12
"""The space between a bar and the next label, in pixels."""
ROOM = 38
"""The number of characters that fit on one line of the chart."""
FONT = "'Source Sans 3', 'Segoe UI', system-ui, 'Noto Sans', Arial, sans-serif"
"""Each name is quoted: an unquoted name with a digit at the start of a word makes vl-convert leave all text out."""
TEXT = alt.MarkConfig(font=FONT, fontSize=14, baseline="alphabetic", color="var(--mr-ink)")

HAS_VALUE = "isValid(datum.value)"
TAG, ROLE = re.compile(r"<[^>]*>"), re.compile(r' (?:role|class|aria-[a-z]+)="[^"]*"')


@dataclasses.dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: what the bar is about, for example `Women, high visibility`.
        value: the length of the bar in the chart's unit; None if the value is hidden or does not exist.
        said: the value as people read it, for example `50% (66 of 132)`.
    """

    label: str
    value: float | None
    said: str


@functools.lru_cache(maxsize=512)
def chart(bars: tuple[Bar, ...], headline: str, whole: float | None) -> str:
    """Return a bar chart as SVG.

    Its colours and its font are those of the page, by CSS variables. The headline is its `<title>`, and all labels with
    their values are its `<desc>`, so that a screen reader says what the eye sees.

    Args:
        bars: the bars, from top to bottom.
        headline: the sentence that the page shows above the chart.
        whole: the value that a bar of full length has, for example 100 for per cent; None to let the longest bar be
            the longest one possible.
    """
    rows, height = _rows(bars)
    longest = max((bar.value for bar in bars if bar.value is not None), default=0)
    drawn = (
        alt.layer(*_layers(rows, whole or longest or 1, has_rail=whole is not None))
        .properties(width=WIDTH, height=height, background="transparent", padding=0)
        .configure(aria=False, view=alt.ViewConfig(stroke=None), text=TEXT)
    )
    return _titled(vl_convert.vegalite_to_svg(drawn.to_dict()), headline, bars)


def _rows(bars: Sequence[Bar]) -> tuple[list[dict[str, object]], int]:
    """Return the data of the chart, with the places of texts and bars in pixels from the top, and its height."""
    rows, top = list[dict[str, object]](), 0
    for bar in bars:
        lines = _wrapped(bar)
        beneath = top + LINE * len(lines)
        place = {"baseline": top + LINE - 5, "top": beneath, "bottom": beneath + BAR, "below": beneath + BAR - 2}
        rows.append({"label": lines, "said": bar.said, "value": bar.value, **place})
        top = beneath + BAR + SPACE
    return rows, max(top - SPACE, 1)


def _layers(rows: Sequence[dict[str, object]], end: float, *, has_rail: bool) -> list[alt.Chart]:
    """Return the rails, the bars and their texts; every type is stated, because Altair guesses it by the values.

    A value that is not shown is said where its bar would be.
    """
    base = alt.Chart(alt.InlineData(values=rows))
    shown = base.transform_filter(HAS_VALUE).encode(y=alt.Y("top:Q", scale=None, axis=None), y2="bottom:Q")
    scale = alt.Scale(domain=[0, end], range=[0, WIDTH], nice=False)
    rails = shown.mark_rect(color="var(--mr-line)").encode(x=alt.value(0), x2=alt.value(WIDTH))
    bars = shown.transform_calculate(start="0").mark_rect(color="var(--mr-accent)")
    bars = bars.encode(x=alt.X("start:Q", axis=None, scale=scale), x2=alt.X2("value:Q"))
    texts = base.encode(y=alt.Y("baseline:Q", scale=None, axis=None))
    labels = texts.mark_text(align="left", lineHeight=LINE).encode(x=alt.value(0), text="label:N")
    values = texts.transform_filter(HAS_VALUE).mark_text(align="right", fontWeight=600)
    hidden = base.transform_filter(f"!{HAS_VALUE}").mark_text(align="left", color="var(--mr-ink-soft)")
    return [
        *([rails] if has_rail else []),
        bars,
        labels,
        values.encode(x=alt.value(WIDTH), text="said:N"),
        hidden.encode(x=alt.value(0), y=alt.Y("below:Q", scale=None, axis=None), text="said:N"),
    ]


def _wrapped(bar: Bar) -> list[str]:
    """Return a label in lines, with room for the value, which stands to the right of it."""
    room = ROOM if bar.value is None else max(12, ROOM - len(bar.said) - 2)
    return textwrap.wrap(bar.label, room) or [""]


def _titled(svg: str, headline: str, bars: Sequence[Bar]) -> str:
    """Return the chart as one image that has a title, and its labels and values as a description.

    Vega gives roles to the groups inside, even with `aria=False`; in one image they would be images without a name.
    """
    head, body = TAG.sub(lambda tag: ROLE.sub("", tag[0]), svg).split(">", 1)
    said = "; ".join(f"{bar.label}: {bar.said}" for bar in bars)
    return f'{head} role="img"><title>{escape(headline)}</title><desc>{escape(said)}</desc>{body}'
