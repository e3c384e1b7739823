"""Every setting once: a frozen dataclass, filled from `ldr.toml`, overridden by keywords."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from pipeline.errors import SettingsError

DEFAULT_FILE = Path("ldr.toml")


def setting(meaning: str, default: Any) -> Any:
    """Declare a setting with its meaning."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a run goes. Each field is a key of `ldr.toml`; most are options of `ldr extract`."""

    out: str = setting("Folder that gets the tables.", "outputs")
    metadata: str = setting("CSV with what is known of the articles, joined by file name or path.", "")
    use_metadata: bool = setting("Read metadata, also a metadata.csv that lies in an input folder.", True)
    formats: tuple[str, ...] = setting("Formats of the tables: csv, parquet.", ("csv", "parquet"))
    engine: str = setting("What runs the batches: inprocess, processes, dask.", "inprocess")
    scheduler: str = setting("Address of a running Dask scheduler; empty is a cluster of this machine.", "")
    workers: int = setting("Worker processes; 0 is one for each core.", 0)
    batch_size: int = setting("Articles in a batch.", 32)
    article_seconds: int = setting("Seconds that an article may take before it is given up; 0 is for ever.", 300)
    model: str = setting("An installed spaCy pipeline with an `ner` component; empty is the pinned one.", "")
    gazetteers: str = setting("Folder of gazetteers in place of the ones shipped.", "")
    stories: bool = setting("Keep one article of each story: the fullest of its copies.", False)
    official_columns: str = setting("TOML file naming the columns of your official table, for `ldr check`.", "")
    ldrs_api: str = setting("Address of the LDRS content API.", "https://api.ldrs.org.uk/v1/item")
    feed_interval: int = setting("Seconds between two looks at a feed that is watched.", 300)
    strict: bool = setting("Exit with 2 when there are problems.", False)
    quiet: bool = setting("Print nothing but errors.", False)

    def __post_init__(self) -> None:
        hints = get_type_hints(Settings)
        for item in fields(self):
            value, wanted = getattr(self, item.name), hints[item.name]
            if wanted == tuple[str, ...]:
                if isinstance(value, str) or not all(isinstance(part, str) for part in value):
                    raise SettingsError(f"{item.name}: must be a list of strings, not {value!r}")
                object.__setattr__(self, item.name, tuple(value))
            elif not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
                raise SettingsError(f"{item.name}: must be {wanted.__name__}, not {value!r}")
        if self.workers < 0 or self.batch_size < 1 or self.article_seconds < 0:
            raise SettingsError("workers and article_seconds must be 0 or more, and batch_size 1 or more")
        if self.scheduler and self.engine != "dask":
            raise SettingsError(f"scheduler: the engine {self.engine!r} has none; add --engine dask")


def load_settings(config: str | Path | None = None, **overrides: Any) -> Settings:
    """Read settings from a TOML file (`ldr.toml` in this folder, where there is one), then apply keywords.

    A keyword that is None says nothing. Raises SettingsError for an unknown key, a wrong type, or a file
    that cannot be read, by name.
    """
    path = Path(config) if config else DEFAULT_FILE
    found: dict[str, Any] = {}
    if config or path.is_file():
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"{path}: cannot be read as settings: {error}") from error
    known = [item.name for item in fields(Settings)]
    values = found | {name: value for name, value in overrides.items() if value is not None}
    for name in values:
        if name not in known:
            place = f"{path}: " if name in found else ""
            raise SettingsError(f"{place}unknown setting {name!r}; the settings are {', '.join(known)}")
    return Settings(**values)
