"""Room 4: one folder per kind of fact. `discover` finds them; there is no list to keep."""

from __future__ import annotations

from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path

from pipeline.errors import ResourceError
from pipeline.extractors.base import Extractor


@cache
def discover() -> tuple[Extractor, ...]:
    """Give every extractor, each after those that it needs, otherwise by name.

    Raises ResourceError for a need that no folder meets, or needs that go round in a circle.
    """
    names = sorted(path.parent.name for path in Path(__file__).parent.glob("*/extractor.py"))
    found = {name: import_module(f"pipeline.extractors.{name}.extractor").EXTRACTOR for name in names}
    for extractor in found.values():
        if missing := set(extractor.needs) - set(found):
            raise ResourceError(f"extractors/{extractor.name}: needs {sorted(missing)}, which no folder provides")
    sorter = TopologicalSorter({name: sorted(found[name].needs) for name in names})
    try:
        sorter.prepare()
    except CycleError as error:
        raise ResourceError(f"extractors: needs go round in a circle: {error.args[1]}") from error
    order: list[Extractor] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += [found[name] for name in ready]
        sorter.done(*ready)
    return tuple(order)
