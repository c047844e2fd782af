"""An article and its reports come in; those whose day only the next sentence gives go out with it.

"The ministry declares a curfew. The measures will be in effect from April 25 until May 11."
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.coding.settling import Told
from dragoman.record import Basis, EventType, Span, Status
from dragoman.sentences import DayPhrase, ReadArticle, Sentence, Token

_TALKS = frozenset("talk meeting summit conference visit negotiation".split())
_MEASURES = frozenset("measure rule restriction curfew lockdown ban order".split())
_LASTS = frozenset("begin start run last occur continue remain".split())
_COMES = frozenset(("come", "go", "take", "enter", "be", "remain"))
_EFFECT = frozenset(("effect", "force", "place"))
_OF = {**dict.fromkeys(_TALKS, EventType.CONSULT), **dict.fromkeys(_MEASURES, EventType.COERCE)}
_DONE = frozenset((Status.HAPPENED, Status.ONGOING))
_POINTING = frozenset(("the", "this", "these"))


def follow_days(article: ReadArticle, told: Sequence[Told]) -> list[Told]:
    """The reports in their order; the last of its type before "the talks will run until Friday" is given that day."""
    found = list(told)
    if article.published_on is None:
        return found
    for read in article.sentences[1:]:
        for verb, type_, phrase in _followed(read.sentence, read.days):
            before = [
                place
                for place, each in enumerate(found)
                if each.report.type is type_
                and each.report.sentence
                and each.report.sentence.end <= read.sentence.start
            ]
            report = found[before[-1]].report if before else None
            if report is None or (report.when and report.when.is_stated):
                continue
            is_past = read.sentence.tokens[verb].xpos == "VBD"
            day = phrase.past if is_past else phrase.future or phrase.past
            if day is None:
                continue
            is_ahead = day.first is not None and day.first > article.published_on
            status = Status.PLANNED if is_ahead and report.status in _DONE else report.status
            span = Span.of(article.article_id, article.text, phrase.start, phrase.end)
            basis = Basis("when", "the next sentence tells when", article.text[span.start : span.end], span)
            why = (*(each for each in report.why if each.name != "when"), basis)
            found[before[-1]] = replace(found[before[-1]], report=replace(report, when=day, status=status, why=why))
    return found


def _followed(tree: Sentence, days: Sequence[DayPhrase]) -> Iterator[tuple[int, EventType, DayPhrase]]:
    """Verbs that say from when or until when something told before holds: verb, the type of that, the day."""
    for phrase in days:
        chain = list(tree.ancestors(phrase.head_in(tree)))[:3]
        for token in chain:
            type_ = _subject_type(tree, token) if _is_of_effect(tree, token) else None
            if type_ is not None:
                yield token.index, type_, phrase
                break


def _is_of_effect(tree: Sentence, verb: Token) -> bool:
    """True for "begin", "last", and for "take effect", "be in effect", "come into force"."""
    words = {verb.lemma.lower(), *(each.lemma.lower() for each in tree.dependents(verb.index, "obj", "obl", "cop"))}
    return bool(words & _LASTS) or (bool(words & _EFFECT) and bool(words & _COMES))


def _subject_type(tree: Sentence, verb: Token) -> EventType | None:
    """The type of act that the subject points back to: "the talks", "these measures"; a coordinate verb shares it."""
    here = verb
    for _ in range(3):
        for subject in tree.dependents(here.index, "nsubj", "nsubj:pass"):
            points = any(each.lemma.lower() in _POINTING for each in tree.dependents(subject.index, "det"))
            return _OF.get(subject.lemma.lower()) if points else None
        if here.relation not in ("conj", "xcomp") or here.head < 0:
            return None
        here = tree.tokens[here.head]
    return None
