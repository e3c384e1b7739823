"""Every place where an article speaks of an intervention, before they are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extractors.interventions.clauses import CLAUSES, Clause, clause, is_imposed, status_of
from pipeline.extractors.interventions.normalise import DECIDED
from pipeline.extractors.interventions.parties import KINDS, WORDS, body_of, person_of, provider_of
from pipeline.extractors.interventions.scope import Scope, words
from pipeline.extractors.reading import Provider, Reading, prefix_bounds, single_prefix
from pipeline.patterns import Hit, compile_patterns, longest

PATTERNS = compile_patterns("interventions", {"modifiers": WORDS["words"]["modifiers"]})
ELSEWHERE = words("other_places")
MANY = CLAUSES["many"]  # plurals speak of none in particular, unless a council or school is named
DATE_REACH = 100


@dataclass(frozen=True)
class Sighting:
    """One mention of an intervention, as its clause has it."""

    start: int
    end: int
    rule: str
    kind: str
    status: str
    provider: Provider = Provider()
    body: tuple[str, str] = ("", "")
    person: str = ""
    began: str = ""
    ended: str = ""
    further: bool = False  # "a second notice": not the one spoken of before
    weak: bool = False  # "the board": there is one, but the clause does not say that it was set up
    bare: bool = False  # "the notice": one spoken of before, or none


def sightings(reading: Reading) -> Iterator[Sighting]:
    """Find every mention that speaks of an intervention in particular, in the order of the text."""
    hits = longest(PATTERNS.scan(reading.text, reading.paragraphs))
    again = [
        Hit("interventions.again", match.start("noun"), match.end("noun"), match)
        for paragraph in reading.paragraphs
        for match in CLAUSES["again"].finditer(reading.text, paragraph.start, paragraph.end)
    ]
    taken = [(hit.start, hit.end) for hit in hits]
    bare = [hit for hit in again if not any(low < hit.end and hit.start < high for low, high in taken)]
    scope = Scope(reading)
    last: Sighting | None = None
    for hit in sorted([*hits, *bare], key=lambda hit: hit.start):
        sighting = _again(reading, hit, last) if hit.rule.endswith(".again") else _read(reading, scope, hit)
        if sighting is not None:
            last = sighting if not sighting.bare else last
            yield sighting


def _read(reading: Reading, scope: Scope, hit: Hit) -> Sighting | None:
    text = reading.text
    sentence = reading.around(hit.start)
    said = clause(text, sentence, hit.start, hit.end)
    name = hit.rule.split(".")[1]
    kind = scope.kind(hit, name)
    if not kind or not scope.fits(hit, name, kind, said):
        return None
    status = _status(hit, name, said, kind)
    if not status:
        return None
    provider = provider_of(reading, kind, hit.start, hit.end)
    named = bool(provider.name) and any(
        sentence[0] <= fact.start < sentence[1] and fact.value.key == provider.key for fact in reading.organisations
    )
    many = bool(MANY.search(text, *sentence))
    if not named and (many or ELSEWHERE.search(text, *sentence)):
        return None
    if not provider.name and KINDS[kind]["of"] not in ("school", "nursery"):
        return None
    decided = status in DECIDED
    weak = status == "in_force" and not is_imposed(said) and name not in WORDS["verbs"]["said"]
    began, ended = _dates(reading, hit, status) if decided else ("", "")
    if weak or many:
        began = ""
    if ended and reading.published and status == "ended" and ended > reading.published.isoformat()[: len(ended)]:
        status = "in_force"
    if began and reading.published and status == "in_force" and began > reading.published.isoformat()[: len(began)]:
        status = "planned"
    return Sighting(
        hit.start,
        hit.end,
        hit.rule,
        kind,
        status,
        provider,
        body_of(reading, kind, provider, hit.start, hit.end) if decided else ("", ""),
        person_of(reading, kind, hit.start, hit.end),
        began,
        ended,
        weak=weak,
        further=bool(CLAUSES["follows_up"].search(said.left[-25:] + hit.match[0])),
    )


def _again(reading: Reading, hit: Hit, last: Sighting | None) -> Sighting | None:
    """Read "the notice was lifted": of the intervention last spoken of, where the noun is its own."""
    if last is None or reading.paragraph(hit.start) - reading.paragraph(last.start) > WORDS["again"]["paragraphs"]:
        return None
    noun = hit.group("noun").lower().rstrip("s")
    if last.kind not in WORDS["again"]["nouns"].get(noun, []):
        return None
    said = clause(reading.text, reading.around(hit.start), hit.start, hit.end)
    status = status_of(Clause(said.left, said.right), standing=True)
    if status not in ("in_force", "ended"):
        return None
    began, ended = _dates(reading, hit, status)
    return Sighting(
        hit.start, hit.end, hit.rule, last.kind, status if status == "ended" else "in_force", last.provider,
        person=person_of(reading, last.kind, hit.start, hit.end), began=began, ended=ended, bare=True,
    )  # fmt: skip


def _status(hit: Hit, name: str, said: Clause, kind: str) -> str:
    if name in WORDS["verbs"]["said"]:  # the mention is itself what was done
        said = Clause(said.left + " issued ", said.right)
        if CLAUSES["bare_infinitive"].search(said.left + hit.match[0]) and not CLAUSES["happened"].search(hit.match[0]):
            said = Clause(said.left + " could ", said.right)
    status = status_of(said, bool(KINDS[kind].get("standing")))
    if status == "planned" and KINDS[kind].get("required") and CLAUSES["required"].search(said.left):
        return "in_force"
    return status


def _dates(reading: Reading, hit: Hit, status: str) -> tuple[str, str]:
    """Give when it began and ended: dates that its clause joins to it, no finer than what is known."""
    first, last = reading.sentence(hit.start)
    text = reading.text
    began = ended = ""
    for fact in reading.dates_within(first, last):
        low, high = prefix_bounds(fact.value)
        one = single_prefix(fact.value)
        if fact.start >= hit.end:
            gap = text[hit.end : fact.start]
            if fact.start - hit.end > DATE_REACH or CLAUSES["not_its_date"].search(gap):
                continue
        elif fact.end <= hit.start:
            gap = text[fact.end : hit.start]
            opens = CLAUSES["opening"].match(text[first : fact.start]) and len(gap) <= DATE_REACH
            if not opens or CLAUSES["not_its_date"].search(gap):
                continue
        else:
            gap = ""
        ends = (
            CLAUSES["ends"].search(gap)
            or (status == "ended" and fact.start > hit.end and CLAUSES["ended_before"].search(text[first : hit.start]))
            or (status == "ended" and fact.end <= hit.start)
        )
        if (fact.value.modifier in ("until", "by", "before") and status != "planned") or ends:
            ended = ended or one
        elif one:
            began = began or one
        elif low and status == "ended":
            began, ended = began or low, ended or high
    return began, ended
