"""What is known of a grade given."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extractors.base import Fact
from pipeline.extractors.judgements import normalise
from pipeline.extractors.judgements.normalise import OVERALL
from pipeline.extractors.reading import Provider
from pipeline.extractors.values import Visit


@dataclass(frozen=True)
class Finding:
    """A grade given, as a row of `judgements` needs it; `visit` is the fact of its inspection."""

    grade: str
    aspect: str = OVERALL
    category: str = ""
    status: str = "in_force"
    inspectorate: str = "Ofsted"
    provider: Provider = Provider()
    framework: str = ""
    scale: str = ""
    given: str = ""
    inspected: tuple[str, str] = ("", "")
    published: str = ""
    visit: Fact[Visit] | None = None
    shared: bool = False  # one of several providers of whom the same words speak
    stands: bool = False  # "remains good": no later grade replaced it
    last: bool = False  # of "the last inspection": superseded only if there is a later grade

    @property
    def rank(self) -> int | None:
        """The grade's place on its scale."""
        return normalise.rank(self.grade, self.scale)
