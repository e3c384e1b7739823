"""Finds a provider by whatever a user calls it: key, ONS or DfE code, or name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pipeline.analysis.sources import Library, Row
from pipeline.errors import InputError
from pipeline.resources import read_toml

WORDS = read_toml("analysis/words.toml")
DROPPED = frozenset(WORDS["names"]["dropped"])
SHOWN = 5


def normal_name(name: str) -> str:
    """Fold a provider's name for comparison: case, marks, and the words that say only that it is a council.

    >>> normal_name("The London Borough of Newham"), normal_name("St. Mary’s C of E Primary School")
    ('newham', "st mary's c of e primary school")
    >>> normal_name("Nottingham City Council") == normal_name("NOTTINGHAM")
    True
    """
    folded = name.casefold().replace("’", "'").replace("&", " and ").replace("-", " ")
    words = "".join(sign for sign in folded if sign.isalnum() or sign in " '").split()
    if not {"council", "authority", "borough"} & set(words):
        return " ".join(words)
    kept = [word for word in words if word not in DROPPED]
    return " ".join(kept or words)


def find_provider(library: Library, asked: str) -> Row:
    """Give the organisation that a user asks for by `organisation_id`, ONS code, DfE code or name.

    Raises InputError where none or several fit, naming the nearest.
    """
    every = list(library.organisations.values())
    wanted = asked.strip()
    for column in ("organisation_id", "gss_code", "dfe_code"):
        found = [row for row in every if str(row[column] or "").casefold() == wanted.casefold()]
        if len(found) == 1:
            return found[0]
    for fits in (_same_name, _same_normal_name, _starts):
        found = [row for row in every if fits(row, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(f"several providers are called that: {_listed(found)}; give a code", asked)
    near = get_close_matches(wanted.casefold(), [str(row["name"]).casefold() for row in every], SHOWN, 0.5)
    rows = [row for row in every if str(row["name"]).casefold() in near]
    hint = f"; the nearest are {_listed(rows)}" if rows else ""
    raise InputError(f"no organisation of that name or code in the tables{hint}", asked)


def _same_name(row: Row, wanted: str) -> bool:
    return str(row["name"]).casefold() == wanted.casefold()


def _same_normal_name(row: Row, wanted: str) -> bool:
    return normal_name(row["name"]) == normal_name(wanted)


def _starts(row: Row, wanted: str) -> bool:
    return f"{normal_name(row['name'])} ".startswith(f"{normal_name(wanted)} ")


def _listed(rows: Iterable[Row]) -> str:
    names = [f"{row['name']} ({row['gss_code'] or row['organisation_id']})" for row in rows]
    return ", ".join(sorted(names)[:SHOWN])
