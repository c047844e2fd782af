"""The trained coder: sentences become reports by heads over the encoder, which weigh what the rules propose.

One rule joins the two: every word that may name an act is given a chance by the trained head, which sees the rules'
draft among its columns; where the chance reaches the least score, the act stands, with the head's type, status and
participants. A type that the rules drafted too is named by the rules' pattern, the others by the head alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.candidates import CODED, ROLES, TRIGGERS, Act, Candidate, Scene
from dragoman.coding.casualties import with_casualties
from dragoman.coding.heads import MODELS, Heads
from dragoman.coding.rules import RuleCoder
from dragoman.coding.settling import Told, same_act
from dragoman.dates import published_by
from dragoman.ontology.acts import is_mode_of
from dragoman.record import Basis, EventType, Participant, Place, Report, Span, Status
from dragoman.sentences import ReadArticle, Sentence

_PART = dict(zip(ROLES, range(len(ROLES)), strict=True))
_ENOUGH = 0.5  # chance at which a candidate has a part in an act
_AHEAD = frozenset((Status.PLANNED, Status.POSSIBLE, Status.URGED, Status.CANCELLED))
RECIPROCAL = frozenset((EventType.CONSULT, EventType.COOPERATE, EventType.AGREE))
"""Types of acts that have two sides alike."""


class TrainedCoder:
    """Codes by trained heads beside the rules; `min_score` trades recall for precision (None: the model's default)."""

    name = "trained"
    version = "1"

    def __init__(self, language: str = "en", min_score: float | None = None) -> None:
        self.heads = Heads.load(language)
        self.rules = RuleCoder()
        self.branch = MODELS / language / "branch.onnx"
        self.min_score = self.heads.min_score if min_score is None else min_score
        self.trust, self.lean, self.shift = 1.0, 1.0, 0.0
        self.cast = "model"
        self.enough = dict.fromkeys(ROLES, _ENOUGH)

    def code(self, articles: Iterable[ReadArticle]) -> Iterator[list[Report]]:
        """The reports of each article, in the order of the text, an act told twice once."""
        for article in articles:
            scene = Scene.of(article, [list(self.rules.drafts(article, sentence)) for sentence in article.sentences])
            told = [each for number in range(len(article.sentences)) for each in self._of_sentence(scene, number)]
            yield same_act(told, article.blocs)

    def _of_sentence(self, scene: Scene, number: int) -> Iterator[Told]:
        tree = scene.article.sentences[number].sentence
        places = [token.index for token in tree.tokens if token.upos in TRIGGERS]
        if tree.kind not in CODED or not places or tree.vectors is None:
            return
        words = self.heads.numbers("word", scene.words(number, self.rules.lexicon))
        chances = self.heads.of_words(tree.vectors, words, places)
        for row, place in enumerate(places):
            found = self._leaning(chances[row], scene.drafts[number].get(place))
            if found is None:
                continue
            told = _Told(self, scene, number, place, found).told(words)
            if told is not None:
                yield told

    def _leaning(self, chances: NDArray[np.float32], draft: Told | None) -> NDArray[np.float32] | None:
        """Chances of a word that leans towards what the rules drafted; None where no act reaches the least score."""
        if draft is None:
            return chances if 1 - chances[0] >= self.min_score else None
        if 1 - chances[0] < self.min_score * self.trust:
            return None
        leaning = chances.copy()
        leaning[self.heads.types.index(str(draft.report.type))] *= self.lean
        return leaning / leaning.sum()

    def chances(
        self, scene: Scene, number: int, place: int, candidates: Sequence[Candidate], type_: int
    ) -> NDArray[np.float32]:
        """Chances [candidates, ROLES] that each candidate has each part in the act that a word of a sentence names."""
        if not candidates:
            return np.zeros((0, len(ROLES)), np.float32)
        columns = self.heads.numbers("pair", [scene.pair(number, place, each) for each in candidates])
        vectors = scene.article.sentences[number].sentence.vectors
        assert vectors is not None
        others = np.stack([vector_of(scene, each) for each in candidates])
        found = self.heads.of_pairs(vectors[place + 1], others, columns, type_)
        if self.shift and place in scene.drafts[number]:
            logit = np.log(found / (1 - found + 1e-6) + 1e-6)
            for row, each in enumerate(candidates):
                roles = scene.rule_role(number, place, each).split("+")
                for k, r in enumerate(ROLES):
                    logit[row, k] += self.shift if r in roles else -self.shift
            found = 1 / (1 + np.exp(-logit))
        return found


def vector_of(scene: Scene, candidate: Candidate) -> NDArray[np.float32]:
    """The vector of a candidate's head word."""
    vectors = scene.article.sentences[candidate.sentence].sentence.vectors
    assert vectors is not None
    row: NDArray[np.float32] = vectors[candidate.head + 1]
    return row


class _Told:
    """Writes the report of one act: each method settles a field and notes why."""

    def __init__(
        self, coder: TrainedCoder, scene: Scene, number: int, place: int, chances: NDArray[np.float32]
    ) -> None:
        self.coder = coder
        self.scene = scene
        self.number = number
        self.place = place
        self.chances = chances
        self.tree: Sentence = scene.article.sentences[number].sentence
        self.draft = scene.drafts[number].get(place)
        self.why: list[Basis] = []

    def told(self, words: NDArray[np.int64]) -> Told | None:
        """The report with its trigger; None if it names nobody and is no violence or protest of a place."""
        heads, article = self.coder.heads, self.scene.article
        order = np.argsort(-self.chances[1:], kind="stable") + 1
        best, next_best = int(order[0]), int(order[1])
        type_ = EventType(heads.types[best])
        anchor = self._anchor()
        score = float(self.chances[best])
        self._note("type", f"{type_} {score:.2f}, next {heads.types[next_best]} {self.chances[next_best]:.2f}", anchor)
        assert self.tree.vectors is not None
        statuses, modes = heads.of_act(self.tree.vectors, words, self.place, best)
        status = Status(heads.statuses[int(statuses.argmax())])
        self._note("status", f"{status} {statuses.max():.2f}", anchor)
        parts = self._parts(best)
        where = self._where(parts)
        people = {role: self._chosen(parts, role) for role in ("actor", "recipient", "speaker", "inviter")}
        if self.draft and self.draft.report.type is type_ and self.coder.cast != "model":
            for role in ("actor", "recipient"):
                mine = self._drafted(parts, role)
                if mine or self.coder.cast == "rules":
                    people[role] = mine
        at_home = self._homes(people, where, type_)
        actors, recipients, speakers, inviters = (
            tuple(self._participant(each, at_home) for each in people[role]) for role in people
        )
        if not actors and not recipients and not (type_ in (EventType.ASSAULT, EventType.PROTEST) and where):
            return None
        published = article.published_on
        when = self._when(parts, status)
        if published and when and when.first and when.first > published and status is Status.HAPPENED:
            status = Status.PLANNED
        drafted = self.draft.report if self.draft else None
        agreed = drafted is not None and drafted.type is type_
        given: dict[str, Any] = {
            "type": type_,
            "status": status,
            "mode": self._mode(type_, modes),
            "actors": actors,
            "recipients": recipients,
            "invited_by": next(iter(inviters), None),
            "when": when or (published_by(published) if published else None),
            "where": where,
            "said_by": next(iter(speakers), None),
            "coder": f"{self.coder.name} {self.coder.version}",
            "rule": drafted.rule if drafted is not None and agreed else f"trained/{type_.lower()}",
            "score": score,
        }
        if drafted is not None:
            kept = tuple(
                each for each in drafted.why if each.name in ("contexts", "via") or (agreed and each.name == "type")
            )
            report = replace(
                drafted, **given, id=Report.identify(drafted.anchor, type_), why=(*self.why, *kept),
                via=drafted.via if given["said_by"] else None,
            )  # fmt: skip
        else:
            report = Report(
                id=Report.identify(anchor, type_),
                anchor=anchor,
                anchor_text=article.text[anchor.start : anchor.end],
                sentence=self._span(self.tree.start, self.tree.end),
                why=tuple(self.why),
                **given,
            )
        report = with_casualties(report, article, self.tree, self.place)
        return Told(report, self.draft.is_reference if self.draft else False, self.place)

    def _span(self, start: int, end: int) -> Span:
        return Span.of(self.scene.article.article_id, self.scene.article.text, start, end)

    def _note(self, field: str, rule: str, span: Span) -> None:
        self.why.append(Basis(field, f"trained: {rule}", self.scene.article.text[span.start : span.end], span))

    def _anchor(self) -> Span:
        """The rules' anchor where they have one, else the word with its particle."""
        if self.draft:
            return self.draft.report.anchor
        token = self.tree.tokens[self.place]
        last = max([token, *self.tree.dependents(self.place, "compound:prt")], key=lambda each: each.index)
        return self._span(token.start, last.end if last.index - token.index <= 3 else token.end)

    def _parts(self, type_: int) -> list[tuple[Candidate, NDArray[np.float32]]]:
        """Candidates with their chance of each part, in the order of the text."""
        candidates = self.scene.around(self.number)
        chances = self.coder.chances(self.scene, self.number, self.place, candidates, type_)
        return sorted(zip(candidates, chances, strict=True), key=lambda pair: (pair[0].start, pair[0].end))

    def _chosen(self, parts: list[tuple[Candidate, NDArray[np.float32]]], role: str) -> list[Candidate]:
        """Those whose chance of a part is enough; of two that overlap or are the same, the likelier."""
        place = _PART[role]
        chosen = sorted(
            (
                (float(chance[place]), each)
                for each, chance in parts
                if each.mention and chance[place] >= self.coder.enough[role]
            ),
            key=lambda pair: (-pair[0], pair[1].start),
        )
        kept: list[tuple[float, Candidate]] = []
        for chance, each in chosen:
            if not any(_is_same(each, other) for _, other in kept):
                kept.append((chance, each))
        kept.sort(key=lambda pair: pair[1].start)
        for chance, each in kept:
            self._note({"speaker": "said_by", "inviter": "invited_by"}.get(role, f"{role}s"), f"{role} {chance:.2f}",
                       self._span(each.start, each.end))  # fmt: skip
        return [each for _, each in kept]

    def _drafted(self, parts: list[tuple[Candidate, NDArray[np.float32]]], role: str) -> list[Candidate]:
        return [
            c for c, _ in parts if c.mention and role in self.scene.rule_role(self.number, self.place, c).split("+")
        ]

    def _homes(
        self, people: dict[str, list[Candidate]], where: Place | None, type_: EventType
    ) -> dict[tuple[int, int], str]:
        """Countries of participants whose own words name none, by place: the likeliest mention's, if likely enough."""
        bearers = self.scene.bearers()
        parts = [
            (role, each.mention.country) for role in ("actor", "recipient") for each in people[role] if each.mention
        ]
        if where is not None:
            parts.append(("place", where.country))
        found: dict[tuple[int, int], str] = {}
        for role in ("actor", "recipient"):
            for each in people[role]:
                if not bearers or each.mention is None or each.mention.code:
                    continue
                columns = self.scene.homes(each, bearers, Act(str(type_), role, tuple(parts)))
                chances = self.coder.heads.of_homes(
                    vector_of(self.scene, each), np.stack([vector_of(self.scene, bearer) for bearer in bearers]),
                    self.coder.heads.numbers("home", columns),
                )  # fmt: skip
                best = int(chances.argmax())
                mention = bearers[best].mention
                if chances[best] >= _ENOUGH and mention is not None and mention.country:
                    found[each.start, each.end] = mention.country
                    self._note(
                        f"{role}s",
                        f"country {mention.country} {chances[best]:.2f}",
                        self._span(mention.start, mention.end),
                    )
        return found

    def _participant(self, each: Candidate, at_home: dict[tuple[int, int], str]) -> Participant:
        mention = each.mention
        assert mention is not None
        span = self._span(mention.start, mention.end)
        country = mention.country or at_home.get((each.start, each.end))
        if mention.actor:
            country = mention.country
        return Participant(mention.text, country, mention.sector, mention.actor, mention.person, span)

    def _best(self, parts: list[tuple[Candidate, NDArray[np.float32]]], role: str) -> Candidate | None:
        place = _PART[role]
        found = [(float(chance[place]), each) for each, chance in parts if chance[place] >= self.coder.enough[role]]
        if not found:
            return None
        chance, best = max(found, key=lambda pair: (pair[0], -pair[1].start))
        self._note({"place": "where", "time": "when"}[role], f"{role} {chance:.2f}", self._span(best.start, best.end))
        return best

    def _where(self, parts: list[tuple[Candidate, NDArray[np.float32]]]) -> Place | None:
        best = self._best([pair for pair in parts if pair[0].mention], "place")
        if best is None or best.mention is None:
            return None
        mention = best.mention
        return Place(mention.place or mention.text, mention.country, self._span(mention.start, mention.end))

    def _when(self, parts: list[tuple[Candidate, NDArray[np.float32]]], status: Status) -> Any:
        best = self._best([pair for pair in parts if pair[0].day], "time")
        if best is None or best.day is None:
            return None
        past, future = best.day.past, best.day.future
        return (future or past) if status in _AHEAD else (past or future)

    def _mode(self, type_: EventType, chances: NDArray[np.float32]) -> str | None:
        """The likeliest of the type's own modes, or none."""
        modes = zip(self.coder.heads.modes, chances, strict=True)
        fits = [
            (float(chance), -place, name)
            for place, (name, chance) in enumerate(modes)
            if name == "none" or is_mode_of(type_, name)
        ]
        best = max(fits)[2]
        return None if best == "none" else best


def _is_same(one: Candidate, other: Candidate) -> bool:
    if one.start < other.end and other.start < one.end:
        # "foreign ministers of Mali and Niger" are two mentions of the same words.
        return not (one.head == other.head and one.mention and other.mention and one.mention.code != other.mention.code)
    codes = [each.mention.code if each.mention else None for each in (one, other)]
    return codes[0] is not None and codes[0] == codes[1]
