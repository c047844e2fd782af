"""The rule coder: sentences with mentions and days become reports, by the lexicon over the dependency tree."""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from dragoman.coding.arguments import case_of
from dragoman.coding.attribution import Claim, claim_of
from dragoman.coding.casualties import with_casualties
from dragoman.coding.conditions import Mentions, is_of_class
from dragoman.coding.contexts import contexts_of
from dragoman.coding.hosts import with_hosts
from dragoman.coding.lexicon import FRAMES, Lexicon, load_lexicon
from dragoman.coding.proposals import CALLED_OFF, NAMELESS, Proposal, happens, proposals_of
from dragoman.coding.roles import Cast, cast_of, counted_day, day_of, inviter_of, place_of
from dragoman.coding.settling import Told, same_act, settle_countries
from dragoman.coding.status import StatusFound, status_of
from dragoman.coding.topics import label_of
from dragoman.dates import DayRange, published_by
from dragoman.record import Basis, EventType, Participant, Place, Report, Span, Status
from dragoman.sentences import DayPhrase, Mention, Piece, ReadArticle, ReadSentence

_FORCE = frozenset((EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE))
# What somebody says that they will not do, they refuse: type → mode of the refusal.
_REFUSED = {
    EventType.CONSULT: "meet",
    EventType.AID: "assist",
    EventType.COOPERATE: "assist",
    EventType.CONCEDE: "yield",
    EventType.RETREAT: "yield",
    EventType.SUPPORT: None,
    EventType.AGREE: None,
}
# Classes of nouns whose bearers can act, known or not.
_PEOPLE = ("CROWD", "CHARITY", "COUNTERPART", "FIGHTERS", "OFFICIALS", "JUDGES")
# Acts that are done each time that they are said, and the rule of status that says they go on.
_SAYING = frozenset((EventType.REQUEST, EventType.REJECT, EventType.ACCUSE, EventType.THREATEN))
_AS_GOOD_AS_DONE = frozenset(("operator/go-on",))
_CODED = frozenset((Piece.TEXT, Piece.HEADLINE))


@cache
def reliability() -> dict[EventType, float]:
    """For each type, the share of the rules' reports that a reader would agree with, 0 to 1."""
    counts = tomllib.loads((Path(__file__).parent / "reliability.toml").read_text(encoding="utf-8"))
    return {EventType(name): (right + 1) / (coded + 2) for name, (right, coded) in counts.items()}


class RuleCoder:
    """Codes by rules: each report carries the lexicon entry and the words that it rests on."""

    name = "rules"
    version = "3"
    branch = None
    min_score: float | None = None

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()

    def code(self, articles: Iterable[ReadArticle]) -> Iterator[list[Report]]:
        """The reports of each article, in the order of the text, an act told twice once."""
        for article in articles:
            told = [each for sentence in article.sentences for each in self.drafts(article, sentence)]
            reports = same_act(settle_countries(article, told), article.blocs)
            yield [report for report in reports if report.score >= (self.min_score or 0.0)]

    def drafts(self, article: ReadArticle, read: ReadSentence) -> Iterator[Told]:
        """What the rules read in one sentence, before an act told twice is made one."""
        if read.sentence.kind not in _CODED:
            return
        mentions = read.mentions_by_head()
        label = label_of(read.sentence)
        for proposal in proposals_of(read.sentence, mentions, self.lexicon):
            if proposal.trigger < label:
                continue
            status = status_of(read.sentence, proposal.trigger, proposal.light, self.lexicon)
            if status.barred:
                continue
            report = _Writer(article, read, mentions, proposal, self.lexicon).report(status, self)
            if report is not None:
                report = with_casualties(report, article, read.sentence, proposal.trigger)
                report = with_hosts(report, article, read, proposal.trigger)
                yield Told(report, proposal.is_reference, proposal.trigger)


