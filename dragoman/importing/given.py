"""Events as plain objects (JSON lines, Parquet) come in; imported events go out, each by the names its fields have."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.errors import Stop
from dragoman.events import Imported
from dragoman.importing.cameo import Kind, cameo
from dragoman.importing.formats import bare, day_of, plover
from dragoman.importing.sides import Sides
from dragoman.record import Participant, Place, Status, digest

_NAMES: Mapping[str, tuple[str, ...]] = {
    "key": ("id", "event_id", "eventid", "key"),
    "day": ("date", "event_date", "happened_on", "day", "date_resolved", "when"),
    "known": ("known_on", "pub_date", "publication_date", "published"),
    "type": ("type", "event_type", "plover", "plover_type"),
    "code": ("code", "cameo", "cameo_code", "event_code"),
    "mode": ("mode", "event_mode"),
    "status": ("status",),
    "actor": ("actor", "actor_country", "actor1", "source", "source_country"),
    "actor_name": ("actor_name", "source_name"),
    "actor_sector": ("actor_sector", "source_sector"),
    "recipient": ("recipient", "recipient_country", "actor2", "target", "target_country"),
    "recipient_name": ("recipient_name", "target_name"),
    "recipient_sector": ("recipient_sector", "target_sector"),
    "words": ("words", "text", "sentence", "event_text", "notes"),
    "place": ("place", "location", "placename"),
    "place_country": ("place_country", "country"),
    "origins": ("origins", "num_sources", "origin_count"),
}
"""The names by which each field is known, the first that has a value counts."""


def objects(lines: Iterable[str]) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Each line's object, or why it is none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except ValueError as wrong:
            yield number, f"it is no JSON: {wrong}"
            continue
        yield number, found if isinstance(found, dict) else "it is no object"


def parquet_objects(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Each row of a Parquet file as an object; Stop if it is none."""
    import polars

    try:
        whole = polars.scan_parquet(path)
        count, start = whole.select(polars.len()).collect().item(), 0
        while start < count:
            yield from enumerate(whole.slice(start, 50_000).collect().iter_rows(named=True), start + 1)
            start += 50_000
    except (polars.exceptions.PolarsError, OSError) as broken:
        raise Stop(f"{path} is no Parquet file that can be read: {broken}.") from None


class Given:
    """Makes imported events of objects; `provider` is the name that they are filed under."""

    def __init__(self, provider: str, sides: Sides) -> None:
        self._provider = provider
        self._sides = sides
        self._walk = cameo()

    def made(self, given: Mapping[str, Any]) -> list[Imported]:
        """The event that an object tells of; ValueError, with a reason, if it tells of none."""
        fields = {bare(name): value for name, value in given.items()}
        found = {field: _first(fields, names) for field, names in _NAMES.items()}
        on = day_of(_text(found["day"]))
        kind = self._kind(found)
        known = day_of(_text(found["known"])) if found["known"] else on
        attributes = given.get("attributes") if isinstance(given.get("attributes"), Mapping) else {}
        actor = self._side(found, "actor", attributes, "ACTOR")
        recipient = self._side(found, "recipient", attributes, "RECIP")
        place, country = _text(found["place"]), _text(found["place_country"])
        where = Place(place, self._sides.state(country)) if place or country else None
        origins = found["origins"] if isinstance(found["origins"], int) and found["origins"] > 0 else 1
        key = _text(found["key"]) or digest(json.dumps(given, sort_keys=True, default=str))
        return [
            Imported(
                self._provider, key, on, max(on, known), kind.type, kind.mode, kind.status, actor, recipient,
                _text(found["code"] or found["type"]), _text(found["words"]), where, origins,
            )
        ]  # fmt: skip

    def _kind(self, found: Mapping[str, Any]) -> Kind:
        mode = found["mode"][0] if isinstance(found["mode"], list) and found["mode"] else found["mode"]
        type_, code = _text(found["type"]), _text(found["code"])
        kind = plover(type_, _text(mode)) if type_ and not type_.isdigit() else self._walk.kind(code or type_)
        if not found["status"]:
            return kind
        try:
            return Kind(kind.type, kind.mode, Status(_text(found["status"]).lower()))
        except ValueError:
            raise ValueError(f"“{_text(found['status'])[:30]}” is no status") from None

    def _side(self, found: Mapping[str, Any], role: str, attributes: Any, label: str) -> Participant:
        told = attributes.get(label)
        if isinstance(told, list) and told:
            told = told[0]
        if isinstance(told, Mapping):  # as NGEC writes its attributes
            name = _text(told.get("wiki") or told.get("text"))
            return self._sides.named(name, _text(told.get("country")), _text(told.get("code_1")))
        one = found[role]
        if isinstance(one, list):
            one = one[0] if one else ""
        if isinstance(one, Mapping):  # as “dragoman events --json” writes it
            return Participant(
                _text(one.get("text")), _text(one.get("country")) or None, _text(one.get("sector")) or "UNK",
                _text(one.get("id")) or None,
            )  # fmt: skip
        text, name = _text(one), _text(found[f"{role}_name"])
        return self._sides.named(name or text, text, _text(found[f"{role}_sector"]))


def _first(fields: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((fields[bare(name)] for name in names if fields.get(bare(name)) not in (None, "", [])), "")


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
