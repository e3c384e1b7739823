"""Says whether a post is held at the time of the article, and since or until when."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from operator import attrgetter

from pipeline.extractors.base import Fact, between
from pipeline.extractors.roles.holders import Link
from pipeline.extractors.roles.lexicon import Lexicon
from pipeline.extractors.values import Person, When

CLOSE = 12  # characters between a title and the date that belongs to it
PAST = frozenset(
    {
        "was",
        "were",
        "had been",
        "served as",
        "worked as",
        "acted as",
        "had served as",
        "having been",
        "having served as",
        "after serving as",
        "formerly",
        "previously",
        "once",
        "then",
        "until recently",
        "no longer",
        "replaced",
        "served",
        "worked",
        "held",
        "chaired",
        "led",
        "used to lead",
        "previously led",
        "formerly led",
        "once led",
        "remained",
    }
)
PRESENT = frozenset({"is", "'s", "’s", "are", "remains"})
FUTURE = frozenset(
    {
        "will be",
        "will become",
        "would become",
        "is to become",
        "is to be",
        "is set to become",
        "is set to be",
        "is due to become",
        "is becoming",
        "becomes",
        "become",
        "will serve as",
        "to become",
        "successor",
        "take",
        "takes",
        "taking",
        "start in",
        "starts",
        "joins",
        "assume",
    }
)


def status_of(
    lexicon: Lexicon, text: str, link: Link, end: int, begun: When | None, ended: When | None, published: date | None
) -> str:
    """Give the status of a post: what the title says of itself, else the verb that joins it, else what follows.

    `end` is the end of the clause; `begun` and `ended` are when the post began and ended, if stated.
    """
    said, verb, patterns = link.title.statuses, link.verb, lexicon.patterns
    after = link.holder.after if link.holder.start >= link.title.end else link.title.end
    if (
        "former" in said
        or patterns["then_held"].search(link.gap)
        or _departed(lexicon, text, link)
        or patterns["former_word"].search(link.gap if link.rule == "name_comma_title" else "")
        or (verb in PAST and not (verb == "replaced" and patterns["will"].search(link.gap)))
        or verb.startswith("held")
    ):
        return "former"
    if patterns["leaving_word"].search(verb):
        return (
            "former" if patterns["left_already"].search(verb) and not patterns["will"].search(link.gap) else "outgoing"
        )
    if (
        "outgoing" in said
        or verb == "replaced"
        or patterns["out_goes"].search(text[max(0, link.holder.start - 12) : link.holder.start])
    ):
        return "outgoing"
    if begun is not None and begun is ended:
        return "former"  # "leader between 2013 and 2017"
    if ended is not None and ended.end is not None and published is not None and ended.end < published:
        return "former"
    if patterns["gone"].match(text, after, end):
        return "former"
    if verb not in PRESENT and link.rule != "replaced_by" and patterns["until"].match(text, link.title.end, end):
        return "former"
    if "acting" in said:
        return "acting"
    future = patterns["future"].search(text, link.title.end, end) is not None
    ahead = behind = False
    if begun is not None and begun.start and begun.end and published is not None:
        ahead = begun.start > published or (begun.end > published and future)
        behind = not ahead
    if "incoming" in said or ahead or (verb in FUTURE and not behind):
        return "incoming"
    if not behind and patterns["will_hold"].search(link.gap):
        return "incoming"
    if verb in ("appointed", "replaces") and not behind and future:
        return "incoming"
    if patterns["going"].match(text, after, end):
        return "outgoing"
    return "current"


def _departed(lexicon: Lexicon, text: str, link: Link) -> bool:
    """Say whether what stands before a post and its holder says that they have gone: "the resignation of head X"."""
    first = min(link.holder.start, link.title.first)
    before = text[max(0, first - 60) : first]
    return " of " in before and lexicon.patterns["departure_of"].search(before) is not None


def bounds_of(
    lexicon: Lexicon,
    text: str,
    link: Link,
    start: int,
    end: int,
    dates: Sequence[Fact[When]],
    told: Sequence[int] = (),
) -> tuple[When | None, When | None]:
    """Give the dates within two offsets that say when a post began or begins, and when it ended or ends.

    `told` are the ends of the holder's other titles: a "since" close after one of them is of that post.
    """
    begun = ended = None
    last = min(link.holder.start, link.title.start)
    past = max(link.holder.after, link.title.end)
    if stop := lexicon.patterns["clause_end"].search(text, past, end):
        end = stop.start()
    if (
        link.rule == "name_comma_title"
        and not link.verb
        and not lexicon.patterns["apposition_goes_on"].match(text, past, end)
    ):
        end = past
    if lexicon.patterns["began_verb"].match(link.verb):
        begun = _opening_date(lexicon, text, start, last, dates)
    for fact in dates:
        if fact.start < last or fact.end > end or fact.value.type not in ("date", "time"):
            continue
        if any(0 <= fact.start - other < CLOSE for other in told if other <= link.title.start):
            continue
        if _vague(fact.value) or (
            fact.value.granularity == "day"
            and lexicon.patterns["vague_day"].search(text[max(0, fact.start - 12) : fact.start])
        ):
            continue
        before = text[max(start, last, fact.start - 90) : fact.start]
        cue = lexicon.patterns["start_cue"].search(before)
        leave = lexicon.patterns["end_cue"].search(before)
        ranged = cue is not None or text.startswith(("from ", "between "), fact.start)
        if ranged and not leave and _years_apart(fact.value) and begun is None and ended is None:
            begun = ended = fact.value
        elif fact.value.modifier == "since" and begun is None:
            begun = fact.value
        elif leave and (cue is None or leave.start() > cue.start()):
            ended = ended or fact.value
        elif cue:
            begun = begun or fact.value
    return begun, ended


def _opening_date(lexicon: Lexicon, text: str, start: int, stop: int, dates: Sequence[Fact[When]]) -> When | None:
    """Give the date with which the clause of a holder opens: "From September Y will be"."""
    for fact in dates:
        if start <= fact.start and fact.end <= stop and fact.value.type == "date" and stop - fact.end < 40:
            between = text[fact.end : stop].strip(" ,")
            if lexicon.patterns["dated_before"].search(text[start : fact.start]) and len(between.split()) <= 2:
                return fact.value
    return None


def _vague(when: When) -> bool:
    """Say whether something happens some time before or after a day: "takes over after Christmas"."""
    return when.modifier in ("before", "by") or (when.modifier == "after" and when.granularity == "day")


def _years_apart(when: When) -> bool:
    return (
        when.start is not None
        and when.end is not None
        and when.granularity == "year"
        and when.start.year < when.end.year
    )


def later_start(
    lexicon: Lexicon,
    text: str,
    link: Link,
    sentences: Sequence[tuple[int, int]],
    dates: Sequence[Fact[When]],
    people: Sequence[Fact[Person]],
) -> When | None:
    """Give the date from which a following sentence lets a post begin.

    The next sentence for a new post ("She starts on January 16."); of any post one that says so in as many words
    ("Ms Day has been in post since May."), where nobody else is named before it.
    """
    for number, (start, end) in enumerate(sentences):
        name = "later_start" if link.verb and number == 0 else "in_post_since"
        for fact in between(dates, start, end):
            if fact.value.type not in ("date", "time"):
                continue
            match = lexicon.patterns[name].match(text, start, fact.start)
            if match and _is_about(link, text[start : match.end()]):
                return fact.value
            break
        first, last = (bisect_left(people, offset, key=attrgetter("start")) for offset in (start, end))
        if any(fact.value.key != link.holder.person.key for fact in people[first:last]):
            return None
    return None


def _is_about(link: Link, words: str) -> bool:
    opening = words.lstrip('“"‘ ').split()[0]
    return opening in ("He", "She", "They", "Both") or link.holder.person.family_name in words
