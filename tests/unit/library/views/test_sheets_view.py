# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from incident_console.library.reading import CellSpan, Reading, ReadingForm
from incident_console.library.text import extract_text
from incident_console.library.text.workbook import place_of
from incident_console.library.views import make_reading, sheets
from tests.helpers.office_files import a_workbook_of, an_xlsx


def read(data: bytes) -> Reading:
    return make_reading("lists.xlsx", "Lists", data, lambda path: None)


def cell(at: str, words: str, kind: str = "inlineStr", style: str = "") -> str:
    inside = f"<is><t>{words}</t></is>" if kind == "inlineStr" else f"<v>{words}</v>"
    styled = f' s="{style}"' if style else ""
    return f'<c r="{at}" t="{kind}"{styled}>{inside}</c>'


def test_each_sheet_is_a_table_with_its_cells_in_their_places() -> None:
    people = f"<row r='2'>{cell('B2', 'Ann')}{cell('D2', 'x')}</row><row r='4'>{cell('A4', 'Ben')}</row>"
    reading = read(a_workbook_of({"People": people, "Codes": f"<row>{cell('A1', 'red')}</row>"}, hidden={"Codes"}))
    assert reading.form is ReadingForm.TABLE
    first, second = reading.sheets
    assert (first.name, first.numbers) == ("People", (1, 2, 3, 4))
    assert first.rows == ((), ("", "Ann", "", "x"), (), ("Ben",))
    assert (second.name, second.is_hidden, second.rows) == ("Codes", True, (("red",),))
    assert not first.is_hidden


@pytest.mark.parametrize(
    ("code", "raw", "shown"),
    [
        ("#,##0.00", "-1234.5", "-1,234.50"),
        ("0.0%", "0.2567", "25.7%"),
        ("000", "7", "007"),
        ("#,##0 [$EUR]", "1500", "1,500 EUR"),
        ("0.00;[Red](0.00)", "-5", "(5.00)"),
        ('0;-0;"none"', "0", "none"),
        ('0.0,,"M"', "1500000", "1.5M"),
        ("0.##", "2", "2"),
        ("000-00-0000", "123456789", "123-45-6789"),
        ("[&lt;=9999999]###-####;(###) ###-####", "4155551234", "(415) 555-1234"),
        ("# ?/?", "0.5", "0.5"),
        ("@", "12", "12"),
        ("General", "0.30000000000000004", "0.3"),
        ("General", "442079460018", "442079460018"),
        ("General", "1E+30", "1E+30"),
        ("General", "0.00000012", "1.2E-7"),
        ("0", "not a number", "not a number"),
        ("0", "1e999", "1e999"),
        (";;;", "5", ""),
        ("[h]:mm", "1.1041666666666667", "26:30"),
        ("[h]:mm:ss", "0.5000115740740741", "12:00:01"),
        ("yyyy-mm-dd", "46093", "2026-03-12"),
    ],
)
def test_numbers_are_shown_in_the_format_of_their_cell(code: str, raw: str, shown: str) -> None:
    styles = f'<numFmts><numFmt numFmtId="170" formatCode=\'{code}\'/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs>'
    reading = read(an_xlsx(f"<row>{cell('A1', raw, 'n', '0')}</row>", "", styles))
    assert [words for row in reading.sheets[0].rows for words in row] == ([shown] if shown else [])


def test_formulas_show_their_result_and_what_they_are_where_they_were_never_calculated() -> None:
    counted, never = '<c r="A1"><f>B1*2</f><v>84</v></c>', "<c r='B1'><f>'[1]Sheet'!A1</f></c>"
    row = f'<row>{counted}{never}<c r="C1" t="e"><v>#REF!</v></c></row>'
    assert read(an_xlsx(row)).sheets[0].rows == (("84", "='[1]Sheet'!A1", "#REF!"),)


def test_titles_run_over_the_blank_cells_beside_them_and_merged_cells_are_one() -> None:
    title = "Who is called when the cooling fails"
    rows = (
        f"<row r='1'>{cell('A1', title)}</row>"
        f"<row r='2'>{cell('A2', 'Name')}{cell('C2', 'Phone')}</row><row r='3'>{cell('A3', 'Ann')}</row>"
    )
    merges = '<mergeCell ref="A2:B2"/><mergeCell ref="B2:C2"/><mergeCell ref="A3:A90"/><mergeCell ref="?"/>'
    reading = read(a_workbook_of({"People": (rows, f"<mergeCells>{merges}</mergeCells>")}))
    assert reading.sheets[0].spans == (CellSpan(1, 0, 1, 2), CellSpan(0, 0, 1, 3))


def test_a_sheet_without_end_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_TABLE_ROWS", 2)
    rows = "".join(f"<row r='{number}'>{cell(f'A{number}', 'x')}</row>" for number in (1, 2, 3))
    reading = read(an_xlsx(rows))
    assert reading.sheets[0].rows == (("x",), ("x",))
    assert reading.warning == "Only the first 2 rows and 200 columns of a sheet are shown."
    wide = read(an_xlsx(f"<row>{cell('A1', 'x')}{cell('XFD1', 'far')}</row>"))
    assert len(wide.sheets[0].rows[0]) == 200
    assert "200 columns" in wide.warning
    monkeypatch.setattr(sheets, "MAX_TEXT_CHARS", 3)
    assert "very long" in read(an_xlsx(rows)).warning


def test_a_sheet_of_blank_rows_shows_few_of_them_and_the_numbers_tell() -> None:
    rows = f"<row r='1'>{cell('A1', 'top')}</row><row r='1048576'>{cell('A1048576', 'bottom')}</row>"
    sheet = read(an_xlsx(rows)).sheets[0]
    assert sheet.rows == (("top",), ("bottom",))
    assert sheet.numbers == (1, 1_048_576)


def test_words_are_found_as_they_are_shown() -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="4"/></cellXfs>'
    found = extract_text("a.xlsx", an_xlsx(f"<row>{cell('A1', '1234.5', 'n', '1')}</row>", "", styles))
    assert "1,234.50" in found.text


def test_places_are_read_as_people_write_them() -> None:
    assert [place_of(each) for each in ("A1", "AB12", "XFD1048576", "", "12", "ABCD1")] == [
        *((1, 0), (12, 27), (1_048_576, 16_383), (0, None), (0, None), (0, None)),
    ]
