"""Which sums are parts of which total, and whether the parts add up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from pipeline.extractors.money.payment import Payment
from pipeline.patterns import Patterns, vocabulary

FAMILIES = tuple(frozenset(family) for family in vocabulary("money")["part_families"])
GIVEN = frozenset({"grant", "funding", "spend", "other"})
# How many sums after a total are tried as its parts, and how many digits a total needs for that.
TRIED, DIGITS = 10, 5
# How far before a sum the words that make it a part may lie.
REACH = 200


def parts(text: str, payments: Sequence[Payment], patterns: Patterns, changes: Mapping[int, int]) -> dict[int, int]:
    """Give each part its total, by their places: stated parts first, then lists that add up to a total."""
    found: dict[int, int] = {}
    former = frozenset(changes.values())
    changing = former | frozenset(changes)
    for at in range(len(payments)):
        total = _stated(text, payments, patterns, at, found, former)
        if total is not None and total != at and _fits(payments, at, total):
            found[at] = total
    for at in range(len(payments)):
        if at not in found and patterns["the_rest"].search(_before(text, payments[at])):
            found.update(_left_over(payments, at, found))
    for total in range(len(payments)):
        if total not in found:
            for at in _added(text, payments, patterns, total, found, changing, former):
                found.setdefault(at, total)
    return found


def _fits(payments: Sequence[Payment], part: int, total: int) -> bool:
    one, whole = payments[part].amount, payments[total].amount
    return one.currency == whole.currency and one.per == whole.per and one.point < whole.point


def _larger_before(payments: Sequence[Payment], at: int, start: int, former: Collection[int]) -> int | None:
    """Give the nearest larger sum before `at`, from an offset on: one of a like kind before any other."""
    near = [
        total
        for total in range(at - 1, -1, -1)
        if payments[total].amount.start >= start and total not in former and _fits(payments, at, total)
    ]
    alike = [total for total in near if _alike(payments[at].kind, payments[total].kind)]
    return next(iter(alike), near[0] if near and payments[at].kind == "other" else None)


def _alike(one: str, other: str) -> bool:
    return one == other or any(one in family and other in family for family in FAMILIES)


def _sentence_before(payments: Sequence[Payment], at: int) -> int | None:
    """Give the largest sum of the last sentence before that of `at` which has any."""
    start = payments[at].sentence[0]
    before = [i for i in range(at) if payments[i].sentence[0] < start]
    if not before:
        return None
    last = payments[before[-1]].sentence
    return max((i for i in before if payments[i].sentence == last), key=lambda i: payments[i].amount.point)


def _before(text: str, payment: Payment) -> str:
    return text[max(payment.sentence[0], payment.amount.start - REACH) : payment.amount.start]


def _left_over(payments: Sequence[Payment], rest: int, found: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Find the total of which "the remaining £1m" is what its stated parts leave."""
    for total in sorted(set(found.values())):
        taken = sum(_value(payments[at]) for at, whole in found.items() if whole == total)
        if total < rest and _fits(payments, rest, total) and _value(payments[total]) - taken == _value(payments[rest]):
            yield rest, total
            return


def _stated(
    text: str, payments: Sequence[Payment], patterns: Patterns, at: int, found: dict[int, int], former: frozenset[int]
) -> int | None:
    """Read "Of this, £1m", "£1m of the £5m", "including £1m", "the remaining £1m"; a list goes on."""
    payment = payments[at]
    amount, (start, end) = payment.amount, payment.sentence
    before, after = _before(text, payment), text[amount.end : end]
    following = payments[at + 1] if at + 1 < len(payments) else None
    if (
        following
        and following.sentence == payment.sentence
        and patterns["of_between"].match(text[amount.end : following.amount.start])
    ):
        return at + 1
    for rule in ("of_this", "includes", "so_far"):
        if patterns[rule].match(text[start:end]):
            total = _sentence_before(payments, at)
            if total is not None and (rule != "so_far" or payments[total].kind == payment.kind):
                return total
    if patterns["the_rest"].search(before):
        return found[at - 1] if at and at - 1 in found else _larger_before(payments, at, start - 600, former)
    if patterns["of_it"].match(after) or patterns["account_for"].search(before):
        return _larger_before(payments, at, start - 400, former)
    if at and payments[at - 1].sentence == payment.sentence:
        gap = text[payments[at - 1].amount.end : amount.start]
        if patterns["of_which"].search(gap):
            return _larger_before(payments, at, start, former)
        if at - 1 in found and at not in former and patterns["goes_on"].match(gap):
            return found[at - 1]
    first = next(i for i in range(at + 1) if payments[i].sentence == payment.sentence)
    if first < at and patterns["of_the"].match(text[start : payments[first].amount.start]):
        return first
    return None


