"""A meeting's report and its sentence come in; the report with who hosts it and who leads the delegations goes out."""

import re
from collections.abc import Iterator
from dataclasses import replace

from dragoman.coding.arguments import case_of, conjuncts, of_verb
from dragoman.coding.conditions import Mentions
from dragoman.record import Basis, EventType, Participant, Report, Span
from dragoman.sentences import Mention, MentionKind, ReadArticle, ReadSentence, Sentence, Token

_MEETINGS = frozenset((EventType.CONSULT, EventType.COOPERATE))
_HOSTING = frozenset("host organize organise convene".split())
_LEADING = frozenset("lead head".split())
_DELEGATIONS = frozenset("delegation mission team party group entourage negotiator".split())
_TALKS = frozenset("talk meeting summit conference negotiation consultation round session forum dialogue".split())
_HOSTED = re.compile(r"-hosted$|^hosted$", re.IGNORECASE)
_UP = frozenset(("obj", "nsubj", "nmod", "obl", "conj", "xcomp", "acl", "compound"))


def with_hosts(report: Report, article: ReadArticle, read: ReadSentence, trigger: int) -> Report:
    """The report with its host and the heads of its delegations, and the reasons; an act that is no meeting has none.

    Host: whoever is said to host, organise or convene it ("talks hosted by Qatar", "Qatar hosted talks",
    "Qatari-hosted talks"). Heads: whoever leads a delegation that takes part ("a delegation led by X"). Only what the
    sentence says in words: the place of a meeting does not make its state the host.
    """
    if report.type not in _MEETINGS:
        return report
    mentions = read.mentions_by_head()
    why = list(report.why)

    def named(mention: Mention, field: str, rule: str) -> Participant:
        span = Span.of(article.article_id, article.text, mention.start, mention.end)
        why.append(Basis(field, rule, article.text[span.start : span.end], span))
        return Participant(mention.text, mention.country, mention.sector, mention.actor, mention.person, span)

    hosts = {each.start: each for each in _hosts(read.sentence, trigger, mentions)}
    heads = {each.start: each for each in _heads(read.sentence, trigger, mentions)}
    if not hosts and not heads:
        return report
    return replace(
        report,
        hosted_by=tuple(named(each, "hosted_by", "who hosts it") for each in hosts.values()),
        led_by=tuple(named(each, "led_by", "who leads a delegation") for each in heads.values()),
        why=tuple(why),
    )


def _hosts(sentence: Sentence, trigger: int, mentions: Mentions) -> Iterator[Mention]:
    """Whoever hosts the act that a word names."""
    token = sentence.tokens[trigger]
    for above in (token, *_above(sentence, token)):
        if above.lemma.lower() in _HOSTING and above.upos == "VERB":
            yield from _doers(sentence, above, mentions)
    named_so = [each for each in sentence.dependents(trigger, "obl", "obj") if each.lemma.lower() in _TALKS]
    for noun in (token, *named_so):  # "met [in] talks [hosted by Oman]"
        for below in sentence.dependents(noun.index, "acl"):
            if below.lemma.lower() in _HOSTING and below.xpos == "VBN":
                yield from _doers(sentence, below, mentions)
    for below in sentence.dependents(trigger, "amod", "compound"):
        if not _HOSTED.search(below.text):
            continue
        start = sentence.tokens[below.index - 2].start if below.text.lower() == "hosted" and below.index >= 2 else 0
        for each in (mention for here in mentions.values() for mention in here):
            if max(start, below.start) <= each.start < below.end or start == each.start:
                yield each


def _above(sentence: Sentence, token: Token) -> Iterator[Token]:
    """The words that an act's noun hangs on, within its clause: "hosted [a round of] talks"."""
    steps = 0
    while token.relation in _UP and token.head >= 0 and steps < 4:
        token, steps = sentence.tokens[token.head], steps + 1
        yield token
        if token.upos == "VERB":
            return


def _doers(sentence: Sentence, verb: Token, mentions: Mentions) -> Iterator[Mention]:
    slots = of_verb(sentence, verb.index)
    for head in slots.get("subj", ()):
        yield from mentions.get(head, ())


def _heads(sentence: Sentence, trigger: int, mentions: Mentions) -> Iterator[Mention]:
    """Whoever leads a delegation that takes part in the act that a word names."""
    near = {trigger, *(each.index for each in _above(sentence, sentence.tokens[trigger]))}
    for token in sentence.tokens:
        if token.upos != "NOUN" or token.lemma.lower() not in _DELEGATIONS:
            continue
        chain = {token.index, *(each.index for each in sentence.ancestors(token.index))}
        if not near & chain:
            continue
        for verb in sentence.dependents(token.index, "acl", "acl:relcl", "amod"):
            if verb.lemma.lower() in _LEADING:
                own = [each.index for each in sentence.dependents(verb.index, "nsubj")]
                yield from _people(sentence, _agents(sentence, verb) or own, mentions)
        for below in sentence.dependents(token.index, "nmod", "obl"):
            if case_of(sentence, below.index) == "under":
                yield from _people(sentence, [below.index], mentions)
        above = sentence.tokens[token.head] if token.head >= 0 else None
        if above is not None and token.relation == "obj" and above.lemma.lower() in _LEADING:
            yield from _people(sentence, list(of_verb(sentence, above.index).get("subj", ())), mentions)


def _agents(sentence: Sentence, verb: Token) -> list[int]:
    found = [each.index for each in sentence.dependents(verb.index, "obl", "obl:agent", "nmod")]
    return [each for each in found if case_of(sentence, each) == "by"]


def _people(sentence: Sentence, places: list[int], mentions: Mentions) -> Iterator[Mention]:
    """The people among those named at these words; a state or body leads no delegation."""
    for place in places:
        for head in conjuncts(sentence, place):
            for mention in mentions.get(head, ()):
                if mention.kind in (MentionKind.OFFICE, MentionKind.PERSON):
                    yield mention
