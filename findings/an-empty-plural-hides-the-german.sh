#!/usr/bin/env bash
# Babel 2.18.0 and GNU gettext's msgfmt (Python 3.11): a course has German texts and a small Austrian
# catalogue for the few words that differ. Python's gettext uses the German one where the Austrian is empty.
#
# Expected: every entry left empty in the Austrian catalogue appears in German.
# What happens: that is true for plain entries only. Babel leaves an empty `msgstr ""` out of the .mo file.
# For an entry with a plural it writes the English text as if it were the translation. gettext
# finds it and never asks the German catalogue: "Fertig" stands beside "3 days left". Where only the
# plural is filled in, one day is in English and three days are in German. Babel gives no warning.
# msgfmt leaves out an entry whose forms are all empty, so the same .po file reads "Noch 3 Tage".
#
# Who is hurt: learners who read their due dates in a language they did not choose.
# What to do: delete entries with an empty plural form before compiling with Babel, or compile with msgfmt.
# A test that looks for empty entries must look at each plural form.
#
# Output as seen:
#   Babel 2.18.0
#   compiled by Babel:  Fertig / 1 day left / 3 days left
#   compiled by msgfmt: Fertig / Noch 1 Tag / Noch 3 Tage
set -euo pipefail

command -v msgfmt >/dev/null || { echo "Install GNU gettext: apt-get install gettext"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check babel==2.18.0 2>pip.log || { cat pip.log; exit 1; }

catalogue() {   # language, "Done", one day, several days
    cat <<PO
msgid ""
msgstr ""
"Language: $1\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Done"
msgstr "$2"

msgid "%d day left"
msgid_plural "%d days left"
msgstr[0] "$3"
msgstr[1] "$4"
PO
}
catalogue de "Fertig" "Noch %d Tag" "Noch %d Tage" > de.po
catalogue de_AT "" "" "" > de_AT.po
for language in de de_AT; do
    venv/bin/pybabel --quiet compile --input-file=$language.po --output-file=$language.babel.mo --locale=$language
    msgfmt --output-file=$language.msgfmt.mo $language.po
done

cat > reading.py <<'PY'
from gettext import GNUTranslations
from importlib.metadata import version

EXPECTED = {
    "Babel": "Fertig / 1 day left / 3 days left",
    "msgfmt": "Fertig / Noch 1 Tag / Noch 3 Tage",
}


def catalogue(language, compiler):
    with open(f"{language}.{compiler.lower()}.mo", "rb") as file:
        return GNUTranslations(file)


print(f"Babel {version('babel')}")
for compiler, expected in EXPECTED.items():
    austrian = catalogue("de_AT", compiler)
    austrian.add_fallback(catalogue("de", compiler))
    days = [austrian.ngettext("%d day left", "%d days left", number) % number for number in (1, 3)]
    seen = " / ".join([austrian.gettext("Done"), *days])
    print(f"compiled by {compiler + ':':<7} {seen}")
    assert seen == expected, seen
PY
venv/bin/python reading.py
