"""What the trained coder looks at: words that may name an act, and who, where and when may have a part in it.

A read article becomes columns of short strings, the same in training and in use: some for each word, some for each
pair of a word and a candidate (a mention or a day phrase). The trained heads know them by number.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dragoman.coding.columns import ELSEWHERE, case, distance, path, placed, voice
from dragoman.coding.lexicon import Lexicon
from dragoman.coding.salience import Salience
from dragoman.coding.settling import Told
from dragoman.record import Participant, Report
from dragoman.sentences import DayPhrase, Mention, MentionKind, Piece, ReadArticle, ReadSentence, Sentence, Token

CODED = frozenset((Piece.TEXT, Piece.HEADLINE))
ROLES = ("actor", "recipient", "speaker", "inviter", "place", "time")
"""Parts that a candidate may have in an act, in the order of the trained head's outputs."""

TRIGGERS = frozenset(("VERB", "NOUN", "PROPN", "ADJ"))
"""Parts of speech of the words that may name an act."""

WORD_COLUMNS = ("upos", "relation", "above", "form", "rule type", "rule act", "rule status", "entity", "lemma known")
PAIR_COLUMNS = (
    "rule role", "up", "down", "first up", "last down", "case", "kind", "sector", "known", "place", "distance",
    "sentence", "voice", "relation", "nearest", "trigger kind", "whose", "in other acts", "often",
)  # fmt: skip
LONG = 6
"""Sentences from which a text is an article; the heads learned mostly from items of one to three sentences."""

BEFORE, AFTER = 2, 1
"""Sentences before and after the act's own in which whoever is named may take part, as often as he is named. Of those
whom an article names farther away only, the nearest mention may."""
_NO_SIDE = (MentionKind.PLACE, MentionKind.OUTLET)
_MOST_AFAR = 40  # of those far from an act; only texts as long as books name more

_NO_RULE = "-"
_NUMBERED = 9  # actors that are told apart


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention or a day phrase that may have a part in an act: the sentence it stands in and its head word."""

    sentence: int
    head: int
    mention: Mention | None = None
    day: DayPhrase | None = None

    @property
    def start(self) -> int:
        """Offset in the article's text at which it begins."""
        found = self.mention or self.day
        return found.start if found else -1

    @property
    def end(self) -> int:
        """Offset in the article's text at which it ends."""
        found = self.mention or self.day
        return found.end if found else -1


