"""What the words around a place say: who inspected, who was inspected, and when.

Both `inspections` and `judgements` ask these questions; the words they go by are in `vocabulary.toml`.
"""

from pipeline.extractors.reading.article import Reading
from pipeline.extractors.reading.bounds import prefix_bounds, single_prefix, year_moved
from pipeline.extractors.reading.document import read_document
from pipeline.extractors.reading.inspectorates import INSPECTORATE, OFSTED, WORDS, joint_name, of_ofsted
from pipeline.extractors.reading.places import Councils, read_councils
from pipeline.extractors.reading.providers import KIND_WORDS, SETTINGS, Provider

__all__ = [
    "INSPECTORATE",
    "KIND_WORDS",
    "OFSTED",
    "SETTINGS",
    "WORDS",
    "Councils",
    "Provider",
    "Reading",
    "joint_name",
    "of_ofsted",
    "prefix_bounds",
    "read_councils",
    "read_document",
    "single_prefix",
    "year_moved",
]
