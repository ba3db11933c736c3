# SPDX-License-Identifier: Apache-2.0
"""Which column of an address book's CSV is what: Google, Outlook, Thunderbird, Apple converters and plain tables.

Headings are compared in lower case without blanks and signs, so that "E-mail 1 - Value" is "email1value".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .contact import NumberKind


class Field(StrEnum):
    """What a column holds."""

    NAME = "name"
    GIVEN = "given"
    MIDDLE = "middle"
    FAMILY = "family"
    ORGANISATION = "organisation"
    DEPARTMENT = "department"
    TITLE = "title"
    EMAIL = "email"
    NUMBER = "number"
    NOTE = "note"
    GROUP = "group"
    UID = "uid"


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is understood; for a number its kind, or the column whose words say it."""

    index: int
    field: Field
    kind: NumberKind = NumberKind.OTHER
    label_index: int | None = None


_FIELD_HEADINGS = {
    Field.NAME: "name fullname displayname contact contactname person fileas anzeigename nomcomplet nombrecompleto "
    "naam",
    Field.GIVEN: "firstname givenname forename given first vorname prenom prénom nombre voornaam nome",
    Field.MIDDLE: "middlename additionalname zweitervorname",
    Field.FAMILY: "lastname familyname surname family last nachname nom apellido apellidos achternaam cognome",
    Field.ORGANISATION: "company organization organisation organization1name organizationname employer firma "
    "unternehmen société societe entreprise empresa bedrijf azienda",
    Field.DEPARTMENT: "department organization1department organizationdepartment team abteilung service departamento "
    "afdeling",
    Field.TITLE: "jobtitle organization1title organizationtitle position role function funktion rolle fonction puesto "
    "cargo functie title",
    Field.EMAIL: "email emailaddress email1 email2 email3 email2address email3address primaryemail secondaryemail mail "
    "homeemail workemail emailadresse email2adresse email3adresse adresseemail courriel correoelectrónico correo",
    Field.NOTE: "notes note comment comments remarks notizen bemerkung bemerkungen remarques notas",
    Field.GROUP: "categories category labels groups group groupmembership kategorien gruppe catégories",
    Field.UID: "uid uniqueid",
}
_NUMBER_HEADINGS = {
    NumberKind.MOBILE: "mobile mobilephone mobilenumber cell cellphone cellular mobiltelefon mobil mobilnummer handy "
    "handynummer telefonmobil portable téléphoneportable móvil teléfonomóvil mobiel gsm carphone cellulare",
    NumberKind.WORK: "work workphone businessphone businessphone2 worktelephone office officephone officenumber "
    "telefongeschäftlich telefongeschäftlich2 telefonarbeit büro telefonbüro dienstlich extension direct directline "
    "téléphonebureau teléfonodeltrabajo",
    NumberKind.HOME: "home homephone homephone2 hometelephone privatephone telefonprivat telefonprivat2 privat "
    "téléphonedomicile teléfonoparticular",
    NumberKind.MAIN: "companymainphone mainphone primaryphone switchboard zentrale",
    NumberKind.OTHER: "phone telephone tel phonenumber telephonenumber number phone1 phone2 phone3 otherphone telefon "
    "telefonnummer rufnummer weiterestelefon téléphone telephone1 teléfono telefoon telefono callback radiophone",
    NumberKind.FAX: "fax faxnumber businessfax homefax otherfax workfax faxgeschäftlich faxprivat",
    NumberKind.PAGER: "pager pagernumber",
}
_FIELD_BY_HEADING = {heading: field for field, headings in _FIELD_HEADINGS.items() for heading in headings.split()}
_KIND_BY_HEADING = {heading: kind for kind, headings in _NUMBER_HEADINGS.items() for heading in headings.split()}
_GOOGLE = re.compile(r"(phone|email)(\d{1,2})value\Z")
_PHONE_SHAPE = re.compile(r"[+(0-9'=\"][0-9 ()./+'\"x-]{4,40}\Z")
_EMAIL_SHAPE = re.compile(r"[^@\s]{1,100}@[^@\s]{1,100}\Z")
_SAMPLE_ROWS = 20


def columns_from_headings(row: Sequence[str]) -> list[Column]:
    """The columns that a row of headings names; none if it is not one."""
    headings = [_bare(heading) for heading in row]
    columns = [column for index, heading in enumerate(headings) if (column := _column(index, heading, headings))]
    if any(column.field is Field.TITLE and headings[column.index] != "title" for column in columns):
        # Outlook's "Title" is Mr or Mrs; the position is "Job Title"
        columns = [column for column in columns if headings[column.index] != "title"]
    fields = {column.field for column in columns}
    if Field.GIVEN in fields and Field.FAMILY not in fields:  # "Vorname; Name": the name is the family's
        columns = [replace(one, field=Field.FAMILY) if one.field is Field.NAME else one for one in columns]
    return columns


def columns_from_shape(rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns of a table without headings, by what their cells look like: numbers, addresses, then the name."""
    sample = [row for row in rows if row][:_SAMPLE_ROWS]
    columns: list[Column] = []
    texts: list[int] = []
    for index in range(max((len(row) for row in sample), default=0)):
        cells = [row[index].strip() for row in sample if index < len(row) and row[index].strip()]
        if cells and _mostly(cells, _PHONE_SHAPE):
            columns.append(Column(index, Field.NUMBER))
        elif cells and _mostly(cells, _EMAIL_SHAPE):
            columns.append(Column(index, Field.EMAIL))
        elif cells:
            texts.append(index)
    if not columns or not texts:
        return []
    return [Column(texts[0], Field.NAME), *columns, *(Column(index, Field.NOTE) for index in texts[1:])]


def fits(row: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether a row has a number or an address where the columns say so; a row of unknown headings has none."""
    shapes = {Field.NUMBER: _PHONE_SHAPE, Field.EMAIL: _EMAIL_SHAPE}
    return any(
        shapes[column.field].match(row[column.index].strip())
        for column in columns
        if column.field in shapes and column.index < len(row)
    )


def _column(index: int, heading: str, headings: list[str]) -> Column | None:
    google = _GOOGLE.match(heading)
    if google and google.group(1) == "email":
        return Column(index, Field.EMAIL)
    if google:
        labels = [f"phone{google.group(2)}label", f"phone{google.group(2)}type"]
        return Column(
            index, Field.NUMBER, label_index=next((headings.index(one) for one in labels if one in headings), None)
        )
    if heading in _KIND_BY_HEADING:
        return Column(index, Field.NUMBER, _KIND_BY_HEADING[heading])
    return Column(index, _FIELD_BY_HEADING[heading]) if heading in _FIELD_BY_HEADING else None


def _bare(heading: str) -> str:
    return "".join(letter for letter in heading[:80].casefold() if letter.isalnum())


def _mostly(cells: list[str], shape: re.Pattern[str]) -> bool:
    return sum(1 for cell in cells if shape.match(cell)) * 3 >= len(cells) * 2
