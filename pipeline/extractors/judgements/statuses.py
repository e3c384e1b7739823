"""Says whether a grade stands: in force, superseded, or no more than hoped for, feared, denied or counted."""

from __future__ import annotations

from pipeline.extractors.judgements.clauses import CLAUSES, GENERAL
from pipeline.extractors.judgements.grades import PATTERNS, Grade, words
from pipeline.extractors.judgements.normalise import WORDS
from pipeline.extractors.reading import Reading

STATUS: dict[str, list[str]] = WORDS["status"]
ASPIRATION, HYPOTHETICAL = words(STATUS["aspiration"]), words(STATUS["hypothetical"])
NEGATED, STATISTIC = words(STATUS["negated"]), words(list(STATUS["statistic"]))
AT_LAST = words(STATUS["at_last"])
SUPERSEDED, OTHER = words(STATUS["superseded"]), words(STATUS["other_provider"])
PERCENT = CLAUSES["percent"]
# after these a wish or a doubt no longer governs: "would appeal after being rated inadequate"
RESET = CLAUSES["reset"]
OR_GRADE = CLAUSES["or_grade"]
OUT_OF = CLAUSES["out_of"]
HELD = CLAUSES["held"]
PREVIOUS_LABEL = CLAUSES["previous_label"]
# "rated good two years after it was judged inadequate"
YEARS_AFTER = CLAUSES["years_after"]
EARLIER = CLAUSES["earlier"]
ALSO = CLAUSES["also"]
WHO = CLAUSES["who"]
LOSES, WHICH = CLAUSES["loses"], CLAUSES["which"]
COUNTED_ON = CLAUSES["counted_on"]
WINDOW = 95
SHORT = 45
LONG = 150
LEAD = 2  # paragraphs that introduce whom an article is about


def _hypothetical(words: str) -> bool:
    """Say whether words only suppose; "16 May" and "in May" do not."""
    return any(match[0] != "May" for match in HYPOTHETICAL.finditer(words))


def _governing(left: str, window: int = WINDOW) -> str:
    """Give the words before a grade that may govern it: back to where another clause begins."""
    last = None
    for match in RESET.finditer(left):
        last = match
    return left[last.end() if last else 0 :][-window:]


def _own_clause(own: str) -> str:
    """Give the words between two grades that are of the later one: "previously good, it was" says nothing of it."""
    last = None
    for match in CLAUSES["new_clause"].finditer(own):
        last = match
    return own[last.start() if last else 0 :]


