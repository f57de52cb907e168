"""Columns of a roster, by their headings in the lists that common programs export.

The headings are those of

- Moodle: the list of participants and the exported grades ("First name", "Last name", "ID number", "Email address"),
  by its language packs for English, German and French (`firstname`, `lastname`, `idnumber`, `email`);
- Canvas: the exported gradebook ("Student" or "LastName" and "FirstName", "ID", "SIS User ID", "SIS Login ID",
  "Section"), by `lib/gradebook_exporter.rb`, which does not translate them;
- Blackboard: the downloaded gradebook ("Last Name", "First Name", "Username", "Student ID", "Availability");
- Workday: reports on workers ("Employee ID", "Worker", "Legal Name", "Preferred Name", "Email - Primary Work");
- people's own spreadsheets.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": (
            "preferredname preferrednamefull displayname anzeigename",
            """name fullname participant participantname learner learnername student studentname employee employeename
            worker workername teilnehmer teilnehmerin teilnehmende teilnehmername mitarbeiter mitarbeiterin
            mitarbeitername vollstandigername nom nomcomplet nometprenom nomprenom prenometnom participante apprenant
            etudiant collaborateur salarie nombre nombrecompleto nombreyapellidos nome nomecompleto nomeecognome""",
            "legalname legalnamefull sortablename",
        ),
        "first": (
            "preferredfirstname rufname prenomusuel",
            """first firstname firstnames givenname given forename vorname vornamen prenom prenoms nombredepila
            primeironome""",
            "legalfirstname",
        ),
        "last": (
            "preferredlastname",
            """last lastname surname familyname family nachname familienname zuname nomdefamille nomusuel apellido
            apellidos sobrenome cognome""",
            "legallastname",
        ),
        "email": (
            """workemail primaryworkemail emailwork emailprimarywork workemailaddress businessemail emailgeschaftlich
            dienstlicheemail emaildienstlich courrielprofessionnel emailprofessionnel adresseemailprofessionnelle""",
            """email emailaddress emailaddresses mail mailaddress emailadresse mailadresse emailid courriel
            adressedecourriel adressecourriel adressemail adresseemail adresseelectronique correo correoelectronico
            direcciondecorreo direcciondecorreoelectronico indirizzoemail""",
            "address homeemail primaryhomeemail emailhome emailprimaryhome personalemail privateemail",
        ),
        "role": ("role roles rolle rollen papel rol ruolo",),
        "number": (
            """idnumber sisuserid sisid studentid studentnumber employeeid employeenumber employeeno empid workerid
            personnelnumber personnelno staffid staffnumber staffno personid personnumber learnerid orgdefinedid
            matriculationnumber matrikelnummer matrikelnr personalnummer personalnr personennummer
            mitarbeiternummer mitarbeiterid idnummer teilnehmerid numerodidentification numeroetudiant
            numerodetudiant identifiantetudiant idetudiant matricule numeroemploye numerodemploye numeroid numerodeid
            numerodeidentificacion codiceidentificativo""",
            "id userid benutzerid uid kennung identifiant",
        ),
        "login": (
            """sisloginid loginid login username userprincipalname benutzername anmeldename nomdutilisateur
            nomutilisateur nombredeusuario usuario nomeutente""",
        ),
    }
)
"""The headings of each field, without blanks, signs and accents, in order of preference."""
_MEANING = MappingProxyType(
    {
        word: (field, rank)
        for field, ranks in FIELDS.items()
        for rank, words in enumerate(ranks)
        for word in words.split()
    }
)
_LIKE_AN_ID = ("id", "number", "nummer", "numero", "nr", "no", "code", "kennzeichen", "matrikel", "matricule")


@dataclasses.dataclass(frozen=True)
class Columns:
    """Positions of the fields in a row.

    Attributes:
        places: the position of each field that has a column.
        headings: the headings of all columns.
        ignored: the positions of columns that are not used: unknown, or less preferred than another.
        problems: why rows cannot be read from these columns.
    """

    places: Mapping[str, int]
    headings: tuple[str, ...]
    ignored: tuple[int, ...]
    problems: tuple[str, ...]

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.headings)


def columns_of(cells: Sequence[str]) -> Columns:
    """Return the columns that the heading row of a roster names."""
    meanings = [_MEANING.get(bare(cell)) for cell in cells]
    places: dict[str, int] = {}
    problems: list[str] = []
    for field in FIELDS:
        ranked = sorted(
            (meaning[1], place) for place, meaning in enumerate(meanings) if meaning and meaning[0] == field
        )
        best = [place for rank, place in ranked if rank == ranked[0][0]]
        if best:
            places[field] = best[0]
        if len(best) > 1:
            named = " and ".join(repr(cells[place].strip()) for place in best)
            problems.append(f"the columns {named} mean the same; leave one out")
    if not {"name", "first", "last"} & set(places):
        problems.append(_NAMELESS.format(cells=", ".join(repr(cell.strip()[:40]) for cell in cells[:12]) or "nothing"))
    taken = set(places.values())
    ignored = tuple(place for place, cell in enumerate(cells) if place not in taken and cell.strip())
    return Columns(places, tuple(cell.strip() for cell in cells), ignored, tuple(problems))


_NAMELESS = (
    "the first line must name the columns, one of them 'name' (or 'first name' and 'last name'); "
    "'e-mail', 'role' and 'id' may follow. It holds {cells}"
)


def looks_like_an_id(heading: str) -> bool:
    """Return whether a column with an unknown heading may hold people's ids."""
    words = "".join(sign if sign.isalnum() else " " for sign in _plain(heading)).split()
    return bool(set(words) & set(_LIKE_AN_ID)) or bare(heading).endswith(("id", "nummer", "number", "numero"))


def bare(heading: str) -> str:
    """Return a heading's letters and digits, in lower case and without accents."""
    return "".join(sign for sign in _plain(heading) if sign.isalnum())


def _plain(heading: str) -> str:
    return unicodedata.normalize("NFKD", heading).casefold()
