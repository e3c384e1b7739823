"""Room 5: an article's people and organisations become the batch's: `person_id`, `organisation_id`."""

from pipeline.linking.entities import ENTITIES, link, merge, organisation_id, resolve
from pipeline.linking.registry import Registry

__all__ = ["ENTITIES", "Registry", "link", "merge", "organisation_id", "resolve"]