def _added(
    text: str,
    payments: Sequence[Payment],
    patterns: Patterns,
    total: int,
    found: dict[int, int],
    changing: frozenset[int],
    former: frozenset[int],
) -> Iterator[int]:
    """Find the sums after a total that add up to it, or that those who share it are given."""
    whole = payments[total]
    after = [
        at
        for at in range(total + 1, min(total + 1 + TRIED, len(payments)))
        if at not in found and _fits(payments, at, total) and payments[at].amount.amount is not None
    ]
    if whole.amount.amount is None:
        return
    for size in range(len(after), 1, -1):
        for first in range(len(after) - size + 1):
            run = after[first : first + size]
            if run[-1] - run[0] == size - 1 and _is_breakdown(payments, run, total) and not set(run) & changing:
                yield from run
                return
    alike = [at for at in after if payments[at].kind in (whole.kind, "other") and at not in former]
    if _digits(whole.amount.amount) >= DIGITS:
        for size in range(3, len(alike) + 1):
            for chosen in combinations(alike, size):
                if sum(_value(payments[at]) for at in chosen) == whole.amount.amount:
                    yield from chosen
                    return
    around = (
        text[max(whole.sentence[0], whole.amount.start - 60) : whole.amount.start],
        text[whole.amount.end : whole.sentence[1]],
    )
    if whole.kind in GIVEN and (patterns["shared"].search(around[0]) or patterns["shared"].search(around[1])):
        left = whole.amount.amount
        for at in range(total + 1, len(payments)):
            one = payments[at]
            if (
                (one.payee or one.label)
                and one.kind in GIVEN
                and at not in found
                and _fits(payments, at, total)
                and _value(one) <= left
            ):
                left -= _value(one)
                yield at


def _is_breakdown(payments: Sequence[Payment], run: Sequence[int], total: int) -> bool:
    """Say whether a run of sums of a kind adds up to a total, as far as their digits tell."""
    whole = payments[total].amount
    if len({payments[at].kind for at in run}) > 1 or whole.amount is None:
        return False
    if len(run) == 2 and _digits(whole.amount) < 3 and any(_digits(_value(payments[at])) < 2 for at in run):
        return False
    return abs(sum(_value(payments[at]) for at in run) - whole.amount) <= _slack(payments, run, total) / 2


def _slack(payments: Sequence[Payment], run: Sequence[int], total: int) -> Decimal:
    """Give what rounding may add or take: a step of each printed sum, no more than a hundredth of the total."""
    steps = sum((payments[at].amount.step for at in run), payments[total].amount.step)
    return min(steps, payments[total].amount.point / 100)


def _value(payment: Payment) -> Decimal:
    return payment.amount.amount or Decimal(0)


def _digits(value: Decimal) -> int:
    return len(format(value.normalize(), "f").replace(".", "").strip("0"))


def check(
    text: str, payments: Sequence[Payment], part_of: dict[int, int], patterns: Patterns
) -> Iterator[tuple[int, str]]:
    """Say which totals their parts exceed, or miss where the words say that they make it up."""
    for total in sorted(set(part_of.values())):
        run = [at for at, whole in part_of.items() if whole == total]
        whole = payments[total].amount
        if len(run) < 2 or whole.amount is None or any(payments[at].amount.amount is None for at in run):
            continue
        added = sum(_value(payments[at]) for at in run)
        slack = max(_slack(payments, run, total), whole.step if whole.qualifier != "exact" else Decimal(0))
        said = text[payments[total].sentence[0] : payments[max(run)].sentence[1]]
        complete = total < min(run) and len(said) < 600 and patterns["complete"].search(said)
        if added > whole.amount + slack or (complete and added < whole.amount - slack):
            yield total, f"its parts add up to {added}, not {whole.amount}"
