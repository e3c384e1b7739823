"""Finished tables in the formats of other tools: one module per format behind one registry.

Every module reads keys, types, labels and descriptions from the schemas; none repeats them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import OutputError, SettingsError
from pipeline.exports.annotation import import_gold
from pipeline.exports.displacy import write_displacy
from pipeline.exports.docbin import write_docbin
from pipeline.exports.doccano import write_doccano
from pipeline.exports.excel import write_excel
from pipeline.exports.jsonl import write_jsonl
from pipeline.exports.label_studio import write_label_studio
from pipeline.exports.sqlite import write_sqlite
from pipeline.exports.staging import Source
from pipeline.tables import Tables, read_tables, schemas

__all__ = ["FORMATS", "Exported", "export", "import_gold", "renew_exports"]


@dataclass(frozen=True)
class Format:
    """A format: the file or folder that it is written to unless named, its writer, whether it can show gold."""

    target: str
    write: Callable[[Source, Path], Sequence[str]]
    shows_gold: bool = False


FORMATS = {
    "sqlite": Format("tables.sqlite", write_sqlite),
    "xlsx": Format("tables.xlsx", write_excel),
    "jsonl": Format("jsonl", write_jsonl),
    "docbin": Format("articles.spacy", write_docbin),
    "displacy": Format("displacy", write_displacy),
    "label-studio": Format("label-studio.json", write_label_studio, shows_gold=True),
    "doccano": Format("doccano.jsonl", write_doccano, shows_gold=True),
}


@dataclass(frozen=True)
class Exported:
    """What was written: the file or folder, and what the format could not hold as it stands, in words."""

    path: Path
    notes: tuple[str, ...] = ()


def export(
    tables: Tables | str | Path, to: str, file: str | Path | None = None, gold: str | Path | None = None
) -> Exported:
    """Write tables, or the tables of a finished output folder, in another tool's format.

    `to` is a key of FORMATS. `file` names the file (`jsonl`, `displacy`: the folder); unless named it lies in
    the output folder, or here when tables are given. `gold`, for `label-studio` and `doccano`: a folder of gold
    annotations to show in place of the tables' spans. Raises SettingsError for an unknown format or a `gold`
    that it cannot show, OutputError where tables cannot be read or are another version's, the file cannot be
    written, or an extra is missing.
    """
    if to not in FORMATS:
        raise SettingsError(f"unknown format {to!r}; the formats are {', '.join(FORMATS)}")
    chosen = FORMATS[to]
    if gold is not None and not chosen.shows_gold:
        able = ", ".join(name for name, one in FORMATS.items() if one.shows_gold)
        raise SettingsError(f"{to} cannot show gold annotations; the formats that can are {able}")
    home = Path() if isinstance(tables, Tables) else Path(tables)
    target = Path(file) if file is not None else home / chosen.target
    found = tables if isinstance(tables, Tables) else read_tables(tables)
    for name, schema in schemas().items():
        missing = [column.name for column in schema.columns if column.name not in found[name]]
        if missing:
            raise OutputError(
                f"{name} has no column {', '.join(missing)}: another version made these tables; run `ldr extract` again"
            )
    notes = chosen.write(Source(found, Path(gold) if gold is not None else None), target)
    return Exported(target, tuple(notes))


def renew_exports(out: str | Path) -> None:
    """Write anew what was exported into a folder of tables under its usual name, since its tables hold less now.

    Raises OutputError where one cannot be written; a file is then gone.
    """
    for name, chosen in FORMATS.items():
        target = Path(out) / chosen.target
        if target.is_file():
            target.unlink()
        elif not target.is_dir():
            continue
        export(out, name)
