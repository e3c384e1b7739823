"""Who may import whom: imports point down the list of layers, never up, and sideways only inside a room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline

PACKAGE = Path(pipeline.__file__).parent

LAYERS = [
    {"__main__"},
    {"cli"},
    {"printing"},
    {"watching"},
    {"job"},
    {"review"},
    {"exports"},
    {"run", "evaluate", "analysis"},
    {"catalogue"},
    {"tables", "language", "linking", "syndication"},
    {"engines", "writers", "ner"},
    {"extractors"},
    {"dating"},
    {"cleaning", "schema"},
    {"patterns", "fetching"},
    {"articles"},
    {"records"},
    {"resources", "settings", "prefilter"},
    {"errors"},
]
DEPTH = {room: depth for depth, rooms in enumerate(LAYERS) for room in rooms}

# heavy libraries, and the only places that may know them
LIBRARIES = {
    "spacy": (
        "language",
        "ner",
        "extractors/base",
        "extractors/*/extractor",
        "run",
        "exports/documents",
        "exports/docbin",
        "exports/displacy",
    ),
    "pandas": ("schema", "tables", "writers/*", "evaluate/*", "analysis/*"),
    "pyarrow": (
        "schema",
        "writers/*",
        "catalogue/*",
        "articles/formats/compressed_lines",
        "analysis/query",
        "exports/staging",
    ),
    "dateparser": ("extractors/dates/*",),
    "price_parser": ("extractors/money/*",),
    "trafilatura": ("articles/*", "articles/formats/*"),
    "lxml": ("articles/xml_parsing",),
    "warcio": ("articles/formats/web_archive",),
    "docx": ("articles/formats/word_document",),
    "watchfiles": ("watching",),
    "http": ("fetching/connection", "review/server"),
    "pypdf": ("articles/formats/pdf_document",),
    "matplotlib": ("analysis/chart",),
    "duckdb": ("analysis/query",),
    "xlsxwriter": ("exports/excel",),
    "thinc": ("ner",),
    "distributed": ("engines/dask",),
    "typer": ("cli",),
    "rich": ("printing",),
}
FILES = sorted(path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py"))


def room(file: Path) -> str:
    return file.parts[0]


def imports(file: Path) -> Iterator[str]:
    tree = ast.parse((PACKAGE / file).with_suffix(".py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", [file for file in FILES if file.name != "__init__" or len(file.parts) > 1], ids=str)
def test_imports_point_down(file: Path) -> None:
    here = room(file)
    for name in imports(file):
        parts = name.split(".")
        if parts[0] != "pipeline" or len(parts) < 2 or parts[1] not in DEPTH:
            continue
        there = parts[1]
        if here == there == "extractors":
            mine, other = file.parts[1], parts[2] if len(parts) > 2 else ""
            shared = {"", "base", "values", "reading", mine}
            assert other in shared or mine in ("__init__", "base"), f"{file} imports {name}: extractors are strangers"
        elif here != there:
            assert DEPTH[here] < DEPTH[there], f"{file} imports {name}: imports point down, never up or sideways"


@pytest.mark.parametrize("file", FILES, ids=str)
def test_heavy_libraries_stay_in_their_rooms(file: Path) -> None:
    for name in imports(file):
        allowed = LIBRARIES.get(name.split(".")[0])
        assert allowed is None or any(file.match(place) for place in allowed), f"{file} imports {name}"


@pytest.mark.parametrize("file", FILES, ids=str)
def test_files_stay_readable(file: Path) -> None:
    lines = (PACKAGE / file).with_suffix(".py").read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{file} has {lines} lines: when a file needs a map it is a folder"
    assert file.name not in {"utils", "helpers", "common", "misc", "manager"}


def test_every_room_has_its_layer() -> None:
    assert {room(file) for file in FILES} - {"__init__"} == set(DEPTH)
