"""Who a sentence speaks of: its noun phrases resolved by the book, by their own words, and by what was said before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dragoman.ontology.book import Book, Candidate, Resolution
from dragoman.ontology.spelling import TITLES
from dragoman.ontology.words import key_of
from dragoman.reading.appositions import drop_inner, share_appositions
from dragoman.reading.coded_as import acting_as
from dragoman.reading.counts import crowd_of, others_of
from dragoman.reading.localities import is_part_of_town, unknown_place
from dragoman.reading.names import Names, holding, is_money
from dragoman.reading.people import GENERIC, Memory
from dragoman.reading.phrases import QUANTITIES, Phrase, heads_of, listed_under, phrase_of
from dragoman.reading.references import (
    home_of,
    is_generic,
    of_generic,
    of_like,
    of_pronoun,
    of_short_name,
    of_surname,
)
from dragoman.reading.wording import (
    asked_of,
    is_definite,
    is_manner,
    is_others_surname,
    name_behind,
    name_in,
    office_of,
    owners_of,
)
from dragoman.sentences import Mention, MentionKind, Sentence, Token

_KINDS = {
    "state": MentionKind.STATE,
    "body": MentionKind.BODY,
    "group": MentionKind.GROUP,
    "party": MentionKind.GROUP,
    "outlet": MentionKind.OUTLET,
    "person": MentionKind.PERSON,
    "place": MentionKind.PLACE,
}
_PEOPLE_NAMES = frozenset(("demonym", "adjective"))
_TOWNS = frozenset(("capital", "city", "place"))
_SEATS = frozenset(("capital", "seat"))
_BANDS = (MentionKind.STATE, MentionKind.GROUP)
_DOMESTIC = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "OPP"))
# Whoever is of these sectors belongs where they are: "a court in Abidjan", but not "the leader in Addis Ababa".
_LOCAL = frozenset(("JUD", "COP", "LEG", "CVL", "MED", "REL"))
_GOVERNING = frozenset("administration authority cabinet government junta ministry presidency regime".split())


class MentionFinder:
    """Finds the mentions of one article, sentence by sentence; it remembers what earlier sentences said."""

    def __init__(self, book: Book, text: str, published: date | None) -> None:
        self.book = book
        self.text = text
        self.on = published
        self.is_small = text.islower()
        self.memory = Memory()
        self.naming = Names(book, text, published, self.memory)

    def find(self, sentence: Sentence) -> list[Mention]:
        """The mentions of a sentence, by the place of their head words."""
        if not sentence.tokens:
            return []
        self.sentence = sentence
        self.names = self.naming.find(sentence)
        self.found: dict[int, list[Mention]] = {}
        for head in heads_of(sentence):
            if head not in self.found and not self._is_inside_name(head):
                self.found[head] = list(self._of_head(head))
        share_appositions(sentence, self.text, self.found)
        drop_inner(self.found)
        mentions = [mention for head in sorted(self.found) for mention in self.found[head]]
        self.memory.add(mentions)
        self.memory.join(self._coordinated())
        for mention in mentions:
            words = office_of(sentence, self.book, mention.head, mention.tokens)
            if words and mention.code:
                self.memory.offices[words] = mention
        return mentions

    def _is_inside_name(self, index: int) -> bool:
        """True for the words of a name other than the one that heads it."""
        if index not in self.names:
            return False
        first, last, _ = self.names[index]
        tokens = self.sentence.tokens
        outward = [each for each in range(first, last + 1) if not first <= tokens[each].head <= last]
        return bool(outward) and index != outward[-1]  # a broken tree may give a name two heads

    def _of_head(self, head: int) -> Iterator[Mention]:
        token = self.sentence.tokens[head]
        if is_manner(self.sentence, head):
            return
        if token.upos == "PRON":
            yield from self._referring(of_pronoun(self.sentence, token, self.found, self.memory), token, (head, head))
            return
        phrase = phrase_of(self.sentence, head)
        named = self._named(phrase)
        if named:
            yield named
            return
        low = token.lemma.lower()
        if low in QUANTITIES:
            of = [t for t in self.sentence.dependents(head, "nmod") if self._case(t.index) == "of"]
            inner = [mention for t in of for mention in self._at(t.index)]
            if inner:
                yield from (
                    replace(mention, head=head, start=token.start, tokens=(head, mention.tokens[1]))
                    for mention in inner
                )
                return
        if low == "other" and self.sentence.dependents(head, "nummod"):
            yield others_of(self.sentence, self.text, phrase, self._before(head))
            return
        if low in ("neighbor", "neighbour"):
            owner = next((m for t in self.sentence.dependents(head, "nmod:poss") for m in self._at(t.index)), None)
            meant = self.memory.neighbour(owner)
            if meant:
                yield self._repeated(token, (phrase.first, phrase.last), meant)
            return
        behind = name_behind(self.sentence, self.names, phrase)
        if is_generic(self.sentence, token) and behind is None:
            owners = list(self._owners(head, ("of",)))
            counted = bool(self.sentence.dependents(head, "nummod"))
            if not owners and (counted or is_definite(self.sentence, head)):
                owners = of_generic(self.sentence, token, self.found, self.memory)
            if owners:
                yield from self._referring(owners, token, (phrase.first, phrase.last))
                return
            if low in GENERIC:
                described = self._resolved(phrase)
                if described and described.sector not in ("GOV", "IGO"):
                    # "rebel groups" and "the Tuareg movement" say who they are, "groups" and "member states" do not
                    yield replace(described, sector="CVL") if described.sector == "UNK" else described
                return
        yield from self._unnamed(phrase)

    def _unnamed(self, phrase: Phrase) -> Iterator[Mention]:
        """The phrase as what it is short for, a place that the book does not know, or a description."""
        if short := of_short_name(self.sentence, phrase, self.memory):
            yield self._repeated(self.sentence.tokens[phrase.head], (phrase.first, phrase.last), short)
            return
        if crowd := crowd_of(self.sentence, self.text, phrase):
            yield crowd
            return
        place = unknown_place(self.sentence, phrase, self.text, self.names)
        yield from [place] if place else self._described(phrase)

    def _named(self, phrase: Phrase) -> Mention | None:
        """The phrase as a name of the book: its head word is part of one."""
        entry = self.names.get(phrase.head)
        if entry is None:
            return None
        first, last, candidates = entry
        token = self.sentence.tokens[phrase.head]
        candidate = self._choose(candidates, last)
        if candidate.what == "surname":
            known = self.memory.person(self.sentence.tokens[last].text)
            known = known or of_surname(self.sentence, last, self.found)
            known = known or self.memory.stranger(self.sentence.tokens[last].text)
            if known:
                return self._repeated(token, (phrase.first, phrase.last), known)
            if is_others_surname(self.sentence, self.book, self.names, phrase, (first, last)):
                return None
        if candidate.what in _PEOPLE_NAMES and (token.upos == "ADJ" or candidate.what == "adjective"):
            if token.relation in ("amod", "compound", "nmod"):
                adjective = self._mention(phrase.head, first, last, candidate, MentionKind.PEOPLE)
                return replace(adjective, sector="GOV")
            return replace(self._mention(phrase.head, first, last, candidate, MentionKind.PEOPLE), sector="CVL")
        if candidate.what == "demonym":
            return replace(self._mention(phrase.head, first, last, candidate, MentionKind.PEOPLE), sector="CVL")
        if candidate.what in _TOWNS and is_part_of_town(self.sentence, first, phrase):
            return self._mention(phrase.head, first, last, candidate, MentionKind.PLACE)
        if candidate.kind == "person" or first > phrase.first:
            # "Russian Foreign Minister Sergei Lavrov": the phrase's own words say more than the name.
            described = self._resolved(phrase)
            is_told = described is not None and (described.sector != "UNK" or candidate.kind == "person")
            if described and is_told and described.code and candidate.kind in ("person", "state"):
                return described
        first = min(first, phrase.first) if candidate.kind == "person" else first
        return self._mention(phrase.head, first, last, candidate, _KINDS[candidate.kind])

    def _choose(self, candidates: list[Candidate], last: int) -> Candidate:
        """The likeliest bearer of a name: a place in what a comma puts behind it, one whose country the article has
        named before, else the book's first. A capital is no namesake of its own: "Moscow" is not in Idaho."""
        known = {mention.country for mention in self.memory.recent}
        is_seat = candidates[0].what in _SEATS
        around = holding(self.sentence, self.names, last) if is_seat or candidates[0].kind == "place" else None
        if around is not None and any(each.country == around for each in candidates):
            known = {around}
        elif is_seat:
            return candidates[0]
        return next((each for each in candidates if len(candidates) > 1 and each.country in known), candidates[0])

    def _mention(self, head: int, first: int, last: int, candidate: Candidate, kind: MentionKind) -> Mention:
        tokens = self.sentence.tokens
        start, end = tokens[first].start, tokens[last].end
        is_place = kind is MentionKind.PLACE or candidate.what in ("city", "region", "place")
        return Mention(
            start=start,
            end=end,
            tokens=(first, last),
            head=head,
            text=self.text[start:end],
            kind=kind,
            country=candidate.country,
            sector=candidate.sector,
            actor=acting_as(self.book, candidate.actor) if candidate.kind in ("body", "group", "party") else None,
            person=candidate.person,
            is_place=is_place,
            can_be_place=is_place or kind is MentionKind.STATE,
            is_seat=candidate.what == "capital",
            place=self.text[start:end] if is_place or kind is MentionKind.STATE else None,
        )

    def _resolved(self, phrase: Phrase) -> Mention | None:
        """The phrase's words as the book describes them: role words, adjectives of states, names."""
        tokens = self.sentence.tokens
        text = phrase.text(self.sentence, self.text)
        if is_money(self.text, tokens[phrase.last].end) or tokens[phrase.head].text in self.naming.letters:
            return None
        if phrase.first == phrase.last and tokens[phrase.head].start in self.naming.plain:
            return None
        asked = asked_of(self.sentence, self.text, phrase, self.naming.plain)
        if asked.islower() and not self.is_small:
            asked = f"The {asked}"  # else the book takes it for a text without capitals: "an amnesty", "a peace plan"
        found: Resolution = self.book.resolve(asked, self.on)
        if found.sector in (None, "UNK") and not (found.country or found.id):
            return None
        country = self._told_of(phrase, found.country)
        if found.is_assumed and self.memory.main() and not self.memory.has(country):
            country = None  # "the Justice Department" of an article on the Philippines is theirs
        kind = MentionKind.OFFICE
        if found.person:
            kind = MentionKind.PERSON
        elif found.sector in ("CVL", "REL"):
            kind = MentionKind.PEOPLE
        return Mention(
            start=tokens[phrase.first].start,
            end=tokens[phrase.last].end,
            tokens=(phrase.first, phrase.last),
            head=phrase.head,
            text=text,
            kind=kind,
            country=country,
            sector=found.sector or "UNK",
            actor=acting_as(self.book, found.id),
            person=found.person,
            office=found.office,
            score=found.score or 1.0,
        )

    def _told_of(self, phrase: Phrase, country: str | None) -> str | None:
        """The state that a phrase is of: of a name that the words around make another's, that one's ("Georgia governor
        Brian Kemp")."""
        for index in range(phrase.first, phrase.last + 1) if country else ():
            if index not in self.names:
                continue
            first, last, candidates = self.names[index]
            name = self.text[self.sentence.tokens[first].start : self.sentence.tokens[last].end]
            if candidates[0].what == "region" and self.book.resolve(name, self.on).country == country:
                return candidates[0].country
        return country

    def _described(self, phrase: Phrase) -> Iterator[Mention]:
        """The phrase as a role ("Malian soldiers", "foreign ministers of Mali and Niger") or a person met before."""
        token = self.sentence.tokens[phrase.head]
        mention = self._resolved(phrase)
        several = owners_of(self.sentence, self.names, phrase)
        if mention is not None and len(several) > 1 and token.has("Number=Plur"):
            yield from self._of_each(mention, several)  # "the Lithuanian and Polish presidents"
            return
        if mention is None:
            behind = name_behind(self.sentence, self.names, phrase)
            if behind is not None:
                yield self._mention(phrase.head, *behind, _KINDS[behind[2].kind])
            elif token.upos == "PROPN":
                yield from self._person(phrase)
            return
        if mention.code is None and token.upos == "ADJ" and token.relation == "amod":
            return  # the "National" of "National Convention"
        if mention.code is None:
            is_local = mention.sector in _LOCAL or token.lemma.lower() in _GOVERNING
            within = ("of", "from", "in", "at") if is_local else ("of", "from")
            owners = list(self._owners(phrase.head, within))
            if mention.sector in ("REB", "CRM"):
                owners = [each for each in owners if each.kind in _BANDS]
            if owners:
                for owner in owners:
                    yield replace(
                        mention,
                        country=owner.country,
                        actor=mention.actor or owner.actor,
                        sector=mention.sector,
                        text=mention.text,
                    )
                return
        if mention.code is None and mention.sector in _DOMESTIC and is_definite(self.sentence, phrase.head):
            known = (self.sentence, phrase.head, self.found, self.memory)
            held = self.memory.offices.get(
                office_of(self.sentence, self.book, phrase.head, (phrase.first, phrase.last))
            )
            held = held if mention.person is None else None
            told = held or of_like(*known)
            home = told or home_of(*known)
            if home:
                person = held.person if held else mention.person
                yield replace(
                    mention,
                    country=home.country,
                    person=person,
                    score=0.7,
                    follows=home.start,
                    is_supposed=told is None,
                )
                return
        yield mention

    def _of_each(self, mention: Mention, owners: list[tuple[int, int, Candidate]]) -> Iterator[Mention]:
        """A phrase as that of each of its owners: for "US and Taliban envoys" US envoys and Taliban envoys."""
        if all(owner.kind == "state" for _, _, owner in owners):
            yield from (replace(mention, country=owner.country, actor=None, person=None) for _, _, owner in owners)
            return
        tokens = self.sentence.tokens
        behind = self.text[tokens[owners[-1][1]].end : mention.end]
        for first, last, _ in owners:
            found = self.book.resolve(self.text[tokens[first].start : tokens[last].end] + behind, self.on)
            if found.country or found.id:
                actor, sector = acting_as(self.book, found.id), found.sector or mention.sector
                yield replace(mention, country=found.country, actor=actor, sector=sector, person=None)

    def _owners(self, head: int, cases: tuple[str, ...] = ("of", "from")) -> Iterator[Mention]:
        """Whom a described phrase belongs to: "… of Mali and Niger", "Mali's …", "… in Bamako"."""
        members = (mention for index in listed_under(self.sentence, head) for mention in self._at(index))
        listed = [mention for mention in members if mention.kind is MentionKind.STATE]
        if listed:
            yield from listed
            return
        for token in self.sentence.dependents(head, "nmod", "nmod:poss"):
            case = {each.lemma.lower() for each in self.sentence.dependents(token.index, "case")}
            if token.deprel != "nmod:poss" and not case & set(cases):
                continue
            for each in [token, *self.sentence.dependents(token.index, "conj")]:
                for mention in self._at(each.index):
                    if mention.country or mention.kind in (MentionKind.BODY, MentionKind.GROUP):
                        yield mention

    def _before(self, head: int) -> list[Mention]:
        """Whom the sentence names before a word."""
        return [each for index in sorted(self.found) if index < head for each in self.found[index]]

    def _case(self, index: int) -> str:
        return next((each.lemma.lower() for each in self.sentence.dependents(index, "case")), "")

    def _at(self, head: int) -> list[Mention]:
        if head not in self.found:
            self.found[head] = []  # set first: a phrase may lie inside itself in a broken tree
            self.found[head] = list(self._of_head(head))
        return self.found[head]

    def _person(self, phrase: Phrase) -> Iterator[Mention]:
        text = phrase.text(self.sentence, self.text)
        known = self.memory.person(text) or of_surname(self.sentence, phrase.head, self.found)
        tokens = self.sentence.tokens
        is_person = any(tokens[index].entity.endswith("person") for index in range(phrase.first, phrase.last + 1))
        is_title = key_of(text) in TITLES  # the "Vice" of "Vice President"
        if known is None and (not is_person or is_title):
            return
        yield Mention(
            start=tokens[phrase.first].start,
            end=tokens[phrase.last].end,
            tokens=(phrase.first, phrase.last),
            head=phrase.head,
            text=text,
            kind=MentionKind.PERSON,
            country=known.country if known else None,
            sector=known.sector if known else "UNK",
            actor=known.actor if known else None,
            person=known.person if known else name_in(self.sentence, self.text, phrase),
            follows=known.start if known else None,
        )

    def _referring(self, meant: list[Mention], token: Token, span: tuple[int, int]) -> Iterator[Mention]:
        for each in meant:
            yield self._repeated(token, span, each)

    def _repeated(self, token: Token, span: tuple[int, int], meant: Mention) -> Mention:
        start, end = self.sentence.tokens[span[0]].start, self.sentence.tokens[span[1]].end
        return replace(meant, start=start, end=end, tokens=span, head=token.index, text=meant.text, follows=meant.start)

    def _coordinated(self) -> Iterator[list[Mention]]:
        """Mentions that the sentence joins by "and": "they" means all of them."""
        for head, mentions in self.found.items():
            heads = [token.index for token in self.sentence.dependents(head, "conj")]
            group = [*mentions, *(mention for each in heads for mention in self.found.get(each, ()))]
            if len(group) > 1 and mentions:
                yield group
