#!/usr/bin/env bash
# Babel 2.18.0 (Python 3.11) and Intl.NumberFormat of Node 20: the server writes a share of points into the
# report, and the page writes the same share in the browser. Both follow the CLDR patterns for German.
#
# Expected: one score, one percentage, since the number, the language and the source of the rules are the same.
# What happens: Babel rounds a half to the even neighbour and Intl rounds it up. With 8 points
# the half is exact: 5 of 8 is "62 %" in the report and "63 %" on the page, 1 of 8 is 12 or 13.
# 3 of 8 and 7 of 8 agree, so a test with those shows nothing. Beside a pass mark of 63 % the page shows
# a pass and the report a fail. Points with one decimal part company in the same way: 2.25 is 2,2 or 2,3.
#
# Who is hurt: learners and L&D teams with two figures for one score, one of them perhaps below the pass mark.
# What to do: format scores in one place only. Or pass roundingMode "halfEven" to Intl, or round with decimal
# ROUND_HALF_UP before Babel. Compare pass marks with points, not with the percentage shown.
#
# Output as seen:
#   Babel 2.18.0
#   of 8      Babel     Intl      Intl, halfEven
#   1         12 %      13 %      12 %
#   3         38 %      38 %      38 %
#   5         62 %      63 %      62 %
#   7         88 %      88 %      88 %
#   2.25      2,2       2,3       2,2
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check babel==2.18.0 2>pip.log || { cat pip.log; exit 1; }

cat > browser.mjs <<'JS'
const lines = (roundingMode) => [1, 3, 5, 7]
  .map((points) => new Intl.NumberFormat("de", { style: "percent", roundingMode }).format(points / 8))
  .concat(new Intl.NumberFormat("de", { maximumFractionDigits: 1, roundingMode }).format(2.25));
console.log(JSON.stringify([lines("halfExpand"), lines("halfEven"), lines(undefined)]));
JS
node browser.mjs > browser.json

cat > comparing.py <<'PY'
import json
from importlib.metadata import version
from pathlib import Path

from babel.numbers import format_decimal, format_percent

half_up, half_even, by_default = json.loads(Path("browser.json").read_text())
babel = [format_percent(points / 8, locale="de") for points in (1, 3, 5, 7)]
babel.append(format_decimal(2.25, format="0.#", locale="de"))

print(f"Babel {version('babel')}")
print("of 8      Babel     Intl      Intl, halfEven")
for label, *row in zip(["1", "3", "5", "7", "2.25"], babel, by_default, half_even, strict=True):
    print("".join(text.replace("\xa0", " ").ljust(10) for text in [label, *row]).rstrip())
assert by_default == half_up, by_default
assert babel == half_even == ["12\xa0%", "38\xa0%", "62\xa0%", "88\xa0%", "2,2"], (babel, half_even)
assert by_default == ["13\xa0%", "38\xa0%", "63\xa0%", "88\xa0%", "2,3"], by_default
PY
venv/bin/python comparing.py
