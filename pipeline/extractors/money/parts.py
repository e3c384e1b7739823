"""Which sums are parts of which total, and whether the parts add up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.extractors.money.arithmetic import digits, grain, runs, value
from pipeline.extractors.money.payment import Payment
from pipeline.patterns import Patterns, vocabulary

FAMILIES = tuple(frozenset(family) for family in vocabulary("money")["part_families"])
TOP = frozenset({"headline", "standfirst"})
POTS = frozenset({"grant", "funding"})
GIVEN = frozenset({"grant", "funding", "spend", "other"})
# What people share who leave, or are owed something.
EARNED = frozenset({"pay", "compensation"})
MADE_UP = frozenset({"saving", "cut", "overspend", "deficit", "pressure"})
# How far apart two forms of one sum are, as a share.
ROUNDED = Decimal("0.02")
# How many sums round a total are tried as its parts, and how many digits a total needs for that.
TRIED, DIGITS = 10, 5
# How much of a total its parts must make up for one of them to be the rest.
NEARLY = Decimal("0.95")
# How many sums back a total may stand, and how many share one pot.
BACK, SHARERS = 24, 40
# How far, in sums, the parts of a total may stand from it.
FAR = 40
# How often sums may add up by accident, where their kinds say that they could be parts and where they do not.
LIKELY, UNLIKELY = Decimal("0.1"), Decimal("0.01")
# How far before a sum the words that make it another's may lie.
ASIDE = 50
# How far before a sum the words that make it a part may lie, and the total of a list of labels.
REACH, HEADED = 200, 1200


LISTED = re.compile(r"\s*(?:,|and|,\s*and)\s+")


class Breakdown:
    """The sums of an article, and which are known to be parts of which."""

    def __init__(self, text: str, payments: Sequence[Payment], patterns: Patterns, changes: Mapping[int, int]) -> None:
        self.text, self.payments, self.patterns = text, payments, patterns
        # what a sum was before it changed is no total and no part
        self.former = frozenset(changes.values())
        self.changing = self.former | frozenset(changes)
        self.found: dict[int, int] = {}
        self.first: list[int] = []
        for at, payment in enumerate(payments):
            same = at and payments[at - 1].sentence == payment.sentence
            self.first.append(self.first[-1] if same else at)

    # ---------------------------------------------------------------- what fits what
    def fits(self, part: int, total: int) -> bool:
        """Say whether one sum could be part of another."""
        one, whole = self.payments[part].amount, self.payments[total].amount
        return one.currency == whole.currency and one.per == whole.per and one.point < whole.point

    def alike(self, one: int, other: int) -> bool:
        """Say whether two sums are of kinds that make each other up."""
        kinds = {self.payments[one].kind, self.payments[other].kind}
        return len(kinds) == 1 or "other" in kinds or any(kinds <= family for family in FAMILIES)

    def larger_before(self, at: int, start: int, strict: bool = True, whole: bool = False) -> int | None:
        """Give the nearest larger sum before `at`, from an offset on: one of a like kind before any other.

        `strict` refuses another kind; `whole` refuses a sum that is itself a part.
        """
        near = [
            total
            for total in range(at - 1, max(at - BACK, 0) - 1, -1)
            if self.payments[total].amount.start >= start
            and total not in self.former
            and self.fits(at, total)
            and not (whole and total in self.found)
        ]
        alike = [total for total in near if self.alike(at, total)]
        return next(iter(alike), near[0] if near and not strict else None)

    def sentence_before(self, at: int) -> int | None:
        """Give the largest sum of the last sentence before that of `at` which has any."""
        last = self.first[at] - 1
        if last < 0:
            return None
        return max(range(max(self.first[last], last - BACK), last + 1), key=lambda i: self.payments[i].amount.point)

    def before(self, at: int) -> str:
        """Give the words before a sum, no further back than its sentence."""
        payment = self.payments[at]
        return self.text[max(payment.sentence[0], payment.amount.start - REACH) : payment.amount.start]

    def after(self, at: int) -> str:
        """Give the words after a sum, no further than its sentence."""
        payment = self.payments[at]
        return self.text[payment.amount.end : min(payment.sentence[1], payment.amount.end + REACH)]

    # ---------------------------------------------------------------- what the words state
    def stated(self, at: int) -> int | None:
        """Read "Of this, £1m", "£1m of the £5m", "including £1m", "the remaining £1m"; a list goes on."""
        payment, patterns = self.payments[at], self.patterns
        start = payment.sentence[0]
        before, after = self.before(at), self.after(at)
        following = self.payments[at + 1] if at + 1 < len(self.payments) else None
        if (
            following
            and following.sentence == payment.sentence
            and patterns["of_between"].match(self.text[payment.amount.end : following.amount.start][:REACH])
        ):
            return at + 1
        opening = self.text[start : start + REACH]
        for rule in ("of_this", "includes", "so_far"):
            if patterns[rule].match(opening):
                total = self.sentence_before(at)
                if total is not None and (rule != "so_far" or self.payments[total].kind == payment.kind):
                    return total
        if at == self.first[at] and at - 1 in self.found and patterns["goes_further"].match(before):
            # "A further £1m will come from …" after a sentence of parts
            total = self.found[at - 1]
            if self.alike(at, total) or patterns["coming_from"].match(after):
                return total
        if patterns["the_rest"].search(before):
            return self.found.get(at - 1) or self.completed(at)
        if patterns["of_it"].match(after) and self.first[at] < at:
            # "£5m, £3m and £2m of that": each of what came before the list
            lead = at
            while lead > self.first[at] and LISTED.fullmatch(
                self.text, self.payments[lead - 1].amount.end, self.payments[lead].amount.start
            ):
                lead -= 1
            if lead < at:
                near = self.larger_before(lead, start - 400, strict=False)
                for one in range(lead, at):
                    if near is not None and self.fits(one, near):
                        self.found[one] = near
                return near
        if patterns["of_it"].match(after) or patterns["account_for"].search(before):
            near = self.larger_before(at, start - 400, strict=False)
            return near if near is not None else self.larger_before(at, start - HEADED)
        if patterns["share"].search(before):
            return self.larger_before(at, start - 800)
        first = self.first[at]
        if first < at:
            gap = self.text[self.payments[at - 1].amount.end : payment.amount.start][:REACH]
            if patterns["of_which"].search(gap):
                return self.larger_before(at, start, strict=False)
            listed = next((i for i in range(at - 1, max(first, at - 3) - 1, -1) if i in self.found), None)
            if listed is not None and at not in self.former:
                since = self.text[self.payments[listed].amount.end : payment.amount.start]
                if len(since) < REACH and patterns["goes_on"].match(since):
                    return self.found[listed]
            if patterns["bracket"].match(gap) and self.fits(at, at - 1) and self.sums_in_bracket(at) > 1:
                return at - 1
            if payment.kind in MADE_UP and patterns["driven_by"].match(gap):
                return self.larger_before(at, start)
            if patterns["aside"].match(gap) and patterns["share_of"].search(self.before(at - 1)):
                return at - 1
            if patterns["will_see"].match(gap) or (
                payment.kind in MADE_UP and patterns["with_coming"].match(gap) and patterns["coming_from"].match(after)
            ):
                return self.larger_before(at, start)
            if patterns["opens_list"].search(gap) and self.holds(at, at - 1):
                return at - 1
            if patterns["of_the"].match(self.text[start : self.payments[first].amount.start][:REACH]):
                return first
        if patterns["rest_after"].search(after):
            last = first - 1
            start = self.first[last] if last >= 0 else at
            return next(
                (i for i in range(start, first) if i not in self.former and self.fits(at, i) and self.alike(at, i)),
                None,
            )
        return None

    def completed(self, rest: int) -> int | None:
        """Find the total that "the remaining £1m" completes: its stated parts stand between, or all of them before."""
        floor = self.payments[rest].sentence[0] - 600
        added = value(self.payments[rest])
        for total in range(rest - 1, max(rest - TRIED, 0) - 1, -1):
            whole = value(self.payments[total])
            near = self.payments[total].amount.start >= floor and total < rest - 1 and self.fits(rest, total)
            if near and whole * NEARLY <= added <= whole + self.slack((rest,), total):
                return total
            added += whole
        return self.larger_before(rest, floor) if self.first[rest] == rest else None

    def sums_in_bracket(self, first: int) -> int:
        """Count the sums from one on before its bracket closes."""
        end = self.text.find(")", self.payments[first].amount.end, self.payments[first].sentence[1])
        return sum(payment.amount.end <= end for payment in self.payments[first : first + TRIED])

    def holds(self, part: int, total: int) -> bool:
        """Say whether a list that opens after a sum, with two items or more, stays within it."""
        end = self.payments[total].sentence[1]
        run = [
            at
            for at in range(part, min(part + TRIED, len(self.payments)))
            if self.payments[at].sentence[1] == end and self.fits(at, total) and at not in self.former
        ]
        added = sum(value(self.payments[at]) for at in run)
        whole = self.payments[total].amount.point
        return len(run) > 1 and self.alike(part, total) and whole / 2 < added <= whole + self.slack(run, total)

    def left_over(self, rest: int) -> Iterator[tuple[int, int]]:
        """Find the total of which "the remaining £1m" is what its stated parts leave."""
        for total in sorted(set(self.found.values())):
            taken = sum(value(self.payments[at]) for at, whole in self.found.items() if whole == total)
            left = value(self.payments[total]) - taken
            if total < rest and self.fits(rest, total) and left == value(self.payments[rest]):
                yield rest, total
                return

    def labelled(self) -> Iterator[tuple[int, int]]:
        """Find the total over a list of labelled sums."""
        at = 0
        while at < len(self.payments):
            end = at
            while end < len(self.payments) and self.payments[end].label:
                end += 1
            if end - at > 1:
                start = self.payments[at].amount.start - HEADED
                total = self.larger_before(at, start, whole=True)
                run = range(at, end)
                added = sum(value(self.payments[i]) for i in run)
                if (
                    total is not None
                    and at - total <= 3
                    and added <= self.payments[total].amount.point + self.slack(run, total)
                ):
                    yield from ((i, total) for i in run if self.fits(i, total))
            at = max(end, at + 1)

    # ---------------------------------------------------------------- what the figures say
    def added(self, total: int) -> Iterator[int]:
        """Find the sums beside a total that add up to it, or that those who share it are given."""
        whole = self.payments[total]
        if whole.amount.amount is None or total in self.former:
            return
        count = len(self.payments)
        for places in (range(total + 1, min(total + 1 + TRIED, count)), range(max(total - TRIED, 0), total)):
            near = [
                at
                for at in places
                if at not in self.found and self.fits(at, total) and self.payments[at].amount.amount is not None
            ]
            run = self.run(near, total, after=places.start > total)
            if run:
                yield from run
                return
        if run := self.exactly(total):
            yield from run
            return
        yield from self.sharers(total)

    def run(self, near: Sequence[int], total: int, after: bool) -> Sequence[int]:
        """Give the longest run of neighbours that adds up to a total; before it, only where it says that it is one."""
        if not after and not self.patterns["totals"].search(self.before(total)[-80:] + " £ " + self.after(total)[:40]):
            return ()
        for size in range(len(near), 1, -1):
            for first in range(len(near) - size + 1):
                run = near[first : first + size]
                if run[-1] - run[0] == size - 1 and self.is_breakdown(run, total) and not set(run) & self.changing:
                    return run
        return ()

    def exactly(self, total: int) -> Sequence[int]:
        """Find neighbours anywhere in the article that add up to a total to the penny, and hardly by accident."""
        whole = value(self.payments[total])
        fitting = [
            at
            for at in range(max(total - FAR, 0), min(total + FAR, len(self.payments)))
            if at != total and self.fits(at, total) and self.payments[at].amount.amount and at not in self.former
        ]
        alike = [at for at in fitting if self.alike(at, total)]
        for near, limit in ((alike, LIKELY), (fitting, UNLIKELY)):
            for run in runs(near, [value(self.payments[at]) for at in near], whole):
                free = all(self.found.get(at, total) == total for at in run)
                places, most = (len({self.first[at] for at in near}), LIKELY) if self.whole(run) else (len(near), limit)
                if free and len(run) > 1 and self.accident(run, total, places) < most:
                    return run
        return ()

    def whole(self, run: Sequence[int]) -> bool:
        """Say whether a run is all the sums of one sentence or more."""
        after = run[-1] + 1
        full = after == len(self.payments) or self.first[after] == after
        return full and self.first[run[0]] == run[0] and len(run) > 2 and run[-1] - run[0] == len(run) - 1

    def accident(self, run: Sequence[int], total: int, tried: int) -> Decimal:
        """Estimate how often so many sums would meet a total by accident: rarely, where their digits are many."""
        whole = value(self.payments[total])
        step = min(grain(value(self.payments[at])) for at in (*run, total))
        return step * len(run) * tried / whole

    def is_breakdown(self, run: Sequence[int], total: int) -> bool:
        """Say whether a run of sums adds up to a total, as far as their digits tell."""
        whole = self.payments[total].amount
        if whole.amount is None:
            return False
        added = sum(value(self.payments[at]) for at in run)
        telling = added == whole.amount and digits(whole.amount) >= 3 and len(run) > 2
        if not telling and len({self.payments[at].kind for at in run}) > 1:
            return False
        if len(run) == 2 and digits(whole.amount) < 3 and any(digits(value(self.payments[at])) < 2 for at in run):
            return False
        return abs(added - whole.amount) <= self.slack(run, total) / 2

    def sharers(self, total: int, pot: bool = False) -> Iterator[int]:
        """Give what those are given who share a pot: one that says so, or the `pot` of which the article tells."""
        whole = self.payments[total]
        around = (self.before(total)[-60:], self.after(total))
        kinds = next((kinds for kinds in (GIVEN, EARNED) if whole.kind in kinds), frozenset())
        if not kinds or not (pot or any(self.patterns["shared"].search(words) for words in around)):
            return
        known = [at for at, other in self.found.items() if other == total]
        left, taken = value(whole) - sum(value(self.payments[at]) for at in known), []
        for at in range(total + 1, min(total + 1 + SHARERS, len(self.payments))):
            one = self.payments[at]
            given = one.kind in kinds and (one.payee or one.label or (pot and one.kind == whole.kind))
            apart = pot and (self.near(at, total) or self.patterns["beside"].search(self.before(at)[-ASIDE:]))
            if given and not apart and at not in self.found and self.fits(at, total) and value(one) <= left:
                left -= value(one)
                taken.append(at)
        if len(known) + len(taken) > pot:
            yield from taken

    def pot(self) -> Iterator[tuple[int, int]]:
        """Give the parts of the grant an article tells of: its first, named twice, on top, or before all else."""
        grants = [at for at, payment in enumerate(self.payments) if payment.kind in POTS]
        if not grants or grants[0] in self.found:
            return
        twice = len(grants) > 1 and self.near(grants[1], grants[0])
        total = grants[twice]
        if twice or self.payments[total].zone in TOP or not total:
            yield from ((at, total) for at in self.sharers(total, pot=True))

    def near(self, one: int, other: int) -> bool:
        """Say whether two sums may be forms of one."""
        whole = value(self.payments[other])
        return abs(value(self.payments[one]) - whole) <= whole * ROUNDED

    def slack(self, run: Collection[int], total: int) -> Decimal:
        """Give what rounding may add or take: a step of each printed sum, no more than a hundredth of the total."""
        steps = sum((self.payments[at].amount.step for at in run), self.payments[total].amount.step)
        return min(steps, self.payments[total].amount.point / 100)


def parts(text: str, payments: Sequence[Payment], patterns: Patterns, changes: Mapping[int, int]) -> dict[int, int]:
    """Give each part its total, by their places: stated parts first, then lists that add up to a total."""
    down = Breakdown(text, payments, patterns, changes)
    for at in range(len(payments)):
        total = down.stated(at)
        if total is not None and total != at and down.fits(at, total):
            down.found[at] = total
    for at in range(len(payments)):
        if at not in down.found and patterns["the_rest"].search(down.before(at)):
            down.found.update(down.left_over(at))
    for at, total in down.labelled():
        down.found.setdefault(at, total)
    for total in range(len(payments)):
        if total not in down.found:
            for at in down.added(total):
                if at not in down.found and down.found.get(total) != at:
                    down.found[at] = total
    down.found.update(down.pot())
    return down.found


def check(
    text: str, payments: Sequence[Payment], part_of: dict[int, int], patterns: Patterns
) -> Iterator[tuple[int, str]]:
    """Say which totals their parts exceed, or miss where the words say that they make it up."""
    down = Breakdown(text, payments, patterns, {})
    split: dict[int, list[int]] = {}
    for at, total in part_of.items():
        split.setdefault(total, []).append(at)
    for total, run in sorted(split.items()):
        whole = payments[total].amount
        if len(run) < 2 or whole.amount is None or any(payments[at].amount.amount is None for at in run):
            continue
        added = sum(value(payments[at]) for at in run)
        slack = max(down.slack(run, total), whole.step if whole.qualifier != "exact" else Decimal(0))
        start, end = payments[total].sentence[0], payments[max(run)].sentence[1]
        complete = total < min(run) and end - start < 600 and patterns["complete"].search(text[start:end])
        if added > whole.amount + slack or (complete and added < whole.amount - slack):
            yield total, f"its parts add up to {added}, not {whole.amount}"
