"""Room 5c: what a long run keeps on the disk, so that it can stop anywhere, go on, and need no more memory.

`outputs/.ldr/` holds three things that last: the parts (`parts.py`: what the workers found, in Parquet, and the
journal of finished batches), what the inputs said (`inputs.parquet`), and the tombstones of articles that were taken
out. Everything else is an index (`index.py`), made anew by each run. `finish.py` makes the tables from both.
"""

from pipeline.catalogue.finish import Written, finish
from pipeline.catalogue.index import Index
from pipeline.catalogue.outcome import Outcome, work_of
from pipeline.catalogue.parts import Parts

__all__ = ["Index", "Outcome", "Parts", "Written", "finish", "work_of"]
