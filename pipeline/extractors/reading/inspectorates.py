"""The inspectorates: their names, and the one name under which those of a joint inspection stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.cleaning import Zone
from pipeline.patterns import alternation
from pipeline.resources import read_toml

FILE = "extractors/reading/vocabulary.toml"
WORDS = read_toml(FILE)
NAME_OF = {form: name for name, forms in WORDS["inspectorates"].items() for form in forms}
INSPECTORATE = re.compile(rf"(?<![\w-]){alternation(NAME_OF)}(?!\w)")
JOINED, SAME = (re.compile(WORDS["joint"][name], re.VERBOSE) for name in ("between", "same"))
OFSTED = "Ofsted"


def named(text: str, paragraphs: Iterable[Zone]) -> list[tuple[int, int, str]]:
    """Give every inspectorate named: offsets and name; those of a joint inspection are one."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for paragraph in paragraphs:
        first = len(found)
        for match in INSPECTORATE.finditer(text, paragraph.start, paragraph.end):
            name = NAME_OF[_plain(match[0])]
            if len(found) > first:
                start, end, names = found[-1]
                between = text[end : match.start()][:40]
                if name == names[-1] and SAME.match(between):
                    found[-1] = (start, match.end(), names)
                    continue
                if OFSTED in (*names, name) and JOINED.match(between):
                    found[-1] = (start, match.end(), names if name in names else (*names, name))
                    continue
            found.append((match.start(), match.end(), (name,)))
    return [(start, end, joint_name(names)) for start, end, names in found]


def joint_name(names: Sequence[str]) -> str:
    """Give the name under which several inspectorates stand: Ofsted first.

    >>> joint_name(["Care Quality Commission", "Ofsted"]), joint_name(["Ofsted", "HMICFRS", "Estyn"])
    ('Ofsted and Care Quality Commission', 'Ofsted, HMICFRS and Estyn')
    """
    ordered = sorted(names, key=lambda name: name != OFSTED)
    return " and ".join(part for part in (", ".join(ordered[:-1]), ordered[-1]) if part)


def of_ofsted(inspectorate: str) -> bool:
    """Say whether Ofsted inspected, alone or with others.

    >>> of_ofsted("Ofsted and Care Quality Commission"), of_ofsted("Care Quality Commission"), of_ofsted("")
    (True, False, False)
    """
    return inspectorate.startswith(OFSTED)


def _plain(form: str) -> str:
    return re.sub(r"\s+", " ", form.replace("’", "'"))
