"""The mention that places an act and who takes part come in; the country that the place lies in goes out."""

import re
from collections.abc import Collection

from dragoman.ontology.book import Book
from dragoman.record import EventType
from dragoman.sentences import Mention, MentionKind, ReadSentence, Sentence

LOCAL = frozenset(
    (EventType.ASSAULT, EventType.PROTEST, EventType.MOBILIZE, EventType.ACCUSE, EventType.REQUEST, EventType.CONCEDE)
)
"""What is done on the spot: more often than for a treaty or a measure its place is told."""
ENOUGH_LOCAL = 0.2
"""Least chance of a place of these in their own sentence."""
MET = frozenset((EventType.CONSULT, EventType.ASSAULT, EventType.PROTEST))
"""What is given the state that a sentence names only to say where a town lies."""

_BORDER_WITH = re.compile(r"(['’]s)?[ ](?:[a-z]+[ ])?(?:border|frontier|boundary)[ ]with[ ](?:the[ ])?$")
_REACH = 40
_SHARED = re.compile(r"^Lake\b|\bRiver\b")
_AT_SEA = re.compile(
    r"\b(?:Sea|Ocean|Gulf|Strait|Channel|Mediterranean|Baltic|Atlantic|Pacific|Europe|Asia|Africa|East|Line[ ]of)\b"
)
_BESIDE = re.compile(r"(?:[ ][A-Z][\w'’-]+){0,2},[ ](?:[A-Z][\w'’-]+[ ](?:[\w'’-]+[ ])?\w+,[ ])?")
_NEAR = re.compile(
    r"(?:,?[ ](?:in|near|within|of|the|\d+|kms?|kilomet(?:er|re)s|miles|(?:\w+-)?(?:north|south|east|west|centr)\w*"
    r"|\w+-(?:occupied|held|controlled)|region|province|district|city|town|capital))+[ ]$"
)
"""What may stand between an unknown place and one that tells where it lies: "25 km south of", ", in Russian-held"."""
_IN_A_TOWN = re.compile(
    r"\b(?:in|at|near|outside)[ ](?:[A-Z][\w'’-]+[ ]){0,3}[A-Z][\w'’-]+(?:[ ]and[ ][A-Z][\w'’-]+)?(,[ ])$"
)
_LIST = frozenset(("conj",))
_MODIFIES = frozenset(("amod", "compound"))


def country_of(place: Mention, read: ReadSentence, text: str, sides: Collection[str]) -> str | None:
    """The country of an act's place (ISO 3166 alpha-3); None for a sea, and where the words leave it open.

    The state named after a town tells which town is meant ("Bam, Burkina Faso"). "Near the border with Chad" is on this
    side of it: the owner's of the border, else that of the only other country that takes part. A lake or river that
    several share lies in the country of those who take part. `sides` are the countries of the participants.
    """
    named = _named_after(place, read, text) or place.country
    country = Book.load().iso(named)  # who rules Abkhazia is a party of its own; on the map it lies in Georgia
    if country != named:
        return country
    if country is None:
        is_shared = _SHARED.search(place.text) and len(sides) == 1
        return next(iter(sides)) if is_shared else _named_within(place, read, text)
    border = _BORDER_WITH.search(text, max(0, place.start - _REACH), place.start)
    if border is None:
        return country
    others = (_owners(border, read) or set(sides)) - {country}
    return next(iter(others)) if len(others) == 1 else country


def around_a_town(read: ReadSentence, text: str) -> list[Mention]:
    """States named only to say where a town lies that the book does not know: "in Sde Boker, Israel"."""
    ends = {mention.end for mention in read.mentions if mention.is_listed}
    found = []
    for mention in read.mentions:
        beside = _IN_A_TOWN.search(text, max(0, mention.start - _REACH), mention.start)
        is_state = mention.can_be_place and not mention.is_place
        if beside and is_state and beside.start(1) not in ends:
            found.append(mention)
    return found


def words_of(place: Mention, tree: Sentence, text: str) -> tuple[str, int]:
    """What a place is called, and where these words end: an adjective's noun is of them, "Algerian airspace"."""
    token = tree.tokens[place.head]
    if place.kind is not MentionKind.PEOPLE or token.head < place.head or token.relation not in _MODIFIES:
        return place.place or place.text, place.end
    end = tree.tokens[token.head].end
    return text[place.start : end], end


def _named_after(place: Mention, read: ReadSentence, text: str) -> str | None:
    """The country of the state named after a town, as its apposition: "Bam, Burkina Faso"; or of the region after a
    town that the book does not know: "Gorny, Zabaykalsky Krai"."""
    beside = _BESIDE.match(text, place.end)
    if beside is None or not place.is_place:
        return None
    for mention in read.mentions:
        is_state = mention.can_be_place and not (mention.is_place and place.is_listed)
        if is_state and mention.start == beside.end() and read.sentence.tokens[mention.head].relation not in _LIST:
            return mention.country
    return None


def _named_within(place: Mention, read: ReadSentence, text: str) -> str | None:
    """The country of what hangs on a place that the book does not know ("Raqqah in northern Syria"); None for seas."""
    if _AT_SEA.search(place.text):
        return None
    tree = read.sentence
    # "In Naguru and Kenya": what an "and" puts beside a place does not tell where it lies.
    beside = [
        tree.subtree(each.index) for each in tree.dependents(place.head, "conj") if tree.dependents(each.index, "cc")
    ]
    below = set(tree.subtree(place.head)).difference(*beside)
    fits = [
        each
        for each in read.mentions
        if (each.is_place or each.can_be_place)
        and (each.head in below or (each.start > place.end and _NEAR.match(text[place.end : each.start])))
    ]
    return next((Book.load().iso(each.country) for each in fits if each.country), None)


def _owners(border: re.Match[str], read: ReadSentence) -> set[str]:
    """Whose border it is: "[Mali]'s border with Chad"."""
    ends = (border.start(), border.end(1))
    return {each.country for each in read.mentions if border[1] and each.end in ends and each.country}
