"""The QR codes are read by a reader of QR codes, as by a phone's camera."""

from __future__ import annotations

import re

import numpy as np
import pytest
import zxingcpp

from misread_web.workshop.qr import in_terminal, large_print, svg

ADDRESSES = [
    "http://192.168.178.23:8100/join/KFRDGH",
    "https://course.example.org/join/KFRDGH",
    "https://hub.example.org/services/misread/join/KFRDGH",
    "http://10.0.0.7:8100/join",
]


def drawn(picture: str) -> np.ndarray:
    """Draw a QR code's SVG as an array of grey levels, eight pixels a module."""
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', picture).groups())  # type: ignore[union-attr]
    grid = np.full((height, width), 255, np.uint8)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", picture):
        grid[int(y), int(x) : int(x) + int(length)] = 0
    return np.kron(grid, np.ones((8, 8), np.uint8))


def read(picture: np.ndarray) -> tuple[str, str]:
    """Return what a reader finds in a picture, and the kind of code."""
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text, found.format.name


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reader_finds_the_address_in_a_full_qr_code(address: str) -> None:
    text, kind = read(drawn(svg(address, "Join")))
    assert kind == "QRCode"
    assert text == large_print(address)
    assert text.casefold() == address.casefold()


def test_an_address_keeps_the_case_of_a_path_that_is_not_ours() -> None:
    assert large_print("https://hub.example.org/services/misread/join/KFRDGH").endswith("/services/misread/join/KFRDGH")
    assert large_print(ADDRESSES[0]) == ADDRESSES[0].upper()


def test_capitals_make_the_modules_larger() -> None:
    def modules(picture: str) -> int:
        return int(re.search(r'viewBox="0 0 (\d+)', picture)[1])  # type: ignore[index]

    assert modules(svg(ADDRESSES[0], "Join")) < modules(svg(ADDRESSES[0].replace("join", "play"), "Join"))


def test_the_picture_says_what_it_is_and_has_a_light_background_of_its_own() -> None:
    picture = svg("http://10.0.0.7:8100/join", 'Join "Sam & Priya"')
    assert '<title>Join "Sam &amp; Priya"</title>' in picture
    assert 'role="img"' in picture
    assert re.search(r'<rect width="(\d+)" height="\1" fill="#fff"/>', picture)


def test_a_reader_finds_the_address_in_a_terminal() -> None:
    shown = [line for line in in_terminal(ADDRESSES[0]).splitlines() if line.strip()]
    light = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    width = max(map(len, shown))
    rows = [[light[sign][half] for sign in line.ljust(width)] for line in shown for half in (0, 1)]
    picture = np.kron(np.array(rows, np.uint8) * 255, np.ones((8, 8), np.uint8))
    assert read(picture)[0] == ADDRESSES[0].upper()
