"""A word that names an act, with the chances of its types, comes in; the report that is written of it goes out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.arguments import are_apart
from dragoman.coding.attribution import Claim, claim_of, is_own_word, is_taken_for_granted
from dragoman.coding.belonging import is_homeless
from dragoman.coding.candidates import ROLES, Candidate
from dragoman.coding.casualties import with_casualties
from dragoman.coding.dating import dated, is_of_its_clause
from dragoman.coding.found import Found, Weigher
from dragoman.coding.homes import homes_of, spoken_for
from dragoman.coding.hosts import with_hosts
from dragoman.coding.lasting import spell
from dragoman.coding.leaning import leant_statuses
from dragoman.coding.places import ENOUGH_LOCAL, LOCAL, MET, around_a_town, country_of, words_of
from dragoman.coding.proposals import NAMELESS
from dragoman.coding.roles import counted_day
from dragoman.coding.settling import Told, is_echo
from dragoman.coding.sides import (
    Likely,
    counterpart,
    is_capture,
    is_ground,
    is_mere_list,
    is_misread,
    is_missing_side,
    is_same,
    joined,
    settled,
    with_harmed,
)
from dragoman.coding.status import as_said
from dragoman.dates import DayRange, published_by
from dragoman.ontology.acts import is_mode_of
from dragoman.record import Basis, EventType, Participant, Place, Report, Span, Status
from dragoman.sentences import Sentence

Chances = NDArray[np.float32]
Parts = list[tuple[Candidate, Chances]]

_PART = dict(zip(ROLES, range(len(ROLES)), strict=True))
# Least chance of a part; days and places are often told far from the act. Those of the sides are in bars.py.
_ENOUGH = {"speaker": 0.5, "inviter": 0.5, "time": 0.4, "place": 0.2}
_AS_LIKELY = 0.8  # as the likeliest type: a type that the rules drafted stands
_SURE = 0.6  # for a day of a coordinate clause, which is seldom the other's
_ENOUGH_IN_CLAUSE = 0.25  # for a day of the verb above the act
_ENOUGH_DRAFTED = 0.1  # for a speaker whom the rules found
_BORDERS = frozenset(("border", "frontier", "boundary"))
_FIELDS = {
    "actor": "actors", "recipient": "recipients", "speaker": "said_by", "inviter": "invited_by", "place": "where",
    "time": "when",
}  # fmt: skip


def told_of(weigher: Weigher, found: Found) -> Told | None:
    """The report of an act with its trigger; None if it names nobody and is no violence or protest of a place."""
    return _Writer(weigher, found).told()


class _Writer:
    """Writes one report: each method settles a field and notes why."""

    def __init__(self, weigher: Weigher, found: Found) -> None:
        self.weigher = weigher
        self.heads = weigher.heads
        self.found = found
        self.scene = found.scene
        self.article = found.scene.article
        self.tree: Sentence = self.article.sentences[found.number].sentence
        self.draft = found.scene.drafts[found.number].get(found.place)
        self.why: list[Basis] = []

    def told(self) -> Told | None:
        """The report, if there is anything to tell."""
        anchor = self._anchor()
        best, type_, score = self._type(anchor)
        status, mode = self._traits(best, type_, anchor)
        parts = self._parts(best)
        people = self._people(parts, type_)
        act, sides = (self.found.number, self.found.place), (_PART["actor"], _PART["recipient"])
        chances = {each: (float(row[sides[0]]), float(row[sides[1]])) for each, row in parts}
        people["actor"], people["recipient"], scenes = settled(self.tree, act, (type_, mode), people, chances)
        spot = self._spot(parts, type_) or next(iter(scenes), None)
        claim = self._claim()
        if claim is not None and claim.is_owned and not people["actor"]:
            people["actor"] = self._bearing(claim)
        own = claim if claim is not None and is_missing_side(self.tree, type_, people, claim) else None
        if own is not None:
            people["actor"] += self._bearing(own)
        hosts = people["recipient"]
        if type_ is not EventType.ASSAULT or is_capture(self.tree, self.found.place):
            people["recipient"] = [each for each in people["recipient"] if not is_ground(each)]
        if type_ is EventType.ASSAULT:
            people["recipient"] = with_harmed(self.article, act, people["recipient"], self.scene.candidates[act[0]])
        if is_mere_list(type_, len(people["actor"]), len(people["recipient"])):
            people["actor"] = []
        if not people["actor"] and not people["recipient"] and not (type_ in NAMELESS and spot):
            return None
        where = self._place(spot, people) if spot else None
        if where is None and mode == "visit":
            where = self._host(hosts, people)
        at_home = self._homes(people, where, type_)
        named = {role: tuple(self._participant(each, at_home) for each in people[role]) for role in people}
        when, status = self._when(parts, as_said(status, type_), type_)
        speaker = None
        if own is None and not is_taken_for_granted(self.tree, self.found.place):
            speaker = (
                self._drafted_speaker(parts, type_)
                or next(iter(named["speaker"]), None)
                or self._claimant(claim, parts, at_home)
            )
        if is_own_word(speaker, named["actor"], type_):
            speaker = None
        given: dict[str, Any] = {
            "type": type_,
            "status": status,
            "mode": mode,
            "actors": named["actor"],
            "recipients": named["recipient"],
            "invited_by": next(iter(named["inviter"]), None) or (self.draft.report.invited_by if self.draft else None),
            "when": when,
            "where": where,
            "said_by": self._spoken(speaker, where, named["recipient"]),
            "coder": f"{self.weigher.name} {self.weigher.version}",
            "rule": f"trained/{type_.lower()}/{self.tree.tokens[self.found.place].lemma.lower()}",
            "score": score,
        }
        # "This meeting", with participants that the heads found elsewhere, may still be a meeting told before.
        is_reference = self.draft is not None and (self.draft.is_reference or is_echo(self.draft))
        report = with_casualties(self._report(anchor, given), self.article, self.tree, self.found.place)
        report = with_hosts(report, self.article, self.article.sentences[self.found.number], self.found.place)
        return Told(report, is_reference, self.found.place)

    def _report(self, anchor: Span, given: dict[str, Any]) -> Report:
        """The report; where the rules drafted it, with their name for it and what only they read."""
        id_ = Report.identify(anchor, given["type"])
        if self.draft is None:
            words = self.article.text[anchor.start : anchor.end]
            sentence = self._span(self.tree.start, self.tree.end)
            return Report(id=id_, anchor=anchor, anchor_text=words, sentence=sentence, why=tuple(self.why), **given)
        drafted = self.draft.report
        kept = {"contexts", "via"} if given["said_by"] else {"contexts"}
        if given["said_by"] and drafted.said_by and given["said_by"].span == drafted.said_by.span:
            kept |= {"said_by"}
        if drafted.type is given["type"]:
            given["rule"] = drafted.rule
            kept |= {"type"}
        if given["invited_by"] is drafted.invited_by:
            kept |= {"invited_by"}
        why = (*self.why, *(each for each in drafted.why if each.name in kept))
        return replace(drafted, **given, id=id_, via=drafted.via if given["said_by"] else None, why=why)

    def _span(self, start: int, end: int) -> Span:
        return Span.of(self.article.article_id, self.article.text, start, end)

    def _note(self, field: str, rule: str, span: Span) -> None:
        self.why.append(Basis(field, f"trained: {rule}", self.article.text[span.start : span.end], span))

    def _anchor(self) -> Span:
        """The rules' anchor where they have one, else the word with its particle."""
        if self.draft:
            return self.draft.report.anchor
        token = self.tree.tokens[self.found.place]
        last = max([token, *self.tree.dependents(token.index, "compound:prt")], key=lambda each: each.index)
        return self._span(token.start, last.end if last.index - token.index <= 3 else token.end)

    def _type(self, anchor: Span) -> tuple[int, EventType, float]:
        """The likeliest type, by number and name, and its calibrated score."""
        chances = self.found.chances
        best, next_best = (int(place) for place in (np.argsort(-chances[1:], kind="stable") + 1)[:2])
        drafted = self._drafted_type()
        if drafted not in (None, best) and chances[drafted] >= _AS_LIKELY * chances[best]:
            best, next_best = drafted, best
        type_, chance = EventType(self.heads.types[best]), float(chances[best])
        runner_up = f"next {self.heads.types[next_best]} {chances[next_best]:.2f}"
        self._note("type", f"{type_} {chance:.2f}, {runner_up}", anchor)
        return best, type_, self.heads.calibrated(chance, is_drafted=self._agrees(type_))

    def _drafted_type(self) -> int | None:
        """The type that the rules drafted, by number, where their word counts though another is a little likelier: of
        nouns, which say less than verbs ("its support for Russia"), and of what was not done ("did not sign")."""
        report = self.draft.report if self.draft else None
        is_noun = self.tree.tokens[self.found.place].upos == "NOUN"
        if report is None or not (is_noun or report.status is Status.DENIED):
            return None
        return self.heads.types.index(str(report.type))

    def _agrees(self, type_: EventType) -> bool:
        return self.draft is not None and self.draft.report.type is type_

    def _traits(self, best: int, type_: EventType, anchor: Span) -> tuple[Status, str | None]:
        """Status and mode of the act."""
        assert self.tree.vectors is not None
        raw, modes = self.heads.of_act(self.tree.vectors, self.found.words, self.found.place, best)
        statuses = leant_statuses(self.heads, raw, self.tree, self.found.place, self.draft, self.weigher.lexicon)
        statuses[self.heads.statuses.index(Status.HAPPENED)] *= self.found.bars.happened
        status = Status(self.heads.statuses[int(statuses.argmax())])
        self._note("status", f"{status} {statuses.max():.2f}", anchor)
        fits = [
            (float(chance), -place, name)
            for place, (name, chance) in enumerate(zip(self.heads.modes, modes, strict=True))
            if name == "none" or is_mode_of(type_, name)
        ]
        mode = max(fits)[2]
        return status, None if mode == "none" else mode

    def _parts(self, best: int) -> Parts:
        """Candidates with their chance of each part, in the order of the text."""
        candidates = self.scene.around(self.found.number)
        chances = self.weigher.chances(self.scene, self.found.number, self.found.place, candidates, best)
        return sorted(zip(candidates, chances, strict=True), key=lambda pair: (pair[0].start, pair[0].end))

    def _people(self, parts: Parts, type_: EventType) -> dict[str, list[Candidate]]:
        """Who takes part: the rules' choice of a side where they have one and agree on the type; else the heads'."""
        chosen = {role: self._chosen(parts, role) for role in ("actor", "recipient", "speaker", "inviter")}
        if not self._agrees(type_):
            return chosen
        by_heads = chosen["actor"]
        is_taken = type_ is EventType.ASSAULT and is_capture(self.tree, self.found.place)
        for role in ("actor", "recipient"):
            place, likely = _PART[role], []
            by_name = _chances_by_name(parts, place)
            for each, chance in parts:
                given = self.scene.rule_role(self.found.number, self.found.place, each).split("+")
                is_drafted = role in given and not is_misread(self.article, each, role, is_taken)
                is_here = each.sentence == self.found.number
                likely.append(Likely(each, is_drafted, float(chance[place]), by_name.get(each.start, 0.0), is_here))
            if drafted := joined(self.tree, likely, type_):
                chosen[role] = drafted
                for each in drafted:
                    self._note(_FIELDS[role], f"{role} by the rules", self._span(each.start, each.end))
        sides = [*chosen["actor"], *chosen["recipient"]]
        chosen["actor"] = [*chosen["actor"], *counterpart(self.article, sides, by_heads, type_)]
        return chosen

    def _drafted_speaker(self, parts: Parts, type_: EventType) -> Participant | None:
        """Whom the rules have claim the act, unless the heads all but exclude it."""
        speaker = self.draft.report.said_by if self.draft and self._agrees(type_) else None
        if speaker is None or speaker.span is None:
            return None
        at = (speaker.span.start, speaker.span.end)
        place = _PART["speaker"]
        chance = max((float(each[place]) for who, each in parts if (who.start, who.end) == at), default=0.0)
        return speaker if chance >= _ENOUGH_DRAFTED else None

    def _spoken(
        self, speaker: Participant | None, where: Place | None, struck: Sequence[Participant]
    ) -> Participant | None:
        """The speaker, of the country that it speaks for where its words name none."""
        home = spoken_for(speaker, where, struck)
        if speaker is None or home is None:
            return speaker
        if home.span:
            self._note("said_by", f"speaks for {home.country}", home.span)
        return replace(speaker, country=home.country)

    def _claim(self) -> Claim | None:
        """The claim that the words around an act make of it."""
        return claim_of(self.tree, self.found.place, self.article.sentences[self.found.number].mentions_by_head())

    def _bearing(self, claim: Claim) -> list[Candidate]:
        """The speaker of a claim among the candidates of the sentence."""
        return [
            each for each in self.scene.candidates[self.found.number] if each.mention and each.mention is claim.speaker
        ]

    def _claimant(self, claim: Claim | None, parts: Parts, at_home: dict[tuple[int, int], str]) -> Participant | None:
        """Who claims an act that the rules did not draft, unless the heads all but exclude it."""
        if claim is None or claim.speaker is None or claim.is_denied or self.draft is not None:
            return None
        place = _PART["speaker"]
        for each, chance in parts:
            if each.mention is claim.speaker and (claim.is_owned or chance[place] >= _ENOUGH_DRAFTED):
                self._note("said_by", "words of a claim", self._span(each.start, each.end))
                return self._participant(each, at_home)
        return None

    def _chosen(self, parts: Parts, role: str) -> list[Candidate]:
        """Those whose chance of a part is enough; of two that overlap or are the same, the likelier."""
        place = _PART[role]
        likely = [(float(chance[place]), each) for each, chance in parts if each.mention]
        if role == "actor":
            likely = [pair for pair in likely if not self._is_beyond_a_border(pair[1])]
        most = max((chance for chance, _ in likely), default=0.0)
        enough = self.found.bars.side(role, most) if role in ("actor", "recipient") else _ENOUGH[role]
        likely = [pair for pair in likely if pair[0] >= enough]
        kept: list[tuple[float, Candidate]] = []
        for chance, each in sorted(likely, key=lambda pair: (-pair[0], pair[1].start)):
            if not any(is_same(each, other) for _, other in kept):
                kept.append((chance, each))
        kept.sort(key=lambda pair: pair[1].start)
        for chance, each in kept:
            self._note(_FIELDS[role], f"{role} {chance:.2f}", self._span(each.start, each.end))
        return [each for _, each in kept]

    def _is_beyond_a_border(self, each: Candidate) -> bool:
        """True for "Burkina Faso" in "the border with Burkina Faso": it tells where, not who."""
        tree = self.article.sentences[each.sentence].sentence
        token = tree.tokens[each.head]
        return token.relation == "nmod" and tree.tokens[token.head].lemma.lower() in _BORDERS

    def _homes(
        self, people: dict[str, list[Candidate]], where: Place | None, type_: EventType
    ) -> dict[tuple[int, int], str]:
        """Countries of participants whose own words name none, by where these words stand."""
        found: dict[tuple[int, int], str] = {}
        for each in homes_of(self.scene, people, where, type_, self.weigher.homes):
            found[each.participant.start, each.participant.end] = each.country
            self._note(_FIELDS[each.role], f"country {each.country} {each.chance:.2f}", self._span(*each.at))
        return found

    def _participant(self, each: Candidate, at_home: dict[tuple[int, int], str]) -> Participant:
        mention = each.mention
        assert mention is not None
        country = mention.country
        if is_homeless(each):
            country = at_home.get((each.start, each.end), country)
        span = self._span(mention.start, mention.end)
        return Participant(mention.text, country, mention.sector, mention.actor, mention.person, span)

    def _best(self, parts: Parts, role: str, is_local: bool = False) -> Candidate | None:
        """The likeliest of those whose chance is enough, less for a place of what is done on the spot."""
        place, far = _PART[role], _ENOUGH[role]
        near = ENOUGH_LOCAL if is_local else far
        sure = _SURE if role == "time" else 1.0
        likely = [(float(chance[place]), each) for each, chance in parts]
        found = [
            (chance, each)
            for chance, each in likely
            if chance >= (near if each.sentence == self.found.number else far)
            and (chance >= sure or not self._is_elsewhere(each))
        ]
        if not found and role == "time":
            found = [pair for pair in likely if pair[0] >= _ENOUGH_IN_CLAUSE and self._is_of_its_clause(pair[1])]
        if not found:
            return None
        chance, best = max(found, key=lambda pair: (pair[0], -pair[1].start))
        self._note(_FIELDS[role], f"{role} {chance:.2f}", self._span(best.start, best.end))
        return best

    def _is_of_its_clause(self, each: Candidate) -> bool:
        """True for a day of the verb above the act, in no clause of its own."""
        day = each.day if each.sentence == self.found.number and not self._is_elsewhere(each) else None
        return day is not None and is_of_its_clause(self.tree, self.found.place, day)

    def _is_elsewhere(self, each: Candidate) -> bool:
        """True for a day or place in a coordinate clause with a subject of its own: it is that clause's."""
        return each.sentence == self.found.number and are_apart(self.tree, self.found.place, each.head)

    def _spot(self, parts: Parts, type_: EventType) -> Candidate | None:
        """What places the act."""
        best = self._best([pair for pair in parts if pair[0].mention], "place", type_ in LOCAL)
        if best is None and type_ in MET:
            here = self.scene.candidates[self.found.number]
            around = around_a_town(self.article.sentences[self.found.number], self.article.text)
            best = next((each for each in here if len(around) == 1 and each.mention is around[0]), None)
        return best

    def _place(self, spot: Candidate, people: dict[str, list[Candidate]]) -> Place | None:
        """The place that a candidate names, with its country."""
        mention = spot.mention
        if mention is None:
            return None
        sides = [each.mention for role in ("actor", "recipient") for each in people[role] if each.mention]
        countries = {each.country for each in sides if each.country}
        read = self.article.sentences[spot.sentence]
        country = country_of(mention, read, self.article.text, countries)
        name, end = words_of(mention, read.sentence, self.article.text)
        return Place(name, country, self._span(mention.start, end))

    def _host(self, recipients: Sequence[Candidate], people: dict[str, list[Candidate]]) -> Place | None:
        """A visit takes place where its only host is, if the words name a place: "Venezuela", not "the king"."""
        mentions = [each.mention for each in recipients if each.mention and each.mention.can_be_place]
        if len(mentions) != 1 or len(recipients) != 1:
            return None
        self._note("where", "host of the visit", self._span(mentions[0].start, mentions[0].end))
        return self._place(recipients[0], people)

    def _when(self, parts: Parts, status: Status, type_: EventType) -> tuple[DayRange | None, Status]:
        """The day by the tense that the status gives it; what has happened cannot lie ahead."""
        published = self.article.published_on
        gap = counted_day(self.article.sentences[self.found.number], self.found.place, self.found.place)
        if gap is not None and gap.past is not None:
            self._note("when", "counted from this act", self._span(gap.start, gap.end))
            return gap.past, status
        best = self._best([pair for pair in parts if pair[0].day and (pair[0].day.past or pair[0].day.future)], "time")
        if best is None or best.day is None:
            return (published_by(published) if published else None), status
        drafted = self.draft.report.status if self.draft else None
        day, status = dated(self.tree, self.found.place, best.day, (status, drafted), type_, published)
        return day and spell(self.tree, self.found.place, best.day, day), status


def _chances_by_name(parts: Parts, place: int) -> dict[int, float]:
    """Where a pronoun begins → the greatest chance that one of those whom it means has a part by his name."""
    named = {each.start: float(chance[place]) for each, chance in parts if each.mention}
    meant: dict[int, float] = {}
    for each, _ in parts:
        if each.mention and each.mention.follows is not None:
            meant[each.start] = max(meant.get(each.start, 0.0), named.get(each.mention.follows, 0.0))
    return meant
