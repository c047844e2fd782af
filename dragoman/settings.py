"""The one table of settings: defaults, then dragoman.toml, then DRAGOMAN_* variables, then flags."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from dragoman.errors import Stop


def _setting(default: Any, text: str) -> Any:
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; read once, in `cli`, and handed down as plain arguments."""

    db: str = _setting("dragoman.db", "file of the record")
    keep: str = _setting("spans", "what to keep of an article: its quoted spans, or its whole text")
    language: str = _setting("en", "language of the news that is read")
    coder: str = _setting("trained", "coder that reads the reports: trained, or rules alone")
    min_score: float = _setting(
        0.0, "leave out reports that the coder is less sure of than this, up to 1; 0: the coder's own"
    )
    batch: int = _setting(64, "articles read together")
    sentences: str = _setting("all", "which to read: all, or named, those near which somebody known is named")
    provider: str = _setting("cpu", "where the models run: cpu, cuda, directml, openvino or coreml")
    threads: int = _setting(
        0, "threads in which a process runs the models; 0: up to two, and one in each process of a batch"
    )
    quote_limit: int = _setting(300, "most characters of an article's words that an export quotes in one place")
    contact: str = _setting("", "how publishers reach you; sent with every request")

    def with_values(self, values: Mapping[str, Any], origin: str) -> "Settings":
        """These settings with some replaced; Stop if a name is unknown or a value of the wrong kind."""
        known = {each.name: each for each in fields(self)}
        changed = {}
        for name, value in values.items():
            if name not in known:
                names = ", ".join(known)
                raise Stop(f"{origin}: there is no setting “{name}”.", remedy=f"The settings are: {names}.")
            kind = type(getattr(self, name))
            try:
                changed[name] = kind(value)
            except (TypeError, ValueError):
                raise Stop(f"{origin}: {name} = {value!r} is not a {kind.__name__}.") from None
        return replace(self, **changed)._checked(origin)

    def _checked(self, origin: str) -> "Settings":
        if self.keep not in ("spans", "text"):
            raise Stop(f"{origin}: keep = {self.keep!r}.", remedy="It is “spans” or “text”.")
        if not 0.0 <= self.min_score <= 1.0:
            raise Stop(f"{origin}: min_score = {self.min_score}.", remedy="It lies between 0 and 1.")
        if self.quote_limit < 0:
            raise Stop(f"{origin}: quote_limit = {self.quote_limit}.", remedy="It is 0 (no words) or more.")
        if self.sentences not in ("all", "named"):
            raise Stop(f"{origin}: sentences = {self.sentences!r}.", remedy="It is “all” or “named”.")
        if self.threads < 0:
            raise Stop(f"{origin}: threads = {self.threads}.", remedy="It is 0 (by itself) or more.")
        if self.batch < 1:
            raise Stop(f"{origin}: batch = {self.batch}.", remedy="It is at least 1.")
        return self


def load_settings(folder: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Settings of a folder: defaults, over which its dragoman.toml, over which the environment."""
    settings = Settings()
    file = folder / "dragoman.toml"
    if file.is_file():
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as broken:
            raise Stop(f"{file}: {broken}.", remedy="Mend the file or move it away.") from None
        settings = settings.with_values(values, str(file))
    found = os.environ if environment is None else environment
    named = {f"DRAGOMAN_{each.name.upper()}": each.name for each in fields(Settings)}
    return settings.with_values({named[key]: found[key] for key in found if key in named}, "environment")
