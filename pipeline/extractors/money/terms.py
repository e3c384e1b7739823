"""What a clause says of a sum besides its kind: has the money moved, what is it for, which period."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.extractors.money.clause import Context
from pipeline.extractors.money.masks import Names
from pipeline.extractors.values import When
from pipeline.patterns import compile_patterns, vocabulary

PATTERNS = compile_patterns("money", file="terms")
SPANS: dict[str, int] = vocabulary("money")["spans"]
CARDINALS: dict[str, int] = vocabulary("money")["cardinals"]
STATUSES = ("hypothetical", "proposed", "forecast", "planned", "actual")
PERIODS = frozenset({"financial_year", "academic_year", "municipal_year"})
COVERS = PERIODS | {"year"}
# Kinds that a calendar year may measure; a grant or a loan of 2022 is one that was made then.
YEARLY = frozenset(
    {
        "spend",
        "cost",
        "budget",
        "overspend",
        "underspend",
        "deficit",
        "saving",
        "cut",
        "pressure",
        "debt",
        "reserve",
        "income",
        "tax",
        "pay",
    }
)
# What somebody sets is planned, whatever is foretold of it; what comes over a council is foretold.
SET, FORETOLD = frozenset({"tax", "price", "pay"}), frozenset({"pressure", "overspend"})
SHORT = frozenset({"deficit", "overspend", "pressure"})
# How far a period may stand from its sum.
NEAR_BEFORE, NEAR_AFTER = 160, 70
AND = re.compile(r"\s+(?:and|to)\s+")
PERIOD = tuple[date, date]


def status(context: Context, kind: str, later: bool) -> str:
    """Read whether the money has moved, from the nearest verb of the clause; empty where no verb says anything.

    `later` says that the sentence names a day after the article was published.
    """
    found = _stated(context)
    if found == "actual" and later and kind in SHORT:
        return "forecast"
    if found == "hypothetical" and kind in SET and not PATTERNS["supposes"].search(context.before):
        return "proposed"
    if found == "actual" and not context.amount.per and PATTERNS["is_paying"].search(context.left):
        return "planned"
    if found == "actual" and kind == "compensation" and PATTERNS["told_to"].search(context.left):
        return "planned"
    if found == "actual" and PATTERNS["allowed"].search(context.left):
        return "planned"
    if found == "forecast" and kind in SET and not PATTERNS["fetches"].search(context.left):
        return "planned"
    if found == "planned" and kind in FORETOLD:
        return "forecast"
    if found == "planned" and kind == "compensation" and PATTERNS["settles"].search(context.left):
        return "actual"
    if found:
        return found
    sentence = context.text[context.start : context.end]
    if PATTERNS["put_forward"].search(sentence):
        return "proposed"
    if not PATTERNS["verb"].search(sentence) or PATTERNS["unsure"].search(context.clause):
        return ""
    return "planned" if later else "actual"


def _stated(context: Context) -> str:
    if PATTERNS["past_cost"].search(context.before) and not PATTERNS["yet_to_be"].search(context.before):
        return "actual"
    if PATTERNS["distributive"].search(context.before):
        return "hypothetical"
    # "It cost £46, and I would have paid more": another clause
    left, right = context.left[-120:], PATTERNS["next_clause"].split(context.right[:90])[0]
    # "only £3m has been delivered" of what was planned: the verb of which the sum is the subject
    subject = PATTERNS["subject_of"].match(right)
    found = _nearest("", right[subject.start("verb") - 1 :]) if subject else ""
    # "£480,000 for a report, which recommended …": what else is told of it comes second
    found = found or _nearest(left, PATTERNS["relative"].split(right)[0]) or _nearest(left, right)
    if not found and context.previous:
        before = context.before
        found = _nearest(before[-200:], "")
    if found == "hypothetical":
        clause = context.before
        if PATTERNS["supposes"].search(clause):
            return found
        if PATTERNS["plans_would"].search(clause[-120:] + " " + right):
            return "proposed"
        if PATTERNS["speech"].search(clause) and not PATTERNS["supposed"].search(context.clause):
            return "planned"
    if found == "actual" and PATTERNS["foretold"].search(context.before[-90:]):
        return "forecast"
    return found or ("actual" if PATTERNS["past"].search(context.left) else "")


def _nearest(left: str, right: str) -> str:
    best, found = 1e9, ""
    taken: list[tuple[int, int, str]] = []
    for name in STATUSES:
        for side, text in (("left", left), ("right", right)):
            for match in PATTERNS[name].finditer(text):
                start, end = match.span()
                # a cue inside a stronger one of the same side is part of it
                if any(s == side and a <= start < b for a, b, s in taken):
                    continue
                taken.append((start, end, side))
                distance = len(left) - end if side == "left" else start + 6
                if distance < best:
                    best, found = distance, name
    return found


def purpose(context: Context, names: Names) -> str:
    """Read what the money is for, in the article's own words; empty where nothing says."""
    whole = context.text[context.start : context.end]
    if context.label:
        return context.label
    if not context.before.strip(" -–—•*") and (match := PATTERNS["label_after"].match(context.after)):
        return match["purpose"].strip()
    ceiling = context.following.start if context.following else context.start + len(whole)
    words = context.text[context.amount.end : ceiling]
    match = PATTERNS["purpose_after"].match(words)
    if match is None or names.covers(context.amount.end + match.start("link")):
        return ""
    found = match["purpose"]
    here = names.at(context.amount.end + match.start("purpose") + (4 if found.startswith("the ") else 0))
    if here and match["link"] == "for" and not context.text.startswith(("’s", "'s", "’ ", "' "), here.end):
        return ""  # who gets it
    if match["link"].startswith("to ") and match["link"].strip() == "to":
        found = "to " + found
    if end := PATTERNS["purpose_end"].search(" " + found):
        found = (" " + found)[: end.start()].strip()
    found = PATTERNS["purpose_hangs"].sub("", found).strip()
    return "" if PATTERNS["no_purpose"].match(found) else found