def status(reading: Reading, one: Grade, before: Grade | None, last: str) -> str:
    """Say how a grade is meant, by the words of its own clause; `last` is how the one before it is meant."""
    start, end = reading.around(one.start)
    floor = before.end if before else start
    left, right = reading.text[start : one.start], reading.text[one.end : end]
    own = _own_clause(reading.text[floor : one.start])
    governing = _governing(left)
    if OR_GRADE.match(right) or CLAUSES["better_or"].search(left):
        return (
            "statistic"
            if STATISTIC.search(left) or STATISTIC.search(right) or PERCENT.search(left) or PERCENT.search(right)
            else "hypothetical"
        )
    # the count may stand in the clause of the grade before: "90 per cent were good or outstanding"
    clause = left if last == "statistic" and len(own) < SHORT else own
    if STATISTIC.search(clause) or PERCENT.search(clause) or STATISTIC.search(WHO.split(right[:60], maxsplit=1)[0]):
        return "statistic"
    of_areas = CLAUSES["counted_areas"].search(left[-60:])
    if (CLAUSES["counted"].search(left[-WINDOW:]) and not of_areas) or (
        last == "statistic" and before and COUNTED_ON.match(own)
    ):
        return "statistic"
    if GENERAL["any_provider"].search(left[-LONG:]) or GENERAL["of_no_one"].search(left[-LONG:]):
        return "statistic"
    if (
        CLAUSES["would_after"].match(right)
        or GENERAL["supposed"].search(left[-LONG:])
        or (GENERAL["rule_follows"].match(right) and GENERAL["bare_provider"].search(left[-LONG:]))
        or (GENERAL["being"].search(left[-SHORT:]) and GENERAL["is_generic"].match(right))
    ):
        return "hypothetical"
    if GENERAL["next_time"].match(right) and not one.category:
        return "aspiration"
    if CLAUSES["denied"].search(left):
        return "negated"
    if CLAUSES["wish"].search(left):
        return "aspiration"
    if before is not None and last == "superseded" and PATTERNS["chained"].match(reading.text[before.end : one.end]):
        return "superseded" if PATTERNS["chained"].match(right) else "in_force"
    if one.cue == "lost":
        return "in_force" if _hypothetical(governing) else "superseded"
    if CLAUSES["will_be"].search(governing):
        return "hypothetical"
    if _hypothetical(governing) and not (one.category and CLAUSES["ruled"].search(left)):
        return "hypothetical"
    if ASPIRATION.search(governing) or (
        CLAUSES["to_be"].search(left)
        and not CLAUSES["stands"].search(left)
        and not PATTERNS["rated"].search(left)
        and not PATTERNS["rated_as"].search(left)
        and not PATTERNS["found"].search(left)
    ):
        return "aspiration"
    if one.cue == "fronted":
        return "last"
    if before is not None and (after := YEARS_AFTER.search(own)):
        # "in special measures after being rated inadequate": the category is of that very grade
        of_grade = before.category and one.grade == "inadequate" and after[0].lower().startswith("after")
        return "in_force" if of_grade else "superseded"
    if one.category:
        return "superseded" if OUT_OF.search(left) or CLAUSES["when_it_was"].search(left) else "in_force"
    if OUT_OF.search(left) and one.form == "place":
        return "superseded"
    if CLAUSES["other_than"].search(left) or (
        CLAUSES["run_of"].search(left) and (before is not None or CLAUSES["then_rated"].search(right))
    ):
        return "superseded"
    if one.cue == "from" and CLAUSES["ranged"].search(left):
        return "in_force"
    if before is None and not one.category and CLAUSES["years_since"].search(left[-SHORT - 15 :]):
        return "last"
    if one.cue == "from" or PATTERNS["from"].search(left) or CLAUSES["spent"].search(left):
        return "superseded"
    if before is not None and one.cue in ("to", "moved", "joined") and PATTERNS["chained"].match(right):
        return "superseded"
    if CLAUSES["now"].search(left) or (one.cue in ("to", "moved") and before is not None and before.cue == "from"):
        return "in_force"
    if CLAUSES["told_that"].search(left):
        return "last"
    if SUPERSEDED.search(own[-70:]) or PREVIOUS_LABEL.search(own) or HELD.match(right):
        return "superseded"
    if AT_LAST.search(own) or (AT_LAST.search(right[:45]) and not ALSO.search(right[:45])):
        return "last"
    if LOSES.match(right):
        return "superseded"
    if last == "last" and WHICH.search(own):
        return "last"  # "at its last inspection it was rated good save for behaviour, which was inadequate"
    if EARLIER.search(right):
        return "superseded"
    got = CLAUSES["receipt"].search(left) and not CLAUSES["of_some"].search(left)
    own_lead = reading.paragraph(one.start) <= LEAD and CLAUSES["rated_provider"].match(right)
    if one.cue == "label" and CLAUSES["any_label"].search(left) and not got and not own_lead:
        return "hypothetical"
    return "in_force"


def of_another(reading: Reading, one: Grade) -> bool:
    """Say whether the words before a grade point to another provider than the article's own."""
    start, _ = reading.around(one.start)
    if OTHER.search(reading.text, start, one.start):
        return True
    # the first paragraphs may call the article's own so
    if reading.paragraph(one.start) > LEAD and GENERAL["some_provider"].search(reading.text, start, one.start):
        return True
    left, right = reading.text[start : one.start], reading.text[one.end : one.end + 60]
    some = CLAUSES["some"].search(left) and CLAUSES["rated_provider"].match(right)
    if some and reading.paragraph(one.start) > LEAD and left.strip(" “\"‘’'").lower() not in ("a", "an"):
        return True
    before = reading.before(one.start)
    if before is None or reading.paragraph(before[0]) != reading.paragraph(one.start):
        return False
    pronoun = CLAUSES["pronoun"].match(reading.text[start : one.start])
    return bool(pronoun and OTHER.search(reading.text, *before))
