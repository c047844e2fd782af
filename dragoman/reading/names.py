"""A sentence comes in; the names in it that the book knows go out, without those that are part of somebody else's."""

import re
from collections.abc import Iterator
from datetime import date

from dragoman.ontology.book import Book, Candidate
from dragoman.ontology.rulings import TEXTS
from dragoman.reading.people import Memory
from dragoman.sentences import Sentence, Token

Named = dict[int, tuple[int, int, list[Candidate]]]
"""Token index → first and last token of the name that it is in, and who that may be."""

_PLACES = frozenset(("capital", "city", "region", "place"))
_KINDS_OF_PLACE = frozenset(("City", "County", "District", "Township", "city", "county", "district", "province"))
_IN_TIME = frozenset("during early in last late mid next on since this through until".split())
_OF_TIME = _IN_TIME | frozenset("after before between by following from of".split())
_WORD = r"[A-Z][\w'’.-]*|of|the|and|for|in|on|to|de|du|des|la|del"
_EXPLAINED = re.compile(rf"((?:(?:{_WORD})[ \u00a0]){{2,12}})\(([A-Z][A-Z&]{{1,7}})\)")


class Names:
    """The names of one article, sentence by sentence; it remembers which words its people bear.

    `letters` are those that the text explains otherwise than the book does, `plain` where words begin that are written
    as a name and are none.
    """

    def __init__(self, book: Book, text: str, on: date | None, memory: Memory) -> None:
        self.letters = frozenset(_explained(book, text, on))
        self.plain: set[int] = set()
        self._book = book
        self._text = text
        self._on = on
        self._memory = memory
        self._borne: set[str] = set()

    def find(self, sentence: Sentence) -> Named:
        """The names of a sentence."""
        starts = {token.start: token.index for token in sentence.tokens}
        ends = {token.end: token.index for token in sentence.tokens}
        named: Named = {}
        self.plain.update(each.start for each in sentence.tokens[:-1] if _is_of_text(sentence, each))
        for hit in self._book.find(self._text[sentence.start : sentence.end], self._on):
            first = starts.get(sentence.start + hit.start)
            last = ends.get(sentence.start + hit.end)
            if first is None or last is None or not hit.candidates or is_money(self._text, sentence.start + hit.end):
                continue
            if hit.text in self.letters or self._is_within_another(sentence, (first, last), hit.candidates[0], named):
                continue
            if first == last and self._is_plain_word(sentence, sentence.tokens[first], hit.candidates[0]):
                self.plain.add(sentence.tokens[first].start)
                continue
            for index in range(first, last + 1):
                named[index] = (first, last, list(hit.candidates))
        return named

    def _is_within_another(self, sentence: Sentence, span: tuple[int, int], who: Candidate, named: Named) -> bool:
        """True for a part of a longer name: "[Ron] Paul", "the National [Assembly of the Republic] of Serbia".

        So is a word that stands alone and that somebody before bore: "Eduardo Cunha …, [Cunha] said".
        """
        first, last = span
        if who.what == "institution":
            before = sentence.tokens[first - 1] if first else None
            goes_on = before is not None and before.text[:1].isupper() and before.upos in ("PROPN", "ADJ")
            return goes_on and first - 1 not in named
        if who.what not in _PLACES:
            return False
        if _is_given_name(sentence, span):
            return True
        word = sentence.tokens[first].text
        is_persons = all(each.entity.endswith("person") for each in sentence.tokens[first : last + 1])
        if is_persons and first == last and (word.casefold() in self._borne or self._memory.person(word)):
            return True
        borne = self._persons_name(sentence, span) if is_persons else []
        self._borne.update(each.text.casefold() for each in borne)
        return bool(borne)

    def _is_plain_word(self, sentence: Sentence, token: Token, who: Candidate) -> bool:
        """True for a word that is no name here: "in May", "Friday", "Christian pastor", "an NGO", "Roman Catholic"."""
        if who.what == "city":
            return token.upos == "ADJ" and not token.entity.endswith("place")
        if who.what != "surname":
            return False
        is_known = self._memory.person(token.text) is not None
        if token.text == "May" and _is_month(sentence, token, _IN_TIME if is_known else _OF_TIME):
            return True
        if is_known:
            return False
        if token.text == "Friday" and not token.entity.endswith("person"):
            return True
        if len(token.text) < 5 and token.text.isupper() and not self._text[sentence.start : sentence.end].isupper():
            return True
        return token.upos == "ADJ" and not token.entity.endswith("person")

    def _persons_name(self, sentence: Sentence, span: tuple[int, int]) -> list[Token]:
        """The words of the person's name that a place's is part of; none where it stands by itself.

        In "the mayor of Melitopol Ivan Fedorov" it does, though the parser may take the town for a part of the name.
        """
        tokens, (first, last) = sentence.tokens, span
        begins, ends = first, last
        while begins and tokens[begins].entity == "I-person" and _is_of_person(tokens[begins - 1]):
            begins -= 1
        while ends + 1 < len(tokens) and tokens[ends + 1].entity == "I-person" and _is_of_person(tokens[ends + 1]):
            ends += 1
        is_held = first > 1 and tokens[first - 1].lemma == "of" and self._book.role(tokens[first - 2].text) is not None
        is_alone = (begins, ends) == span or (begins == first and is_held)
        return [] if is_alone else list(tokens[begins : ends + 1])


