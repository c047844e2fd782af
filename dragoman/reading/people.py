"""What an article has said so far: who each name belongs to, and whom a pronoun or "the country" can mean."""

from collections.abc import Iterable

from dragoman.sentences import Mention, MentionKind

# "the country", "the bloc": words that repeat someone already named, and the kinds that they can repeat.
GENERIC: dict[str, tuple[MentionKind, ...]] = {
    "country": (MentionKind.STATE,),
    "nation": (MentionKind.STATE, MentionKind.BODY),
    "state": (MentionKind.STATE,),
    "republic": (MentionKind.STATE,),
    "kingdom": (MentionKind.STATE,),
    "bloc": (MentionKind.BODY,),
    "alliance": (MentionKind.BODY,),
    "union": (MentionKind.BODY,),
    "organisation": (MentionKind.BODY, MentionKind.GROUP),
    "organization": (MentionKind.BODY, MentionKind.GROUP),
    "confederation": (MentionKind.BODY,),
    "body": (MentionKind.BODY,),
    "agency": (MentionKind.BODY,),
    "group": (MentionKind.GROUP, MentionKind.BODY),
    "movement": (MentionKind.GROUP,),
    "militia": (MentionKind.GROUP,),
}


class Memory:
    """The people and actors of one article, in the order in which they were named."""

    def __init__(self) -> None:
        self.names: dict[str, Mention] = {}
        self.strangers: dict[str, Mention] = {}
        self.offices: dict[str, Mention] = {}
        self.recent: list[Mention] = []
        self.sentences: list[list[Mention]] = []
        self.groups: dict[int, list[Mention]] = {}

    def add(self, mentions: Iterable[Mention]) -> None:
        """Remember these mentions; a person by each word of the name that can stand for it later."""
        self.sentences.append([])
        for mention in mentions:
            if mention.person and mention.code:
                for word in mention.person.split()[-2:]:
                    if len(word) > 2:
                        self.names.setdefault(word.lower(), mention)
            if mention.person and not mention.code and mention.follows is None:
                for surname in mention.person.split()[1:]:  # "Wanda Vázquez Garced" goes by either
                    self.strangers.setdefault(surname.lower(), mention)
            if mention.code:
                self.sentences[-1].append(mention)
                if mention.follows is None:
                    self.recent.append(mention)

    def person(self, name: str) -> Mention | None:
        """Whom a name means that was introduced before with an office ("Diop", "General Goïta")."""
        words = [word for word in name.replace(".", " ").split() if word[:1].isupper()]
        return self.names.get(words[-1].lower()) if words else None

    def stranger(self, surname: str) -> Mention | None:
        """Whom a surname means that was introduced by a full name which the book does not know ("Usman Khan")."""
        return self.strangers.get(surname.lower())

    def generic(self, word: str, here: list[Mention]) -> Mention | None:
        """Whom "the country" or "the bloc" means: the last of its kind, where the article leaves no doubt."""
        kinds = GENERIC.get(word.lower())
        if kinds is None:
            return None
        meant = self.last(here[::-1], kinds)
        if meant is None and MentionKind.STATE in kinds:
            # "his country": that of whoever was spoken of last.
            meant = self.last(here[::-1], (MentionKind.PERSON, MentionKind.OFFICE, MentionKind.PEOPLE))
        return meant

    def last(self, here: list[Mention], kinds: tuple[MentionKind, ...]) -> Mention | None:
        """The first of these kinds in the present sentence, else in the last sentence that has one."""
        for mention in here:
            if mention.kind in kinds and mention.code and not mention.is_place:
                return mention
        for sentence in reversed(self.sentences):
            for mention in sentence:
                if mention.kind in kinds and not mention.is_place:
                    return mention
        return None

    def several(self, here: list[Mention], count: int | None) -> list[Mention]:
        """Whom "these nations" or "the three states" means: as many states as it says, else a bloc or all named."""
        recent = (here, *reversed(self.sentences[-4:]))
        for sentence in recent:
            blocs = [each for each in sentence if each.kind is MentionKind.BODY]
            if count is None and blocs:
                return blocs[:1]
            states = {each.country: each for each in sentence if each.kind is MentionKind.STATE and not each.is_place}
            if len(states) == count or (count is None and len(states) > 1):
                return list(states.values())
        for sentence in recent:
            officials = {each.country: each for each in sentence if each.country and not each.is_place}
            if len(officials) == (count or 2):
                return list(officials.values())
        return []

    def together(self, meant: Mention) -> list[Mention]:
        """Those whom the text named together with this one ("Mali and Niger"), itself among them."""
        return self.groups.get(meant.start, [meant])

    def join(self, groups: Iterable[list[Mention]]) -> None:
        """Remember who was named together."""
        for group in groups:
            for mention in group:
                self.groups[mention.start] = group

    def envoy(self, here: list[Mention]) -> Mention | None:
        """The last ambassador or envoy named."""
        for mention in (*reversed(here), *reversed(self.recent)):
            if any(word in mention.text.lower() for word in ("ambassador", "envoy", "diplomat")):
                return mention
        return None

    def has(self, country: str | None) -> bool:
        """True if the article has named this country, or someone of it."""
        return any(each.country == country for each in self.recent)

    def main(self, least: float = 0.0) -> Mention | None:
        """The first mention of the country that the article has spoken of most; None before any was named, and where
        it is less than `least` of all (0 to 1).

        A capital may be no more than the place of a meeting ("leaders meeting in Abuja"), so it counts for less.
        """
        counts: dict[str, float] = {}
        for each in self.recent:
            if each.country:
                counts[each.country] = counts.get(each.country, 0.0) + (0.5 if each.is_seat else 1.0)
        if not counts:
            return None
        most = max(counts, key=lambda country: counts[country])
        if counts[most] < least * sum(counts.values()):
            return None
        return next(each for each in self.recent if each.country == most)

    def neighbour(self, owner: Mention | None) -> Mention | None:
        """Whom "its neighbour" means: the last state named that is not the owner's own."""
        own = owner.country if owner else None
        states = (each for each in reversed(self.recent) if each.kind is MentionKind.STATE and each.country != own)
        return next(states, None)
