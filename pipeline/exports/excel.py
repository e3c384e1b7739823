"""Excel: a sheet per table, real dates and numbers, links from keys to the rows they name. Needs the extra `excel`.

Limits are Excel's: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3. What exceeds them is
never lost in silence: a long cell is cut and marked, a long table goes on in a further sheet, and a note says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError
from pipeline.exports.staging import Row, Source, number, replacing
from pipeline.schema import ColumnSchema, TableSchema

# Excel's limits: rows of a sheet, UTF-16 units of a cell, links of a sheet.
SHEET_ROWS = 1_048_576
CELL_UNITS = 32_767
SHEET_LINKS = 65_530
# Excel knows no day before this one.
FIRST_DAY = date(1900, 1, 1)
# The same tables give the same bytes: the day of creation is always this one.
CREATED = datetime(2000, 1, 1)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = (8, 60)
COLUMNS_SHEET = "columns"


def write_excel(source: Source, file: Path) -> list[str]:
    """Write one workbook; gives a note for each limit of Excel that was met.

    Raises OutputError where it cannot be written or `xlsxwriter` is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise OutputError("Excel files need the extra `excel`: pip install 'ldr-pipeline[excel]'") from error
    with replacing(file) as staged:
        book = xlsxwriter.Workbook(
            staged, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        book.set_properties({"created": CREATED})
        writer = _Writer(book, source)
        for schema in source.schemas.values():
            writer.table(schema)
        writer.columns()
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error
    return writer.notes()


class _Writer:
    """A workbook in the making: its formats, where the row of each key stands, and which limits were met."""

    def __init__(self, book: Any, source: Source) -> None:
        self.book = book
        self.source = source
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.whole = book.add_format({"num_format": "#,##0"})
        self.pence = book.add_format({"num_format": "#,##0.00"})
        # the mark with which Excel keeps text as text even when somebody edits the cell
        self.quoted = book.add_format({"quote_prefix": True})
        self.link = book.add_format({"font_color": "#0563C1", "underline": 1})
        self.places = {name: self._places(name) for name in self._targets()}
        self.cut: dict[str, int] = {}
        self.unlinked: dict[str, int] = {}
        self.split: dict[str, int] = {}

    def _targets(self) -> list[str]:
        columns = [column for schema in self.source.schemas.values() for column in schema.columns]
        named = {column.about.references for column in columns} - {""}
        return sorted(named | {"people", "organisations"})

    def _places(self, table: str) -> dict[str, int]:
        key = self.source.schemas[table].key
        return {value: at for at, value in enumerate(self.source.tables[table][key])}

    def table(self, schema: TableSchema) -> None:
        """Write a table into its sheet, and into further ones where it has more rows than a sheet."""
        columns = list(schema.printed())
        rows = self.source.rows(schema.name)
        total = len(self.source.tables[schema.name])
        held = SHEET_ROWS - 1
        sheets = max(-(-total // held), 1)
        if sheets > 1:
            self.split[schema.name] = sheets
        for at in range(sheets):
            here = min(held, total - at * held)
            self._sheet(schema, columns, _sheet_name(schema.name, at), [], rows=(next(rows) for _ in range(here)))

    def _sheet(
        self, schema: TableSchema, columns: Sequence[ColumnSchema], name: str, widths: list[int], rows: Any
    ) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.name, self.bold)
            widths.append(len(column.name) + 2)
        last, links = 0, 0
        for last, row in enumerate(rows, 1):
            for at, column in enumerate(columns):
                value = row[column.name]
                if value is None:
                    continue
                target = self._target(column, schema, value) if links < SHEET_LINKS else None
                if target:
                    links += 1
                    sheet.write_url(last, at, target, self.link, value)
                else:
                    self._write(sheet, last, at, value, schema.name, row)
                    if links >= SHEET_LINKS and self._target(column, schema, value):
                        self.unlinked[name] = self.unlinked.get(name, 0) + 1
                widths[at] = max(widths[at], min(len(str(value)), WIDTHS[1]))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, max(width + 1, WIDTHS[0]))
        sheet.autofilter(0, 0, last, len(columns) - 1)

    def _target(self, column: ColumnSchema, schema: TableSchema, value: Any) -> str | None:
        """Where the row stands whose key this is; None where it is no key of another row."""
        if column.name == schema.key:
            return None
        tables = [column.about.references] if column.about.references else []
        if column.about.entity and not tables:
            tables = ["people", "organisations"]
        for table in tables:
            at = self.places[table].get(value)
            if at is not None:
                sheet, row = divmod(at, SHEET_ROWS - 1)
                return f"internal:'{_sheet_name(table, sheet)}'!A{row + 2}"
        return None

    def _write(self, sheet: Any, row: int, column: int, value: Any, table: str, cells: Row) -> None:
        if isinstance(value, Decimal):
            plain = number(value)
            sheet.write_number(row, column, plain, self.whole if isinstance(plain, int) else self.pence)
        elif isinstance(value, int):
            sheet.write_number(row, column, value)
        elif isinstance(value, date) and value >= FIRST_DAY:
            sheet.write_datetime(row, column, value, self.day)
        else:
            text, whole = shortened(str(value), cells.get("article_id"))
            self.cut[table] = self.cut.get(table, 0) + (not whole)
            sheet.write_string(row, column, text, self.quoted if text.startswith(FORMULA_SIGNS) else None)

    def columns(self) -> None:
        """Write the sheet that says what every column means."""
        sheet = self.book.add_worksheet(COLUMNS_SHEET)
        sheet.freeze_panes(1, 0)
        for at, (head, width) in enumerate({"table": 16, "column": 22, "meaning": 90, "values": 60}.items()):
            sheet.write_string(0, at, head, self.bold)
            sheet.set_column(at, at, width)
        last = 0
        for schema in self.source.schemas.values():
            for column in schema.printed():
                last += 1
                cells = (schema.name, column.name, column.about.meaning, ", ".join(column.about.vocabulary))
                for at, text in enumerate(cells):
                    sheet.write_string(last, at, text, self.quoted if text.startswith(FORMULA_SIGNS) else None)
        sheet.autofilter(0, 0, last, 3)

    def notes(self) -> list[str]:
        """Say which limits were met, table by table."""
        return [
            *(
                f"{table}: {count:,} cells are longer than the {CELL_UNITS:,} characters that Excel holds, and were "
                "cut; each says so at its end, and the other formats have them whole"
                for table, count in self.cut.items()
                if count
            ),
            *(
                f"{table}: more rows than the {SHEET_ROWS:,} of a sheet: they go on in {count - 1} more, "
                f"'{_sheet_name(table, 1)}' and so on; Parquet or SQLite have them in one"
                for table, count in self.split.items()
            ),
            *(
                f"{sheet}: {count:,} keys are text without a link: a sheet holds {SHEET_LINKS:,} links"
                for sheet, count in self.unlinked.items()
            ),
        ]


def _sheet_name(table: str, at: int) -> str:
    return table if at == 0 else f"{table} ({at + 1})"


def shortened(text: str, article_id: Any = None) -> tuple[str, bool]:
    """Give a text as a cell holds it, and whether it is whole. Excel counts UTF-16 units.

    >>> shortened("short")
    ('short', True)
    """
    units = len(text.encode("utf-16-le")) // 2
    if units <= CELL_UNITS:
        return text, True
    where = f"; the article is text/{article_id}.txt" if article_id else ""
    mark = f" […cut: {len(text):,} characters in all{where}]"
    kept = text.encode("utf-16-le")[: 2 * (CELL_UNITS - len(mark))].decode("utf-16-le", "ignore")
    return kept + mark, False