def holding(sentence: Sentence, named: Named, last: int) -> str | None:
    """The country of the state or region behind the comma after a place: "Kant, Kyrgyzstan", "Palm Beach County,
    Florida"."""
    after = last + 1
    if after < len(sentence.tokens) and sentence.tokens[after].text in _KINDS_OF_PLACE:
        after += 1
    if after + 1 >= len(sentence.tokens) or sentence.tokens[after].text != "," or after + 1 not in named:
        return None
    first, _, candidates = named[after + 1]
    is_holder = candidates[0].what in ("name", "abbreviation", "region") and candidates[0].kind in ("state", "place")
    return candidates[0].country if is_holder and first == after + 1 else None


def is_money(text: str, end: int) -> bool:
    """True for the letters of a currency: "US$500 million"."""
    return text[end : end + 1] == "$"


def _is_given_name(sentence: Sentence, span: tuple[int, int]) -> bool:
    """True for a town's name before what the reader takes for a person's: "[Usman] Khan"."""
    after = sentence.tokens[span[1] + 1] if span[1] + 1 < len(sentence.tokens) else None
    is_flat = after is not None and after.relation == "flat" and span[0] <= after.head <= span[1]
    return after is not None and is_flat and after.entity == "B-person"


def _is_of_text(sentence: Sentence, token: Token) -> bool:
    """True for the name before the word for a text: "the [Dakar] accord" is no party."""
    return token.upos == "PROPN" and sentence.tokens[token.index + 1].lemma.lower() in TEXTS


def _is_month(sentence: Sentence, token: Token, after: frozenset[str]) -> bool:
    """True beside a number or after one of these words: "May 9", "in May"."""
    near = [each for each in (token.index - 1, token.index + 1) if 0 <= each < len(sentence.tokens)]
    before = sentence.tokens[token.index - 1].text.lower() if token.index else ""
    return any(sentence.tokens[each].text.isdigit() for each in near) or before in after


def _is_of_person(token: Token) -> bool:
    return token.upos == "PROPN" and token.entity.endswith("person")


def _explained(book: Book, text: str, on: date | None) -> Iterator[str]:
    """Letters that a text explains, and not as the book has them: "National Telecommunications Commission (NTC)"."""
    for each in _EXPLAINED.finditer(text):
        letters = each[2]
        words = [word for word in each[1].split() if word[0].isupper()][-len(letters) :]
        if "".join(word[0] for word in words) != letters:
            continue
        known = {one.actor for hit in book.find(letters, on) for one in hit.candidates}
        said = {one.actor for hit in book.find(each[1].strip(), on) for one in hit.candidates}
        if known and known.isdisjoint(said):
            yield letters
