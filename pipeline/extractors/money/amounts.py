"""Characters to amounts: which sums a text prints, with their qualifiers, bounds and units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extractors.money.normalise import Sum, inherit, read_sum
from pipeline.patterns import Hit, Span, alternation, compile_patterns, longest, vocabulary

WORDS = vocabulary("money")
PATTERNS = compile_patterns("money")
RANGES = frozenset({"symbol_range", "symbol_span", "word_range"})
SINGLES = frozenset(
    {"symbol_amount", "symbol_words", "digits_and_unit", "words_and_unit", "grand", "pence", "figure_sum", "bare_words"}
)
LOWER = frozenset({"more_than", "at_least", "just_over"})
UPPER = frozenset({"less_than", "up_to", "just_under"})
# How far a word beside an amount may lie: keeps every search short.
REACH = 60
SPELLED = re.compile(r"[A-Za-z]+")
LAST_WORD = re.compile(rf"(?<![\w-])[\w-]++\W{{0,{REACH}}}$")
PLANS = re.compile(rf"[\s-]{{1,9}}(?:[a-z-]+\s+){{0,2}}{alternation(WORDS['plans'])}\b", re.IGNORECASE)
# "over" and its like as prepositions, by the word before.
PREPOSITIONS = {
    "over": frozenset(WORDS["not_over"]),
    "under": frozenset({"come", "fire"}),
    "about": frozenset(WORDS["not_about"]),
    "around": frozenset({"revolves", "centred", "questions", "confusion"}),
    "up to": frozenset(WORDS["not_up_to"]),
    "above": frozenset({"the"}),
    "below": frozenset({"the"}),
}
ATTRIBUTIVE = frozenset({"over", "under", "about"})


@dataclass(frozen=True)
class Amount:
    """An amount as printed. `start`/`end` take in the qualifier, `first`/`last` only the sum."""

    start: int
    end: int
    first: int
    last: int
    rule: str
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    currency: str
    qualifier: str
    per: str
    step: Decimal
    negative: bool = False
    doubtful: bool = False

    @property
    def point(self) -> Decimal:
        """One value to compare by: the amount, or the middle of its range."""
        if self.amount is not None:
            return self.amount
        return ((self.low or Decimal(0)) + (self.high or Decimal(0))) / 2


def find_amounts(text: str, paragraphs: Iterable[Span]) -> list[Amount]:
    """Find every amount in the paragraphs, in order."""
    found: list[Amount] = []
    for paragraph, hits in PATTERNS.by_paragraph(text, paragraphs, RANGES | SINGLES):
        kept = [hit for hit in hits if hit.rule.split(".")[1] in SINGLES or _is_range(text, paragraph, hit)]
        found += (
            _dressed(text, paragraph, amount)
            for hit in longest(kept)
            if (amount := _read(hit)) is not None and not _is_no_money(text, paragraph, hit, amount)
        )
    for at in range(len(found)):
        found[at] = _with_shared_unit(text, found, at)
    return found


def _with_shared_unit(text: str, found: Sequence[Amount], at: int) -> Amount:
    """Give an amount the unit that its neighbour's words give both: "from £4 to £6 a week"."""
    amount = found[at]
    if amount.per:
        return amount
    if at + 1 < len(found) and (later := found[at + 1]).per and later.start - amount.end < REACH:
        lead = text[max(0, amount.start - REACH // 2) : amount.start]
        gap = text[amount.end : later.start]
        if PATTERNS["shared_unit"].match(gap) and PATTERNS["shared_unit_lead"].search(lead):
            return replace(amount, per=later.per)
    if at and (former := found[at - 1]).per and 0 < amount.start - former.end < REACH:
        gap = text[former.end : amount.start]
        if PATTERNS["after_unit"].match(gap) and PATTERNS["unit_goes_on"].match(gap):
            return replace(amount, per=former.per)
        if PATTERNS["unit_compared"].match(gap):
            return replace(amount, per=former.per)
    return amount


def _pieces(hit: Hit) -> tuple[Sum, Sum]:
    """Read the two ends of a range; each lends the other what it does not say itself."""
    first, second = hit.group("first"), hit.group("second")
    high = read_sum(second)
    low = read_sum(first)
    if hit.rule.endswith("word_range"):
        if low.power is None and high.power == -2:
            low = replace(low, power=-2)
        if "hundred" in second.lower() and "hundred" not in first.lower() and low.number < 10:
            low = replace(low, number=low.number * 100)
        low = replace(low, currency=high.currency)
    elif not second[0].isalpha() and second[0].isdigit():
        high = replace(high, currency=low.currency)
    return inherit(low, high), high


def _is_range(text: str, paragraph: Span, hit: Hit) -> bool:
    """Tell a range from two amounts: "between", ends in order, and not "rose from £3m to £5m"."""
    lead, gap = hit.group("lead").lower().strip(), hit.group("gap").strip().lower()
    low, high = _pieces(hit)
    if (
        gap in ("-", "–")
        and SPELLED.fullmatch(hit.group("first"))
        and low.number >= 20
        and hit.group("second")[0].isalpha()
    ):
        return False  # "eighty-five thousand pounds" is one number
    if low.currency != high.currency or low.amount >= high.amount:
        return False
    if gap == "and":
        return lead.endswith("between")
    if gap.endswith("to"):
        before = text[max(paragraph.start, hit.start - 2 * REACH) : hit.start]
        if not lead:
            return not re.search(r"\bby\s+(?:[a-z]+\s+){0,3}$", before, re.IGNORECASE)
        if lead == "from":
            clause = re.split(r"[.;:!?]\s", before)[-1]
            after = text[hit.end : min(paragraph.end, hit.end + REACH)]
            if PATTERNS["spread"].search(clause):
                return True
            return not (PATTERNS["change"].search(clause) or PATTERNS["change"].search(re.split(r"[.;:]\s", after)[0]))
    return True


def _read(hit: Hit) -> Amount | None:
    """Read a hit's value; None where its words turn out to be no number."""
    rule = hit.rule.split(".")[1]
    try:
        if rule == "figure_sum":
            digits = int(WORDS["figures"][hit.group("figures").lower()])
            low, high = Decimal(10) ** (digits - 1), Decimal(10) ** digits - 1
            return _range(hit, low, high, "GBP", low)
        if rule in RANGES:
            first, second = _pieces(hit)
            return _range(hit, first.amount, second.amount, second.currency, min(first.step, second.step))
        one = read_sum(hit.group("first"))
    except (ValueError, StopIteration):
        return None
    printed = hit.group("first")
    doubtful = one.power is not None and one.power >= 6 and "," in printed
    return Amount(
        hit.start, hit.end, hit.start, hit.end, hit.rule, one.amount, None, None, one.currency, "exact", "",
        one.step, negative=bool(hit.group("sign")), doubtful=doubtful,
    )  # fmt: skip


def _range(hit: Hit, low: Decimal, high: Decimal, currency: str, step: Decimal) -> Amount:
    return Amount(
        hit.start, hit.end, hit.start, hit.end, hit.rule, None, low, high, currency, "range", "", step
    )  # fmt: skip


def _is_no_money(text: str, paragraph: Span, hit: Hit, amount: Amount) -> bool:
    """Tell shares, coins and weights."""
    rule = hit.rule.split(".")[1]
    before = text[max(paragraph.start, hit.start - REACH) : hit.start]
    after = text[hit.end : min(paragraph.end, hit.end + REACH)]
    small = amount.amount is not None and amount.amount <= 100
    if small and (PATTERNS["after_ratio"].match(after) or PATTERNS["before_ratio"].search(before)):
        return True
    if small and PATTERNS["after_denomination"].match(after):
        return True
    if rule == "pence" and PATTERNS["before_coin"].search(before) and PATTERNS["after_coin"].match(after):
        return True
    if rule == "bare_words":
        return not PATTERNS["before_bare"].search(before)
    if rule in ("digits_and_unit", "words_and_unit"):
        light = amount.amount is not None and amount.amount < 1000
        return light and bool(PATTERNS["after_weight"].match(after) or PATTERNS["before_weight"].search(before))
    return False


def _dressed(text: str, paragraph: Span, amount: Amount) -> Amount:
    """Add the qualifier and the unit that stand beside an amount."""
    after = text[amount.last : min(paragraph.end, amount.last + REACH)]
    if amount.qualifier == "exact":
        amount = _qualified(text, paragraph, amount, after)
    return replace(amount, per=_unit(text, paragraph, amount))


def _qualified(text: str, paragraph: Span, amount: Amount, after: str) -> Amount:
    start, end, qualifier = amount.start, amount.end, "exact"
    for word, at in _words_before(text, paragraph, amount, after):
        found = _meaning(WORDS["qualifiers_before"], word)
        # "up to about £3m": the bound says more than the approximation
        if qualifier == "exact" or found in LOWER | UPPER:
            qualifier = found
        start = at
    if qualifier == "exact" and (match := PATTERNS["after_qualifier"].match(after)):
        word = " ".join(match["word"].split())
        qualifier = next(
            value for key, value in WORDS["qualifiers_after"].items() if key.strip().lower() == word.lower()
        )
        end = amount.last + match.end()
    return replace(
        amount,
        start=start,
        end=end,
        qualifier=qualifier,
        low=amount.amount if qualifier in LOWER else None,
        high=amount.amount if qualifier in UPPER else None,
    )


def _words_before(text: str, paragraph: Span, amount: Amount, after: str) -> Iterator[tuple[str, int]]:
    """Give the qualifiers before an amount, the nearest first: two at most."""
    at = amount.start
    for _ in range(2):
        floor = max(paragraph.start, at - REACH)
        match = PATTERNS["before_qualifier"].search(text[floor:at])
        if match is None or (not match["gap"] and match["word"].lower() not in ("c", "c.")):
            return
        word = " ".join(match["word"].lower().split())
        before = LAST_WORD.search(text[floor : floor + match.start()])
        previous = re.split(r"[^\w-]", before[0], maxsplit=1)[0].lower() if before else ""
        if previous in PREPOSITIONS.get(word, ()) or (word in ATTRIBUTIVE and PLANS.match(after)):
            return
        at = floor + match.start()
        yield word, at


def _unit(text: str, paragraph: Span, amount: Amount) -> str:
    """Read for which unit an amount is paid; empty where nothing says."""
    after = text[amount.end : min(paragraph.end, amount.end + REACH)]
    if match := PATTERNS["after_unit"].match(after):
        # "per child per week": by the week
        return _meaning(WORDS["units"], match["then"] or match["unit"])
    if match := PATTERNS["after_unit_adverb"].match(after):
        return _meaning(WORDS["unit_adverbs"], match["adverb"]) if match["adverb"] else "year"
    before = text[max(paragraph.start, amount.start - REACH) : amount.start]
    if match := PATTERNS["before_unit"].search(before):
        return _meaning(WORDS["unit_adjectives"], match["adjective"])
    for rule in ("before_each", "before_rate", "before_for_each"):
        if match := PATTERNS[rule].search(before):
            return _meaning(WORDS["units"], match["unit"])
    return ""


def _meaning(table: dict[str, str], word: str) -> str:
    words = " ".join(word.lower().split())
    return next(value for key, value in table.items() if key.lower() == words)
