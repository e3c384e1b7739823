"""Stretches of time, as tables give them: prefix dates or days; pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTH = 31  # days: a stretch no longer is known to the month


@dataclass(frozen=True, order=True)
class Stretch:
    """First and last day, inclusive."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.end - self.start).days + 1

    def holds(self, other: Stretch) -> bool:
        """Say whether another lies wholly within it."""
        return self.start <= other.start and other.end <= self.end

    def nests(self, other: Stretch) -> bool:
        """Say whether one of the two lies within the other, so that both may date one thing."""
        return self.holds(other) or other.holds(self)

    def printed(self) -> str:
        """Print it as far as it is known.

        >>> stretch("2022-07").printed(), stretch("2023-02", "2023-03").printed(), stretch("2024-09-02").printed()
        ('2022-07', '2023-02/2023-03', '2024-09-02')
        """
        first, last = self.start, self.end
        if first == last:
            return first.isoformat()
        whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
        if not whole:
            return f"{first.isoformat()}/{last.isoformat()}"
        if (first.month, last.month) == (1, 12):
            return f"{first.year}" if first.year == last.year else f"{first.year}/{last.year}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first:%Y-%m}"
        return f"{first:%Y-%m}/{last:%Y-%m}"


def stretch(first: str | None, last: str | None = None) -> Stretch | None:
    """Read one or two prefix dates; None where there is none.

    >>> stretch("2022-02").end
    datetime.date(2022, 2, 28)
    """
    first, last = first or last, last or first
    if not first or not last:
        return None
    return Stretch(_first_day(first), _last_day(last))


def between(first: date | None, last: date | None) -> Stretch | None:
    """Join two days to a stretch; None where either is unknown."""
    return Stretch(first, last) if first is not None and last is not None else None


def _first_day(prefix: str) -> date:
    year, month, day = [*(int(part) for part in prefix.split("-")), 1, 1][:3]
    return date(year, month, day)


def _last_day(prefix: str) -> date:
    parts = [int(part) for part in prefix.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])
