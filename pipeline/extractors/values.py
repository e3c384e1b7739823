"""What facts mean: the values by which extractors read one another's findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Person:
    """A person of one article: every mention of the same person carries an equal value.

    `key` is local to the article (`person/<name in lower case>`) until linking gives the batch's id.
    """

    key: str
    name: str
    given_name: str = ""
    family_name: str = ""
    honorific: str = ""
    post_nominals: str = ""
    party: str = ""


@dataclass(frozen=True)
class Organisation:
    """An organisation of one article: every mention of it, "the authority" too, carries an equal value.

    `key` is `organisation/<GSS code, or canonical name in lower case>`; `kind` is of the closed list of
    `organisations.kind`.
    """

    key: str
    name: str
    kind: str = "other"
    gss_code: str = ""
    dfe_code: str = ""
    nation: str = ""
    region: str = ""


@dataclass(frozen=True)
class When:
    """A date, period or duration, by the conventions of the table `dates`."""

    type: str = "date"
    value: str = ""
    start: date | None = None
    end: date | None = None
    granularity: str = ""
    modifier: str = ""
    duration: str = ""
    anchor: str = "none"
    event: str = ""

    @property
    def prefix(self) -> str:
        """The interval as one prefix date (`2022`, `2022-07`, `2022-07-04`); empty where it is none.

        >>> When(start=date(2022, 7, 1), end=date(2022, 7, 31), granularity="month").prefix
        '2022-07'
        """
        if self.type not in ("date", "time") or self.start is None or self.end is None:
            return ""
        start, end = self.start, self.end
        if start == end:
            return start.isoformat()
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
            return f"{start.year:04}"
        if self.granularity == "month" and (start.year, start.month) == (end.year, end.month):
            return f"{start.year:04}-{start.month:02}"
        return ""

    @property
    def bounds(self) -> tuple[str, str]:
        """First and last of the interval as two prefix dates, no finer than what is known.

        >>> When(start=date(2022, 7, 4), end=date(2022, 7, 22), granularity="day").bounds
        ('2022-07-04', '2022-07-22')
        >>> When(start=date(2023, 2, 1), end=date(2023, 3, 31), granularity="month").bounds
        ('2023-02', '2023-03')
        """
        if self.prefix:
            return self.prefix, self.prefix
        if self.type not in ("date", "time") or self.start is None or self.end is None:
            return "", ""
        width = {"month": 7, "year": 4}.get(self.granularity, 10)
        return self.start.isoformat()[:width], self.end.isoformat()[:width]


@dataclass(frozen=True)
class Visit:
    """An inspection or visit of one article: what `judgements` needs to know of the row it becomes.

    `start`, `end` and `report_published` are prefix dates; `provider_id` and `inspector` are keys of
    an `Organisation` and a `Person`.
    """

    inspectorate: str
    kind: str = "inspection"
    ordinal: int | None = None
    count_low: int | None = None
    count_high: int | None = None
    provider: str = ""
    provider_id: str = ""
    provider_kind: str = ""
    start: str = ""
    end: str = ""
    report_published: str = ""
    inspector: str = ""
    status: str = "done"
