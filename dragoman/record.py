"""The nouns of the record, frozen: articles, spans, participants, reports; everything else is built from them."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from dragoman.dates import DayRange
from dragoman.errors import Skip


class EventType(StrEnum):
    """The sixteen PLOVER types, for the act itself whatever its tense."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Status(StrEnum):
    """Whether the act took place, as the text has it."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    DENIED = "denied"
    POSSIBLE = "possible"
    URGED = "urged"


def digest(text: str) -> str:
    """Hash of words: 16 hexadecimal digits of SHA-256 over their UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Article:
    """A published text. `id` is the hash of its content; `came_as` is the id or path it came in with.

    `published_basis` says what its day rests on: metadata, page, feed, dateline or given (by whoever added it);
    `published_doubt` what another of these says that lies more than two days away. `opt_outs` are the signals that
    came with it by which its publisher forbids a use, as they were given.
    """

    id: str
    text: str
    title: str = ""
    language: str = "en"
    published_on: date | None = None
    outlets: tuple[str, ...] = ()
    url: str = ""
    came_as: str = ""
    came_from: str = ""
    published_basis: str = ""
    published_doubt: str = ""
    opt_outs: tuple[str, ...] = ()

    @staticmethod
    def identify(title: str, text: str, published_on: date | None) -> str:
        """Id of an article with this content: the same words of the same day are the same article."""
        return digest(f"{title}\x1f{text}\x1f{published_on or ''}")


@dataclass(frozen=True, slots=True)
class Span:
    """Words of an article: [start, end) in characters of its text, with their hash to guard them."""

    article_id: str
    start: int
    end: int
    digest: str

    @classmethod
    def of(cls, article_id: str, text: str, start: int, end: int) -> "Span":
        """The span of `text[start:end]`; ValueError if it is empty or lies outside the text."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}–{end} lies outside a text of {len(text)} characters")
        return cls(article_id, start, end, digest(text[start:end]))

    def holds(self, text: str) -> bool:
        """True if the article's text still has these words at this place."""
        return digest(text[self.start : self.end]) == self.digest


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who acts, is acted upon or speaks, with the words that name them.

    `country` is ISO 3166 alpha-3 or None; `actor` the book's id of a body or named group; `sector` one of
    the ontology's sectors.
    """

    text: str
    country: str | None = None
    sector: str = "UNK"
    actor: str | None = None
    person: str | None = None
    span: Span | None = None

    @property
    def code(self) -> str | None:
        """What identifies the participant: the actor's id, else the country."""
        return self.actor or self.country


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act took place, as the text says it; `country` is ISO 3166 alpha-3."""

    name: str
    country: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Toll:
    """How many people shared a fate, from `low` to `high` (None: no upper bound is stated), with the words that say so.

    `is_approximate` is True where the text says "about" or the like.
    """

    low: int
    high: int | None
    span: Span | None = None
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """Why one field of a report holds what it holds: the rule (or model and score) and the words."""

    name: str
    rule: str
    words: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says of one act; it cannot exist without the words that name the act.

    `said_by` is set only where the text attributes the claim that it happened; `via` is the outlet it was
    said to, `said_when` when. `score` is the coder's confidence, 0 to 1. `why` explains each field.
    """

    id: str
    anchor: Span
    anchor_text: str
    type: EventType
    status: Status
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    invited_by: Participant | None = None
    hosted_by: tuple[Participant, ...] = ()
    led_by: tuple[Participant, ...] = ()
    when: DayRange | None = None
    where: Place | None = None
    said_by: Participant | None = None
    via: str | None = None
    said_when: DayRange | None = None
    dead: Toll | None = None
    injured: Toll | None = None
    sentence: Span | None = None
    coder: str = ""
    rule: str = ""
    score: float = 1.0
    why: tuple[Basis, ...] = field(default=())

    @property
    def article_id(self) -> str:
        """Id of the article that reports it."""
        return self.anchor.article_id

    @staticmethod
    def identify(anchor: Span, type_: EventType) -> str:
        """Id of the report of this type at this place: stable over re-runs."""
        return digest(f"{anchor.article_id}\x1f{anchor.start}\x1f{anchor.end}\x1f{type_}")


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be used: what it was, which part gave up, why, and when.

    `source` is the file or address that it was found in, by which it can be tried again.
    """

    where: str
    stage: str
    reason: str
    known_at: datetime
    source: str = ""

    @classmethod
    def of(cls, skipped: Skip, name: str = "") -> "Reject":
        """What a Skip says, written down now; `name` is where it was, should it not say so itself."""
        return cls(skipped.where or name, skipped.stage, skipped.reason, datetime.now(UTC), name)
