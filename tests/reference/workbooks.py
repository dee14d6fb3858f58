"""Makes tests/goldens/workbooks/: sheets of cells that openpyxl, XlsxWriter
and odfpy wrote, and in expected.json what pandas reads of them.

Cells in which this package means to differ from pandas stand in "differs", by
sheet and place: pandas takes every error for missing, gives the value of
merged cells to the first of them, booleans as such, and characters that are
written by their number as they are written.
PyPI: pandas, numpy, openpyxl, XlsxWriter, odfpy.
"""

import datetime as dt
import json
import math
from pathlib import Path

import openpyxl
import pandas as pd
import xlsxwriter
from odf import office, opendocument, style, table, text
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

FOLDER = Path(__file__).parent.parent / "goldens" / "workbooks"
BANDS = [1100, 1150.5, 2450]
# Numbers that are no short decimals.
VALUES = [[0.1 + math.sin(7 * r + b) ** 2 / 3 for b in range(3)] for r in range(4)]
SAMPLES = ["A", "B", "Çé", "D & <E>"]
CLAY = [12.5, 30, 0.25, 1 / 3]
DAYS = [dt.date(2021, 5, 3), dt.date(1900, 1, 5), dt.date(1999, 12, 31), dt.date(2100, 2, 28)]
TIMES = [
    dt.datetime(2021, 5, 3, 12, 30),
    dt.datetime(2021, 5, 3, 23, 59, 59),
    dt.datetime(1988, 2, 29, 0, 0, 1),
    dt.datetime(2021, 5, 3),
]
HEADER = ["sample", "clay", *BANDS]


def by_openpyxl():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Soils & spectra"
    sheet["A1"] = "Soils of 2021"
    sheet.merge_cells("A1:J1")
    sheet.append(["sample", "lab", None, None, None, None, "wavelength in nm"])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:F2")
    sheet.merge_cells("G2:I2")
    sheet.append([None, "clay", "day", "time", "wet", "note", *BANDS, "late"])
    for row in range(4):
        at = row + 4
        sheet.append([SAMPLES[row], CLAY[row], DAYS[row], TIMES[row], row % 2 == 0,
                      ["x", "12.5", " <5 ", "#N/A"][row], *VALUES[row], dt.time(8, row)])
        sheet.cell(at, 2).number_format = "0%"
        sheet.cell(at, 7).number_format = '0.0" days"'
        sheet.cell(at, 8).number_format = "[Red]0.00E+00;General"
    sheet["F4"] = CellRichText("rich ", TextBlock(InlineFont(b=True), "text"))
    sheet["I5"] = "#N/A"
    sheet["I5"].data_type = "e"
    sheet["I6"] = "#DIV/0!"
    sheet["I6"].data_type = "e"
    sheet["H7"] = "=G7*2"
    sheet["L4"] = None
    sheet["L4"].number_format = "yyyy-mm-dd"
    hidden = book.create_sheet("lists")
    hidden.append(["north", 1])
    hidden.sheet_state = "hidden"
    book.create_sheet("empty")
    book.save(FOLDER / "openpyxl.xlsx")
    return {"Soils & spectra": {
        "A3": "sample", "I6": "#DIV/0!", "H7": "=G7*2 (a formula without a stored value)",
    }}


def by_xlsxwriter(name, **options):
    book = xlsxwriter.Workbook(FOLDER / name, options)
    sheet = book.add_worksheet("Tabelle1")
    day = book.add_format({"num_format": "dd/mm/yy"})
    clock = book.add_format({"num_format": "hh:mm:ss.000"})
    long = book.add_format({"num_format": "[h]:mm"})
    sheet.write_row(2, 1, [*HEADER, "day", "clock", "long", "sum", "text"])
    for row in range(4):
        at = row + 3
        sheet.write_row(at, 1, [SAMPLES[row], CLAY[row], *VALUES[row]])
        sheet.write_datetime(at, 6, DAYS[row] if not options.get("date_1904") else DAYS[0], day)
        sheet.write_datetime(at, 7, dt.datetime(2021, 5, 3, 1, 2, 3, 250000), clock)
        sheet.write_number(at, 8, 1.5, long)
        sheet.write_formula(at, 9, f"=SUM(D{at + 1}:F{at + 1})", None, sum(VALUES[row]))
        sheet.write_formula(at, 10, '="a"&"b"', None, "ab")
    sheet.write_string(8, 1, "_x0041_ and\ttab")
    sheet.write_boolean(8, 2, True)
    chart = book.add_chartsheet("chart")
    drawn = book.add_chart({"type": "line"})
    drawn.add_series({"values": "=Tabelle1!$D$4:$F$4"})
    chart.set_chart(drawn)
    book.close()
    return {"Tabelle1": {"B9": "_x0041_ and\ttab"} if options.get("constant_memory") else {}}


