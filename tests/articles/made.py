"""Files that libraries make for tests: archives and documents, which are not text that one reads in a diff."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from docx import Document


def make_zip(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def make_warc(path: Path, pages: Iterable[tuple[str, str, str, bytes]]) -> Path:
    """Write responses, each an address, a status, a content type and a body (ISO 28500)."""
    records = [_record("warcinfo", "", "application/warc-fields", b"software: a test\r\n")]
    for url, status, kind, body in pages:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        records.append(_record("response", url, "application/http; msgtype=response", answer))
    compress = gzip.compress if path.suffix == ".gz" else bytes
    path.write_bytes(b"".join(compress(record) for record in records))
    return path


def _record(kind: str, url: str, content_type: str, block: bytes) -> bytes:
    about = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{len(block):012d}>",
        "WARC-Date": "2026-01-02T03:04:05Z",
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    } | ({"WARC-Target-URI": url} if url else {})
    head = "".join(f"{name}: {value}\r\n" for name, value in about.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def make_docx(path: Path, paragraphs: Iterable[tuple[str, str]], cells: Iterable[Iterable[str]] = ()) -> Path:
    """Write paragraphs, each a style and words, and a table."""
    document = Document()
    for style, words in paragraphs:
        document.add_paragraph(words, style=style or None)
    rows = [list(row) for row in cells]
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for column, words in enumerate(row):
                table.cell(at, column).text = words
    document.core_properties.modified = datetime(2024, 5, 6, 16)
    document.save(str(path))
    return path


def make_pdf(path: Path, pages: Iterable[Iterable[tuple[int, str]]]) -> Path:
    """Write lines at heights (points from the foot of the page), in Helvetica of 11 points."""
    listed = [list(page) for page in pages]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(listed)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(listed)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(listed):
        shown = b"".join(
            f"BT /F1 11 Tf 56 {height} Td (".encode()
            + words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            + b") Tj ET\n"
            for height, words in lines
        )
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            + f"/Contents {5 + 2 * number} 0 R >>".encode(),
            f"<< /Length {len(shown)} >>\nstream\n".encode() + shown + b"endstream",
        ]
    objects.append(b"<< /ModDate (D:20240506160000Z) >>")
    data = io.BytesIO(b"")
    data.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(data.tell())
        data.write(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
    start = data.tell()
    data.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    data.write(b"".join(f"{place:010d} 00000 n \n".encode() for place in places))
    data.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n".encode())
    data.write(f"startxref\n{start}\n%%EOF\n".encode())
    path.write_bytes(data.getvalue())
    return path


def set_lines(paragraphs: Iterable[str], width: int = 80, top: int = 780) -> list[tuple[int, str]]:
    """Break paragraphs into lines of a width, each paragraph followed by a gap."""
    lines: list[tuple[int, str]] = []
    height = top
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) >= width:
                lines.append((height, line))
                height, line = height - 14, ""
            line = f"{line} {word}".strip()
        lines.append((height, line))
        height -= 28
    return lines
