"""Who can be inspected, and the words that say what a provider is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extractors.reading.inspectorates import FILE, WORDS
from pipeline.patterns import Pattern, alternation

KIND_WORDS = {
    kind: Pattern(kind, rf"(?<!\w){alternation(words)}(?!\w)", re.IGNORECASE, f"{FILE} [provider_words] {kind}")
    for kind, words in WORDS["provider_words"].items()
}
NAME_WORDS = {
    kind: re.compile(rf"(?<!\w){alternation(words)}(?!\w)", re.IGNORECASE)
    for kind, words in WORDS["name_words"].items()
}
# organisations that can be inspected, and as what; a council only where it runs children's services
INSPECTED = {
    "school": "school", "college": "college", "nursery": "nursery", "care_provider": "childrens_home",
    "local_authority": "childrens_services", "trust": "childrens_services",
}  # fmt: skip
INSPECTED_BY_OTHERS = frozenset(
    {"local_authority", "police", "fire", "health", "care_provider", "school", "college", "nursery", "trust"}
)
BY = re.compile(WORDS["about"]["by"], re.VERBOSE | re.IGNORECASE)
GIVEN_TO = re.compile(WORDS["about"]["given_to"], re.VERBOSE | re.IGNORECASE)
IN_LIST = re.compile(WORDS["about"]["in_list"], re.VERBOSE | re.IGNORECASE)
FOSTERING = re.compile(WORDS["about"]["fostering"], re.VERBOSE | re.IGNORECASE)
SEND_WORDS = re.compile(
    rf"(?<!\w){alternation([*WORDS['provider_words']['send_partnership'], *WORDS['about']['send']])}(?!\w)",
    re.IGNORECASE,
)
CHILDREN = re.compile(r"\bchildren[’']?s\s+services\b(?!\s+(?:and|director))", re.IGNORECASE)
SETTINGS = frozenset({"school", "college", "nursery", "childrens_home", "fostering_adoption"})
# paragraphs that speak of inspections or grades weigh more when asking what an article is about
ABOUT = re.compile(rf"(?<!\w){alternation(WORDS['about']['words'])}(?!\w)", re.IGNORECASE)
COUNCIL_WORDS = re.compile(rf"(?<!\w){alternation(WORDS['about']['council'])}(?!\w)", re.IGNORECASE)
NOT_OFSTED = re.compile(rf"(?<!\w){alternation(WORDS['about']['not_ofsted'])}(?!\w)", re.IGNORECASE)
MINDER = re.compile(r"\bchildminder\s+(?:\w+\s+){0,3}[\w’'-]+$", re.IGNORECASE)
COUNCIL_HOMES = re.compile(rf"(?<!\w){alternation(WORDS['about']['council_homes'])}(?!\w)", re.IGNORECASE)
# what a company or charity is inspected as, where its name says so
OWN_NAME = ("nursery", "college", "childrens_home", "fostering_adoption")


@dataclass(frozen=True)
class Provider:
    """Who was inspected; `named` where the sentence itself names it."""

    name: str = ""
    key: str = ""
    kind: str = ""
    nation: str = ""
    named: bool = False
