"""Charts of data exercises: what the SVG shows, says and takes from the page."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from misread_widgets.views import Bar, chart
from misread_widgets.views.data_chart import WIDTH

SVG = "{http://www.w3.org/2000/svg}"
ASKED = (
    Bar("High visibility", 75.0, "75% (120 of 160)"),
    Bar("Middle visibility", 55.0, "55% (77 of 140)"),
    Bar("Low visibility", 35.0, "35% (63 of 180)"),
)
labels = st.text("abcdefg &<>\"'é", min_size=1, max_size=60).filter(lambda text: text.strip() != "")
bars = st.lists(
    st.builds(Bar, labels, st.none() | st.floats(0, 100), labels.map(lambda text: text[:12])), min_size=1, max_size=8
).map(tuple)


def drawn(svg: str) -> tuple[list[str], list[str]]:
    """Return all texts of a chart, and the colours of its shapes."""
    root = ET.fromstring(svg)  # noqa: S314 - our own chart
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    return texts, [path.attrib["fill"] for path in root.iter(f"{SVG}path") if "fill" in path.attrib]


def test_a_chart_names_every_bar_and_its_value() -> None:
    texts, fills = drawn(chart(ASKED, "Asked outright, by visibility", 100))
    assert texts == [bar.label for bar in ASKED] + [bar.said for bar in ASKED]
    assert fills == ["var(--mr-line)"] * 3 + ["var(--mr-accent)"] * 3


def test_a_chart_is_an_image_with_a_title_and_a_description() -> None:
    root = ET.fromstring(chart(ASKED, "Asked outright, <by> visibility", 100))  # noqa: S314 - our own chart
    assert root.attrib["role"] == "img"
    assert [(child.tag, child.text) for child in root[:2]] == [
        (f"{SVG}title", "Asked outright, <by> visibility"),
        (
            f"{SVG}desc",
            "High visibility: 75% (120 of 160); Middle visibility: 55% (77 of 140); Low visibility: 35% (63 of 180)",
        ),
    ]
    assert {name for part in root.iter() for name in part.attrib if name.startswith(("role", "aria"))} == {"role"}
    assert [part.tag for part in root.iter() if "role" in part.attrib] == [f"{SVG}svg"]


def test_the_length_of_a_bar_is_its_share_of_the_whole() -> None:
    root = ET.fromstring(chart(ASKED, "Asked", 100))  # noqa: S314 - our own chart
    bars = [path.attrib["d"] for path in root.iter(f"{SVG}path") if path.attrib.get("fill") == "var(--mr-accent)"]
    assert [bar.split("h")[1].split("v")[0] for bar in bars] == ["225", "165", "105"]


def test_without_a_whole_the_longest_bar_fills_the_chart() -> None:
    cost = (Bar("Matched", 3556, "3,556 a move"), Bar("Not matched", 17143, "17,143 a move"))
    root = ET.fromstring(chart(cost, "Cost of a move", None))  # noqa: S314 - our own chart
    fills = [path.attrib for path in root.iter(f"{SVG}path") if "fill" in path.attrib]
    assert [fill["fill"] for fill in fills] == ["var(--mr-accent)"] * 2
    assert f"h{WIDTH}v" in fills[1]["d"]


def test_a_hidden_value_keeps_its_label_and_gets_no_bar() -> None:
    texts, fills = drawn(chart((ASKED[0], Bar("Nonbinary", None, "hidden (fewer than 10)")), "Asked", 100))
    assert texts == ["High visibility", "Nonbinary", "75% (120 of 160)", "hidden (fewer than 10)"]
    assert fills == ["var(--mr-line)", "var(--mr-accent)"]


def test_a_hidden_value_stands_under_its_label_and_a_shown_one_beside_it() -> None:
    root = ET.fromstring(chart((ASKED[0], Bar("Middle", None, "hidden")), "Asked", 100))  # noqa: S314 - our own chart
    places = {text.text: re.findall(r"[\d.]+", text.attrib["transform"]) for text in root.iter(f"{SVG}text")}
    assert places["75% (120 of 160)"] == [str(WIDTH), places["High visibility"][1]]
    assert places["hidden"][0] == "0"
    assert float(places["hidden"][1]) >= float(places["Middle"][1]) + 14


def test_two_results_give_two_charts() -> None:
    other = (Bar("High visibility", 74.0, "75% (120 of 160)"), *ASKED[1:])
    assert chart(ASKED, "Asked", 100) != chart(other, "Asked", 100)
    assert chart(ASKED, "Asked", 100) != chart(ASKED, "Wants more", 100)


@settings(max_examples=25, deadline=None)
@given(bars, labels)
def test_any_result_gives_a_chart_with_all_of_its_words(shown: tuple[Bar, ...], headline: str) -> None:
    texts, fills = drawn(chart(shown, headline, 100))
    valued = [bar.said for bar in shown if bar.value is not None]
    hidden = [bar.said for bar in shown if bar.value is None]
    words = "".join([*(bar.label for bar in shown), *valued, *hidden])
    assert "".join("".join(texts).split()) == "".join(words.split())
    assert fills.count("var(--mr-accent)") == len(valued)


def test_threads_may_draw_at_the_same_time() -> None:
    shown = [(Bar(f"Group {number}", float(number), f"{number}%"),) for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        charts = list(threads.map(lambda each: chart(each, "At once", 100), shown))
    assert [drawn(svg)[0] for svg in charts] == [[each[0].label, each[0].said] for each in shown]


def test_pages_without_a_chart_do_not_load_what_draws_it() -> None:
    code = "import sys, misread_widgets; misread_widgets.ItemWidgets; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "misread_widgets.views.rendering" in loaded
    assert {"altair", "vl_convert", "pandas"} & set(loaded) == set()