def by_odfpy():
    document = opendocument.OpenDocumentSpreadsheet()
    unseen = style.Style(name="ta2", family="table")
    unseen.addElement(style.TableProperties(display="false"))
    document.automaticstyles.addElement(unseen)
    sheet = table.Table(name="Böden")
    document.spreadsheet.addElement(sheet)

    def cell(content=None, /, **attributes):
        made = table.TableCell(**attributes)
        for line in [] if content is None else content.split("\n"):
            made.addElement(text.P(text=line))
        return made

    def row(parent, *cells, **attributes):
        made = table.TableRow(**attributes)
        for one in cells:
            made.addElement(one)
        parent.addElement(made)

    def number(value, kind="float", shown=None, **attributes):
        return cell(shown or f"{value:.2f}", valuetype=kind, value=repr(value), **attributes)

    def words(value, **attributes):
        return cell(value, valuetype="string", **attributes)

    row(sheet, cell(numbercolumnsrepeated=1024), numberrowsrepeated=2)
    head = table.TableHeaderRows()
    sheet.addElement(head)
    row(head, words("sample", numberrowsspanned=2),
        words("lab", numbercolumnsspanned=4), table.CoveredTableCell(numbercolumnsrepeated=3),
        words("wavelength"))
    row(head, table.CoveredTableCell(), words("clay"), words("day"), words("time"), words("wet"),
        *[number(float(band)) for band in BANDS], cell(numbercolumnsrepeated=1016))
    group = table.TableRowGroup()
    sheet.addElement(group)
    for at in range(4):
        noted = words(SAMPLES[at])
        if at == 0:
            note = office.Annotation()
            note.addElement(text.P(text="not of the cell"))
            noted.addElement(note)
        row(group, noted, number(CLAY[at], "percentage", f"{CLAY[at] * 100:.0f}%"),
            cell("3. May", valuetype="date", datevalue=str(DAYS[at])),
            cell("12:30", valuetype="date", datevalue=TIMES[at].isoformat()),
            cell("TRUE" if at % 2 == 0 else "FALSE", valuetype="boolean", booleanvalue="true" if at % 2 == 0 else "false"),
            *[number(value) for value in VALUES[at]])
    row(sheet, words("same"), number(0.5, numbercolumnsrepeated=2), cell(), words("two\nlines"),
        numberrowsrepeated=2)
    spaced = cell(valuetype="string")
    line = text.P(text="a")
    line.addElement(text.S(c=3))
    line.addText("b")
    spaced.addElement(line)
    row(sheet, spaced, number(1.5, "currency", "1,50 €", currency="EUR", formula="of:=[.B5]*3"))
    row(sheet, cell(numbercolumnsrepeated=1024), numberrowsrepeated=1048560)
    other = table.Table(name="lists", stylename=unseen)
    document.spreadsheet.addElement(other)
    row(other, words("north"))
    document.save(FOLDER / "odfpy.ods")
    return {"Böden": {"A4": "sample"}}


def spelled(value):
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, dt.datetime):
        value = value.isoformat(timespec="milliseconds")
        return value.rstrip("0").removesuffix(".").removesuffix("T00:00:00") if "." in value else value
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    if isinstance(value, dt.time):
        return value.isoformat()
    return value


def cells(name):
    frames = pd.read_excel(FOLDER / name, sheet_name=None, header=None, dtype=object,
                           keep_default_na=False, na_values=[],
                           engine="odf" if name.endswith(".ods") else "openpyxl")
    return {
        sheet: [[spelled(value if value != "" else None) for value in row]
                for row in frame.itertuples(index=False)]
        for sheet, frame in frames.items()
    }


FOLDER.mkdir(exist_ok=True)
WRITTEN = {
    "openpyxl.xlsx": by_openpyxl(),
    "xlsxwriter.xlsx": by_xlsxwriter("xlsxwriter.xlsx"),
    "xlsxwriter_inline.xlsx": by_xlsxwriter("xlsxwriter_inline.xlsx", constant_memory=True),
    "xlsxwriter_1904.xlsx": by_xlsxwriter("xlsxwriter_1904.xlsx", date_1904=True),
    "odfpy.ods": by_odfpy(),
}
expected = {
    name: {"differs": differs, "sheets": cells(name)}
    for name, differs in WRITTEN.items()
}
(FOLDER / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