class _Writer:
    """Writes one report: each method settles a field and notes why."""

    def __init__(
        self, article: ReadArticle, read: ReadSentence, mentions: Mentions, proposal: Proposal, lexicon: Lexicon
    ) -> None:
        self.lexicon = lexicon
        self.article = article
        self.read = read
        self.sentence = read.sentence
        self.mentions = mentions
        self.proposal = proposal
        self.why: list[Basis] = []

    def report(self, found: StatusFound, coder: RuleCoder) -> Report | None:
        """The report, or None if nobody takes part in what the words name."""
        act = self.proposal.act
        is_noun = self.sentence.tokens[self.proposal.trigger].upos not in ("VERB", "ADJ")
        cast = cast_of(self.sentence, act, self.proposal.slots, self.mentions, is_noun=is_noun)
        if self.proposal.is_echo:
            cast = Cast()
        elif self._is_told_of_nobody(cast) or self._is_done_by_a_thing(cast):
            return None
        anchor = self._anchor()
        self._note("type", act.name, anchor)
        status = self._status(found)
        when, status = self._when(status)
        claim = claim_of(self.sentence, self.proposal.carrier, self.mentions)
        said_by, status = self._said_by(claim, cast, status)
        where = self._where(cast)
        kind, mode = act.type, act.mode
        if found.rule == "refusal" and kind in _REFUSED and claim is not None and not said_by:
            kind, mode, status, cast = EventType.REJECT, _REFUSED[kind], Status.HAPPENED, self._refused(cast)
            self._note("type", "what one says one will not do is refused", anchor)
        for field, people in (("actors", cast.actors), ("recipients", cast.recipients)):
            for mention in people:
                self._note(field, f"frame “{act.frame}”", self._span(mention.start, mention.end))
        inviter = None
        if act.type is EventType.CONSULT:
            inviter = inviter_of(self.sentence, self.proposal.trigger, self.proposal.carrier, self.mentions)
        if inviter:
            self._note("invited_by", "invitation", self._span(inviter.start, inviter.end))
        return Report(
            id=Report.identify(anchor, kind),
            anchor=anchor,
            anchor_text=self.article.text[anchor.start : anchor.end],
            type=kind,
            status=status,
            mode=mode,
            contexts=self._contexts(self.lexicon, anchor),
            actors=tuple(self._participant(mention) for mention in cast.actors),
            recipients=tuple(self._participant(mention) for mention in cast.recipients),
            invited_by=self._participant(inviter) if inviter else None,
            when=when,
            where=where,
            said_by=said_by,
            via=self._via(claim) if said_by else None,
            sentence=self._span(self.sentence.start, self.sentence.end),
            coder=f"{coder.name} {coder.version}",
            rule=act.name,
            score=reliability().get(kind, 0.5),
            why=tuple(self.why),
        )

    def _is_told_of_nobody(self, cast: Cast) -> bool:
        """True if nobody takes part; violence, protest and calling off need less: a blast is told without names."""
        if self.proposal.act.name in CALLED_OFF:
            return not (cast.actors and cast.recipients)
        if cast.actors or cast.recipients:
            return False
        trigger, act = self.sentence.tokens[self.proposal.trigger], self.proposal.act
        is_told = trigger.upos == "VERB" or happens(self.sentence, trigger, act)
        return not (is_told and act.type in NAMELESS and self._has_place())

    def _has_place(self) -> bool:
        return place_of(self.sentence, self.proposal.trigger, self.proposal.carrier, self.mentions, ()) is not None

    def _is_done_by_a_thing(self, cast: Cast) -> bool:
        """True if the subject is nobody who can act: "the partnership could offer …". Weapons and blasts may kill."""
        if cast.actors or self.proposal.act.type is EventType.ASSAULT:
            return False
        subjects = self.proposal.slots.get("subj", ())
        nouns = [
            index for index in subjects if self.sentence.tokens[index].upos == "NOUN" and not self._is_people(index)
        ]
        return bool(nouns) and "subj" in (self.proposal.act.actor or FRAMES[self.proposal.act.frame].actor)

    def _is_people(self, noun: int) -> bool:
        """True for a noun that means people though nobody knows which: "rights groups", "opposition leaders"."""
        return is_of_class(self.sentence, noun, _PEOPLE, self.mentions, self.lexicon)

    def _refused(self, cast: Cast) -> Cast:
        """Who refuses whom: the subject refuses the other sides of a reciprocal act."""
        if cast.recipients or len(cast.actors) < 2:
            return cast
        return Cast(cast.actors[:1], cast.actors[1:])

    def _span(self, start: int, end: int) -> Span:
        return Span.of(self.article.article_id, self.article.text, start, end)

    def _note(self, field: str, rule: str, span: Span | None) -> None:
        words = self.article.text[span.start : span.end] if span else ""
        self.why.append(Basis(field, rule, words, span))

    def _participant(self, mention: Mention) -> Participant:
        span = self._span(mention.start, mention.end)
        return Participant(mention.text, mention.country, mention.sector, mention.actor, mention.person, span)

    def _anchor(self) -> Span:
        """From the light verb to its noun where they stand close, else the trigger with its particle or object."""
        tokens = self.sentence.tokens
        trigger = tokens[self.proposal.trigger]
        first = last = trigger
        light = self.proposal.light
        if light is not None and abs(light - trigger.index) <= 4:
            first, last = sorted((trigger, tokens[light]), key=lambda token: token.index)
        for child in self.sentence.dependents(trigger.index, "compound:prt"):
            last = max(last, child, key=lambda token: token.index)
        if trigger.upos == "VERB" and self.proposal.act.obj:
            near = [index for index in self.proposal.slots.get("obj", ()) if 0 < index - trigger.index <= 4]
            if near:
                last = max(last, tokens[near[0]], key=lambda token: token.index)
        if trigger.upos != "VERB" and light is None:
            before = [
                t for t in self.sentence.dependents(trigger.index, "compound", "amod") if t.index == trigger.index - 1
            ]
            first = before[0] if before and before[0].upos == "NOUN" else first
        return self._span(first.start, last.end)

    def _status(self, found: StatusFound) -> Status:
        token = self.sentence.tokens[found.token]
        self._note("status", found.rule, self._span(token.start, token.end))
        if self.proposal.act.type in _SAYING and found.rule in _AS_GOOD_AS_DONE:
            return Status.HAPPENED  # "continues to demand": the demand is made
        fixed = self.proposal.act.status
        if fixed is not None and found.status in (Status.HAPPENED, Status.PLANNED, Status.ONGOING):
            return fixed
        return found.status

    def _when(self, status: Status) -> tuple[DayRange | None, Status]:
        published = self.article.published_on
        found = day_of(self.sentence, self.proposal.trigger, self.proposal.carrier, self.read.days, status)
        gap = counted_day(self.read, self.proposal.trigger, self.proposal.carrier)
        if found is None and gap is not None and gap.past is not None:
            found = (gap.past, gap)
        if found is None or self.proposal.act.name in CALLED_OFF:  # a day there is the meeting's
            return (published_by(published) if published else None), status
        day, phrase = found
        if self._is_announced(phrase, published):
            day, status = phrase.future or day, Status.PLANNED
        self._note("when", f"day phrase, {day.basis}", self._span(phrase.start, phrase.end))
        if published and day.first and day.first > published and status in (Status.HAPPENED, Status.ONGOING):
            status = Status.PLANNED
        return day, status

    def _is_announced(self, phrase: DayPhrase, published: date | None) -> bool:
        """True for an act announced for a day without a year that lies nearer ahead than behind."""
        if self.sentence.tokens[self.proposal.carrier].lemma != "announce" or published is None:
            return False
        ahead, behind = phrase.future, phrase.past
        if not (ahead and behind and ahead.first and behind.last) or ahead == behind:
            return False
        return (ahead.first - published) < (published - behind.last)

    def _where(self, cast: Cast) -> Place | None:
        # "opened an embassy in Niger": the recipient is also the place; "sent troops to Niger": it is not.
        taken = (*cast.actors, *(m for m in cast.recipients if case_of(self.sentence, m.head) not in ("in", "at")))
        if self.proposal.act.mode == "visit":
            taken = cast.actors  # the host's city is where a visit takes place
        mention = place_of(self.sentence, self.proposal.trigger, self.proposal.carrier, self.mentions, taken)
        if mention is None and self.proposal.act.mode == "visit":
            mention = next((each for each in cast.recipients if each.can_be_place and each.place), None)
        if mention is None:
            return None
        span = self._span(mention.start, mention.end)
        self._note("where", "place of the act", span)
        return Place(mention.place or mention.text, mention.country, span)

    def _contexts(self, lexicon: Lexicon, anchor: Span) -> tuple[str, ...]:
        tokens = self.sentence.tokens
        for name in self.proposal.act.contexts:
            self._note("contexts", f"{self.proposal.act.name}: {name}", anchor)
        found = list(contexts_of(self.sentence, self.proposal.carrier, lexicon.areas))
        for name, first, last in found:
            self._note("contexts", name, self._span(tokens[first].start, tokens[last].end))
        return tuple(dict.fromkeys((*self.proposal.act.contexts, *(name for name, _, _ in found))))

    def _via(self, claim: Claim | None) -> str | None:
        if claim is None or claim.via is None:
            return None
        self._note("via", "outlet told", self._span(claim.via.start, claim.via.end))
        return claim.via.text

    def _said_by(self, claim: Claim | None, cast: Cast, status: Status) -> tuple[Participant | None, Status]:
        if claim is None or claim.speaker is None:
            return None, status
        verb = self.sentence.tokens[claim.verb]
        span = self._span(verb.start, verb.end)
        speaker = claim.speaker
        own = speaker.code is not None and speaker.code in {mention.code for mention in cast.actors}
        if claim.is_denied:
            self._note("status", "denied by the speaker", span)
            status = Status.DENIED if status is Status.HAPPENED else status
            if own:
                return None, status
            self._note("said_by", "speaker", self._span(speaker.start, speaker.end))
            return self._participant(speaker), status
        if own and not (self.proposal.act.type in _FORCE and status in (Status.HAPPENED, Status.ONGOING)):
            return None, status
        self._note("said_by", "accusation" if claim.is_accusation else "verb of saying", span)
        self._note("said_by", "speaker", self._span(speaker.start, speaker.end))
        return self._participant(speaker), status