@dataclass(frozen=True)
class Scene:
    """A read article as the trained coder sees it: per sentence, what the rules drafted and who may take part."""

    article: ReadArticle
    drafts: tuple[Mapping[int, Told], ...]
    candidates: tuple[tuple[Candidate, ...], ...]
    _around: dict[int, list[Candidate]] = field(default_factory=dict)
    _parts: dict[tuple[int, int], dict[tuple[int, int, str | None], str]] = field(default_factory=dict)
    _numbers: dict[int, dict[str, int]] = field(default_factory=dict)
    _near: dict[tuple[int, int], list[tuple[str, int, int]]] = field(default_factory=dict)
    _sided: dict[tuple[int, int], dict[str, str]] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, article: ReadArticle, drafted: Sequence[Iterable[Told]]) -> "Scene":
        """The scene of an article whose sentences the rules have drafted."""
        return cls(
            article,
            tuple({told.trigger: told for told in drafts} for drafts in drafted),
            tuple(tuple(_candidates(number, read)) for number, read in enumerate(article.sentences)),
        )

    def around(self, sentence: int) -> list[Candidate]:
        """Candidates for an act of this sentence: its own first, then those of the sentences near it, then who else is
        named in the article."""
        if sentence not in self._around:
            near = [*range(sentence - 1, sentence - BEFORE - 1, -1), *range(sentence + 1, sentence + AFTER + 1)]
            found = [
                each
                for place in (sentence, *near)
                if 0 <= place < len(self.candidates)
                for each in self.candidates[place]
                # A day belongs to its own sentence; elsewhere it dates something else. Of places that
                # the book does not know the heads learned nothing; elsewhere they would draw the act there.
                if place == sentence or (each.mention is not None and each.mention.is_listed)
            ]
            self._around[sentence] = found + self._afar(sentence, found)
        return self._around[sentence]

    def _afar(self, sentence: int, near: Sequence[Candidate]) -> list[Candidate]:
        """Of whom no mention stands near a sentence, one of the nearest before it, else of the nearest after it."""
        known = {_bearer(each) for each in near}
        first, last = sentence - BEFORE - 1, sentence + AFTER + 1
        found = []
        for place in (*range(first, -1, -1), *range(last, len(self.candidates))):
            for each in self.candidates[place]:
                mention = each.mention
                if mention is None or mention.kind in _NO_SIDE or not mention.is_listed or mention.code is None:
                    continue
                if _bearer(each) not in known:
                    known.add(_bearer(each))
                    found.append(each)
            if len(found) >= _MOST_AFAR:
                break
        return found[:_MOST_AFAR]

    def words(self, sentence: int, lexicon: Lexicon) -> list[tuple[str, ...]]:
        """WORD_COLUMNS of each word of a sentence."""
        read = self.article.sentences[sentence]
        return [self._word(read.sentence, token, self.drafts[sentence], lexicon) for token in read.sentence.tokens]

    def _word(self, sentence: Sentence, token: Token, drafts: Mapping[int, Told], lexicon: Lexicon) -> tuple[str, ...]:
        told = drafts.get(token.index)
        part = {"VERB": "verbs", "ADJ": "adjectives"}.get(token.upos, "nouns")
        entries = lexicon.acts[part].get(token.lemma.lower(), ())
        known = sorted({entry.act.type for entry in entries if entry.act})
        return (
            token.upos,
            token.deprel,
            sentence.tokens[token.head].upos if token.head >= 0 else "root",
            token.xpos,
            str(told.report.type) if told else _NO_RULE,
            told.report.rule if told else _NO_RULE,
            str(told.report.status) if told else _NO_RULE,
            token.entity,
            "+".join(known[:3]) or _NO_RULE,
        )

    def pair(self, sentence: int, trigger: int, candidate: Candidate) -> tuple[str, ...]:
        """PAIR_COLUMNS of a word that may name an act and a candidate for a part in it."""
        tree = self.article.sentences[sentence].sentence
        token = tree.tokens[trigger]
        told = self.drafts[sentence].get(trigger)
        role = self.rule_role(sentence, trigger, candidate)
        off = candidate.sentence - sentence
        up, down, first_up, last_down = path(tree, trigger, candidate.head) if off == 0 else ELSEWHERE
        mention = candidate.mention
        steps = candidate.head - trigger
        theirs = self.article.sentences[candidate.sentence].sentence
        return (
            role,
            up,
            down,
            first_up,
            last_down,
            case(theirs, candidate.head),
            str(mention.kind) if mention else "day",
            mention.sector if mention else "day",
            ("known" if mention.code else "unknown") if mention else "day",
            placed(mention) if mention else "day",
            distance(steps) if off == 0 else "far",
            str(off) if -BEFORE <= off <= AFTER else "before" if off < 0 else "after",
            voice(tree, token) + token.upos,
            theirs.tokens[candidate.head].deprel,
            str(self._rank(sentence, trigger, candidate)),
            str(told.report.type) if told else _NO_RULE,
            self.whose(sentence, candidate),
            self.elsewhere(sentence, trigger, candidate),
            self.often(candidate),
        )

    @property
    def is_article(self) -> bool:
        """True for a full article, False for a short item."""
        return len(self.article.sentences) >= LONG

    @cached_property
    def countries(self) -> Salience:
        """Of which countries the article speaks; outlets speak for none."""
        mentions = [each.mention for near in self.candidates for each in near if each.mention]
        return Salience.of((each.start, each.country) for each in mentions if each.kind is not MentionKind.OUTLET)

    def elsewhere(self, sentence: int, trigger: int, candidate: Candidate) -> str:
        """The part that the actor of a candidate has in another drafted act, and how that act stands to this one.

        Whoever "condemns the attack" condemns those who attacked: of the acts that this one's words hold, of the others
        of its sentence, and of those told before, the first in which the actor has a part counts.
        """
        code = _code(candidate)
        if code is None:
            return _NO_RULE
        for where, number, place in self._others_of(sentence, trigger):
            parts = self._sides(number, place).get(code)
            if parts:
                return f"{where} {self.drafts[number][place].report.type} {parts}"
        return "none"

    def _others_of(self, sentence: int, trigger: int) -> list[tuple[str, int, int]]:
        """The other drafted acts around one: (how it stands to it, its sentence, its trigger), nearest first."""
        key = (sentence, trigger)
        if key not in self._near:
            inside = set(self.article.sentences[sentence].sentence.subtree(trigger))
            here = sorted(
                (place for place in self.drafts[sentence] if place != trigger), key=lambda p: abs(p - trigger)
            )
            held = [("held", sentence, place) for place in here if place in inside]
            beside = [("beside", sentence, place) for place in here if place not in inside]
            before = [
                ("before", number, place)
                for number in range(sentence - 1, max(-1, sentence - BEFORE - 1), -1)
                for place in sorted(self.drafts[number], reverse=True)
            ]
            self._near[key] = held + beside + before
        return self._near[key]

    def _sides(self, sentence: int, trigger: int) -> dict[str, str]:
        """Of each actor's code, the sides that it has in a drafted act: actor, recipient or both."""
        key = (sentence, trigger)
        if key not in self._sided:
            report = self.drafts[sentence][trigger].report
            sides: dict[str, str] = {}
            for side, people in (("actor", report.actors), ("recipient", report.recipients)):
                for each in people:
                    if each.code is not None:
                        sides[each.code] = "both" if sides.get(each.code, side) != side else side
            self._sided[key] = sides
        return self._sided[key]

    def often(self, candidate: Candidate) -> str:
        """How often the actor of a candidate is named in the article, five times at most, and whether most often."""
        code = _code(candidate)
        if code is None:
            return _NO_RULE
        if not self._counts:
            self._counts.update(_code(each) or "" for near in self.candidates for each in near if each.mention)
        most = max((count for name, count in self._counts.items() if name), default=0)
        return f"{min(self._counts[code], 5)}{' most' if self._counts[code] == most else ''}"

    def whose(self, sentence: int, candidate: Candidate) -> str:
        """Which of the actors named around a sentence a candidate is, by number: the same for all that name one."""
        code = _code(candidate)
        if code is None:
            return _NO_RULE
        if sentence not in self._numbers:
            codes = dict.fromkeys(code for each in self.around(sentence) if (code := _code(each)) is not None)
            self._numbers[sentence] = {code: min(number, _NUMBERED) for number, code in enumerate(codes)}
        return str(self._numbers[sentence].get(code, _NUMBERED))

    def _rank(self, sentence: int, trigger: int, candidate: Candidate) -> int:
        """How many candidates of the same sentence stand nearer on the same side, three at most."""
        if candidate.sentence != sentence:
            return 3
        is_before = candidate.head < trigger
        gap = abs(candidate.head - trigger)
        nearer = sum(
            (each.head < trigger) == is_before and abs(each.head - trigger) < gap for each in self.candidates[sentence]
        )
        return min(nearer, 3)

    def rule_role(self, sentence: int, trigger: int, candidate: Candidate) -> str:
        """The parts that the rules' draft gives a candidate, joined by "+"; "none", or "-" without a draft."""
        told = self.drafts[sentence].get(trigger)
        if told is None:
            return _NO_RULE
        key = (sentence, trigger)
        if key not in self._parts:
            self._parts[key] = _parts_of(told.report)
        return self._parts[key].get((candidate.start, candidate.end, _code(candidate)), "none")


