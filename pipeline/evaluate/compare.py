"""How a cell is compared with what the gold says of it: names loosely, numbers and days exactly."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

Row = Mapping[str, str]
Test = Callable[[Row, Any], bool]

ARTICLES = {"the", "a", "an"}
# "Herefordshire" and "the Herefordshire Council" are one name; a name with four more words is another.
EXTRA_WORDS = 3


def words(text: object) -> list[str]:
    """Give the words of a name, folded: case, quotes, punctuation and articles do not count.

    >>> words("The Children’s & Families Board")
    ["children's", 'and', 'families', 'board']
    """
    folded = str(text or "").lower().replace("’", "'").replace("‘", "'").replace("&", "and")
    return [word for word in re.sub(r"[^a-z0-9' ]+", " ", folded).split() if word not in ARTICLES]


def folded(text: object) -> str:
    """Fold a code or closed-list value: case and punctuation do not count."""
    return re.sub(r"[^a-z0-9]+", "_", str(text or "").lower()).strip("_")


def accepted(value: Any) -> list[Any]:
    """Give what the gold accepts: any of a list, or the one value."""
    return value if isinstance(value, list) else [value]


def same_name(found: object, wanted: Any) -> bool:
    """Whether a name is one of those accepted, or such a name with a few more words."""
    mine = words(found)
    for option in accepted(wanted):
        theirs = words(option)
        added = set(mine) - set(theirs)
        fuller = theirs and 0 < len(mine) - len(theirs) <= EXTRA_WORDS and set(theirs) <= set(mine)
        if mine == theirs or (fuller and "and" not in added):
            return True
    return False


def same_words(found: object, wanted: Any) -> bool:
    """Whether two texts have the same words."""
    return words(found) == words(wanted)


def same_code(found: object, wanted: Any) -> bool:
    """Whether a closed-list value, code or small number is one of those accepted."""
    return folded(str(found).removesuffix(".0")) in {folded(option) for option in accepted(wanted)}


def same_number(found: object, wanted: object) -> bool:
    """Whether two numbers are equal, however they are written."""
    try:
        return Decimal(str(found)) == Decimal(str(wanted))
    except InvalidOperation:
        return False


def days(prefix: object) -> tuple[str, str]:
    """Give the first and last day of a prefix date; two empty strings where it is none.

    >>> days("2022-07"), days("2022"), days("")
    (('2022-07-01', '2022-07-31'), ('2022-01-01', '2022-12-31'), ('', ''))
    """
    text = str(prefix or "")[:10]
    parts = text.split("-")
    if not parts[0].isdigit():
        return "", ""
    if len(parts) == 1:
        return f"{parts[0]}-01-01", f"{parts[0]}-12-31"
    if len(parts) == 2:
        last = monthrange(int(parts[0]), int(parts[1]))[1]
        return f"{text}-01", f"{text}-{last:02}"
    return text, text


def span_of(row: Row, first: str, last: str) -> tuple[str, str]:
    """Give the days that two prefix-date columns span."""
    return days(row.get(first))[0], days(row.get(last))[1]


def same_span(first: str, last: str) -> Test:
    """Compare the days that two columns span with [first day, last day] or with one prefix date."""

    def test(row: Row, wanted: Any) -> bool:
        lowest, highest = wanted if isinstance(wanted, list) else days(wanted)
        return span_of(row, first, last) == (lowest, highest)

    return test


def by(column: str, same: Callable[[object, Any], bool]) -> Test:
    """Compare one column."""
    return lambda row, wanted: same(row.get(column), wanted)


def day(column: str) -> Test:
    """Compare a column of days."""
    return lambda row, wanted: (row.get(column) or "")[:10] == wanted


def restates(row: Row, total: Any) -> bool:
    """Whether one of two rows restates the other."""
    return bool(total) and (row.get("same_as") == total.get("money_id") or total.get("same_as") == row.get("money_id"))


def within_published(row: Row, wanted: str) -> bool:
    """Whether an article's day is right, or the true day lies within its bounds."""
    if row.get("published"):
        return row["published"][:10] == wanted
    return (row.get("published_earliest") or "0")[:10] <= wanted <= (row.get("published_latest") or "9")[:10]


def starts_within(row: Row, wanted: Any) -> bool:
    """Whether a role's start lies within [first day, last day]."""
    first, last = days(row.get("start"))
    return bool(first) and wanted[0] <= first and last <= wanted[1]


# gold field → test, per table; a field that the gold leaves out is not checked
FIELDS: dict[str, dict[str, Test]] = {
    "articles": {
        "headline": by("headline", same_words),
        "authors": lambda row, wanted: same_words(row.get("authors"), " ".join(wanted)),
        "published": within_published,
    },
    "people": {name: by(name, same_code) for name in ("party", "post_nominals", "honorific")},
    "organisations": {"gss_code": lambda row, wanted: row.get("gss_code") in accepted(wanted)},
    "roles": {
        "organisation": by("organisation", same_name),
        "party": by("party", same_code),
        "status": by("status", same_code),
        "start": starts_within,
    },
    "money": {
        **{name: by(name, same_number) for name in ("amount", "low", "high")},
        **{name: by(name, same_code) for name in ("currency", "qualifier", "per", "kind", "status")},
        **{name: by(name, same_name) for name in ("payer", "payee")},
        "restates": restates,
        "part_of": lambda row, totals: row.get("part_of") in totals,
        "period": lambda row, wanted: [(row.get(c) or "")[:10] for c in ("period_start", "period_end")] == list(wanted),
    },
    "dates": {
        **{name: by(name, same_code) for name in ("type", "granularity", "modifier")},
        "value": lambda row, wanted: row.get("value") in accepted(wanted),
        "duration": lambda row, wanted: row.get("duration") in accepted(wanted),
        "start": day("start"),
        "end": day("end"),
    },
    "judgements": {
        **{name: by(name, same_code) for name in ("grade", "status", "aspect", "category")},
        "provider": by("provider", same_name),
        "inspected": same_span("inspected_start", "inspected_end"),
        "given": same_span("given", "given"),
        "published": same_span("report_published", "report_published"),
    },
    "inspections": {
        **{name: by(name, same_code) for name in ("ordinal", "status")},
        "start": lambda row, wanted: days(row.get("start"))[0] == wanted,
        "end": lambda row, wanted: days(row.get("end"))[1] == wanted,
        "report_published": same_span("report_published", "report_published"),
    },
    "quotes": {"speaker": by("speaker", same_name)},
}
