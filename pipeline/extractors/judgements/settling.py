"""Settles the grades of an article with one another: what a later grade replaced, and the category of each."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extractors.base import Fact
from pipeline.extractors.judgements.clauses import CLAUSES
from pipeline.extractors.judgements.finding import Finding
from pipeline.extractors.judgements.normalise import FRAMEWORKS, OVERALL
from pipeline.extractors.reading import Reading


def settle(reading: Reading, found: list[Fact[Finding]]) -> list[Fact[Finding]]:
    """Supersede what a later grade replaced, and give a category to the grade that it belongs to."""
    settled = []
    for fact in found:
        finding = fact.value
        if finding.last and not _later(found, finding):
            finding = replace(finding, status="in_force")
        elif finding.status == "in_force" and not finding.stands and _replaced(reading, found, finding):
            finding = replace(finding, status="superseded")
        settled.append(Fact(fact.start, fact.end, fact.rule, finding))
    categories = [fact for fact in settled if fact.value.category]
    return _merged(reading, [_with_category(reading, fact, categories) for fact in settled])


def _merged(reading: Reading, found: list[Fact[Finding]]) -> list[Fact[Finding]]:
    """Make one of a grade and its category: "inadequate and in special measures"."""
    kept: list[Fact[Finding]] = []
    for fact in found:
        if fact.rule.endswith(".category") and any(_holds(reading, other, fact) for other in found):
            continue  # the grade's own row has it
        last = kept[-1] if kept else fact
        if (
            fact.value.category
            and last.value.grade == "inadequate"
            and last.value.aspect == OVERALL
            and last.value.provider == fact.value.provider
            and CLAUSES["and_in"].match(reading.text[last.end : fact.start])
        ):
            kept[-1] = replace(last, value=replace(last.value, category=fact.value.category))
        else:
            kept.append(fact)
    return kept


def _holds(reading: Reading, grade: Fact[Finding], category: Fact[Finding]) -> bool:
    """Say whether the grade of a category stands in its paragraph, with the same provider, meaning and time."""
    one, other = grade.value, category.value
    return (
        not grade.rule.endswith(".category")
        and one.category == other.category
        and one.grade == "inadequate"
        and one.aspect == OVERALL
        and (one.status, one.provider.name, one.inspectorate) == (other.status, other.provider.name, other.inspectorate)
        and reading.paragraph(grade.start) == reading.paragraph(category.start)
        and (not one.given or not other.given or one.given[:4] == other.given[:4])
    )


def _replaced(reading: Reading, found: list[Fact[Finding]], finding: Finding) -> bool:
    """Say whether a dated grade gave way to a later inspection of the same provider, or to an undated other grade."""
    mine = finding.inspected[0] or finding.given
    if not mine:
        return False
    today = reading.published.isoformat() if reading.published else mine
    # of an article without a date, a grade with one is the older
    months = int(today[:4]) * 12 + int(today[5:7]) - int(mine[:4]) * 12 - int(mine[5:7]) if len(mine) > 4 else 12
    fresh = reading.published is not None and (mine[:4] >= today[:4] or months < 6)
    for fact in found:
        other = fact.value
        if other.status != "in_force" or other.provider.name != finding.provider.name:
            continue
        if other.inspectorate != finding.inspectorate or other.provider.kind != finding.provider.kind:
            continue
        if other.visit is not None and other.visit == finding.visit:
            continue
        if _given_up(finding, other, today):
            return True
        beside = other.scale == finding.scale and other.aspect not in (finding.aspect, OVERALL)
        theirs = other.inspected[0] or other.given
        soon = not theirs or int(theirs[:4]) - int(mine[:4]) <= 1
        if beside and soon and (other.visit is None or finding.visit is None):
            continue  # one inspection's areas stand beside one another
        width = min(len(mine), len(theirs))
        if theirs[:width] > mine[:width] and (other.grade != finding.grade or other.visit is not None or not soon):
            return True
        another = other.grade != finding.grade or other.aspect != finding.aspect
        if not theirs and not fresh and another and other.aspect in (finding.aspect, OVERALL):
            return True
    return False


def _given_up(finding: Finding, other: Finding, today: str) -> bool:
    """Say whether a grade is on a scale, or of a kind, that had been given up when the areas now told were graded."""
    mine = finding.inspected[0] or finding.given
    if other.aspect == OVERALL or (other.inspected[0] or other.given or today) <= mine:
        return False
    if other.scale in ("report5", "met") and finding.scale.startswith("ofsted4"):
        return True
    until = max(
        entry.get("overall_until", "") for entry in FRAMEWORKS.values() if other.provider.kind in entry["kinds"]
    )
    return finding.aspect == OVERALL and bool(until) and mine < until[: len(mine)] < until < today


def _later(found: list[Fact[Finding]], finding: Finding) -> bool:
    """Say whether the article gives its provider any grade in force beside that of the last inspection."""
    return any(
        other.value.status == "in_force" and other.value.provider.name == finding.provider.name and not other.value.last
        for other in found
    )


def _with_category(reading: Reading, fact: Fact[Finding], categories: list[Fact[Finding]]) -> Fact[Finding]:
    finding = fact.value
    if finding.grade != "inadequate" or finding.category or finding.aspect != OVERALL:
        return fact
    here = reading.paragraph(fact.start)
    for other in sorted(categories, key=lambda other: abs(reading.paragraph(other.start) - here)):
        if (
            other.value.status == finding.status
            and other.value.provider.name == finding.provider.name
            and abs(reading.paragraph(other.start) - here) <= 2
        ):
            return replace(fact, value=replace(finding, category=other.value.category))
    return fact
