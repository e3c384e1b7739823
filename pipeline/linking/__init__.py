"""Room 5: an article's people and organisations become the batch's: `person_id`, `organisation_id`."""

from pipeline.linking.entities import link

__all__ = ["link"]