def periods(
    contexts: Sequence[Context], kinds: Sequence[str], dates: Sequence[tuple[int, int, When]]
) -> list[PERIOD | None]:
    """Give each amount the financial year, year or span of years that its own clause gives it."""
    found = [
        _aligned(context, dates) or _period(context, kind, dates) for context, kind in zip(contexts, kinds, strict=True)
    ]
    for at, context in enumerate(contexts[:-1]):
        # "an overspend of £1m against a budget of £9m for 2025/26"
        gap = context.text[context.amount.end : contexts[at + 1].amount.start]
        if found[at] is None and context.following and PATTERNS["against"].match(gap):
            found[at] = found[at + 1]
    return found


def _aligned(context: Context, dates: Sequence[tuple[int, int, When]]) -> PERIOD | None:
    """Align the sums of a sentence with its periods: "£1m and £2m in 2022-23 and 2023-24 respectively"."""
    if "respectively" not in context.text[context.start : context.end]:
        return None
    spans = [
        (when.start, when.end)
        for start, end, when in dates
        if context.start <= start and end <= context.end and when.start and when.end and when.granularity in COVERS
    ]
    if len(spans) == 1 and spans[0][1].year - spans[0][0].year == len(context.siblings) > 1:
        # one date of two years: "2022-23 and 2023-24"
        first, last = spans[0]
        years = range(len(context.siblings))
        spans = [(_months_on(first, 12 * n), last.replace(year=first.year + n + 1)) for n in years]
    return spans[context.siblings.index(context.amount)] if len(spans) == len(context.siblings) > 1 else None