def _bearer(candidate: Candidate) -> tuple[str, str] | None:
    """Who a candidate is, as far as its words tell: the actor and the sector."""
    mention = candidate.mention
    return (mention.code, mention.sector) if mention is not None and mention.code is not None else None


def _code(candidate: Candidate) -> str | None:
    return candidate.mention.code if candidate.mention else None


def _parts_of(report: Report) -> dict[tuple[int, int, str | None], str]:
    """Who has which part in a draft of the rules, by place and code; several parts are joined."""
    found: dict[tuple[int, int, str | None], str] = {}

    def note(part: str, people: Iterable[Participant | None]) -> None:
        for each in people:
            if each is not None and each.span is not None:
                key = (each.span.start, each.span.end, each.code)
                found[key] = f"{found[key]}+{part}" if key in found else part

    note("actor", report.actors)
    note("recipient", report.recipients)
    note("speaker", [report.said_by])
    note("inviter", [report.invited_by])
    where = report.where
    if where is not None and where.span is not None:
        place = (where.span.start, where.span.end)
        codes = [key for key in found if key[:2] == place] or [(*place, where.country)]
        for key in codes:
            found[key] = f"{found[key]}+place" if key in found else "place"
    for basis in report.why:
        if basis.name == "when" and basis.span is not None:
            found[basis.span.start, basis.span.end, None] = "time"
    return found


def _candidates(number: int, read: ReadSentence) -> Iterable[Candidate]:
    if read.sentence.kind not in CODED:
        return
    for mention in read.mentions:
        yield Candidate(number, mention.head, mention=mention)
    for day in read.days:
        yield Candidate(number, day.head_in(read.sentence), day=day)