def _period(context: Context, kind: str, dates: Sequence[tuple[int, int, When]]) -> PERIOD | None:
    best, found = 1e9, None
    first, last = (bisect_left(dates, (offset,)) for offset in (context.start, context.end))
    for start, end, when in dates[first:last]:
        if end > context.end:
            continue
        made = _made(context, start, when)
        if made is None and not _is_period(context, start, end, when):
            continue
        if end <= context.amount.start:
            gap, limit = context.text[end : context.amount.start], NEAR_BEFORE
            if context.previous and (context.previous.end > start or _of_previous(context, start)):
                continue
        else:
            gap, limit = context.text[context.amount.end : start], NEAR_AFTER
            if context.following and context.following.start < start:
                continue
        if len(gap) > limit or re.search(r"[;:]|\.\s", gap) or PATTERNS["breaks_period"].search(gap):
            continue
        if (
            made is None
            and when.granularity in ("year", "month")
            and not (
                (
                    kind in YEARLY
                    or PATTERNS["throughout"].search(context.text, max(context.start, start - 30), start + 12)
                )
                and PATTERNS["near_year"].match(gap)
            )
        ):
            continue
        if made is None and when.granularity == "year" and PATTERNS["once"].search(context.left):
            continue
        if len(gap) < best and when.start and when.end:
            best, found = len(gap), made or (when.start, _last_day(context, end, when.end, dates))
    return found


def _made(context: Context, start: int, when: When) -> PERIOD | None:
    """Read a period that a date only ends or begins: "the year to March 2024", "four years from 2024-25"."""
    if when.start is None or when.end is None or when.type != "date":
        return None
    before = context.text[max(context.start, start - 60) : start]
    if when.granularity == "financial_year" and (match := PATTERNS["months_of"].search(before)):
        months = SPANS[" ".join(match["count"].lower().split())]
        if match["which"].lower() == "first":
            return when.start, _months_on(when.start, months) - timedelta(days=1)
        return _months_on(when.start, 12 - months), when.end
    if match := PATTERNS["year_to"].search(before):
        months = SPANS[" ".join(match["count"].lower().split())]
        after = when.end + timedelta(days=1)
        first = after.year * 12 + after.month - 1 - months
        return date(first // 12, first % 12 + 1, min(after.day, 28)), when.end
    if when.granularity in PERIODS and (match := PATTERNS["years_from"].search(before)):
        count = int(match["count"]) if match["count"].isdigit() else CARDINALS[match["count"].lower()]
        return when.start, when.end.replace(year=when.end.year + count - 1)
    return None


def _months_on(day: date, months: int) -> date:
    last = day.year * 12 + day.month - 1 + months
    return date(last // 12, last % 12 + 1, day.day)


def _last_day(context: Context, at: int, last: date, dates: Sequence[tuple[int, int, When]]) -> date:
    """Follow periods that "and" joins, "2023/24 and 2024/25", to the end of the last."""
    for start, end, when in dates:
        if start > at and AND.fullmatch(context.text, at, start) and when.granularity in PERIODS and when.end:
            at, last = end, max(last, when.end)
    return last


def _of_previous(context: Context, start: int) -> bool:
    """Say whether a period between two sums belongs to the first: "from £1m in 2021 to £2m"."""
    assert context.previous is not None
    gap = context.text[context.previous.end : start]
    return len(gap) < NEAR_AFTER and not re.search(r"[,;:.]|\b(?:and|but|while)\b", gap)


def _is_period(context: Context, start: int, end: int, when: When) -> bool:
    """Tell a period that money covers from a day on which something happened."""
    if (
        when.type != "date"
        or when.start is None
        or when.end is None
        or when.modifier in ("before", "after", "until", "end", "start", "since")
        or (when.modifier == "by" and (when.granularity not in PERIODS or "end" in context.text[start:end].split()))
    ):
        return False
    words = context.text[start:end]
    before = context.text[max(context.start, start - 40) : start]
    if when.granularity in PERIODS:
        return True
    if when.granularity == "year" and re.search(r"\d{4}", words):
        return bool(PATTERNS["period_link"].search(before)) or bool(re.match(r"(?:in|for|during)\s", words))
    # "between April and December last year"
    months = when.granularity == "month" and (when.end - when.start).days > 31
    return months and words.lower().startswith(("between ", "from "))
