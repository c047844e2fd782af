"""A day phrase, the act that it dates and its status come in; the days meant and the status that they leave go out."""

from dataclasses import replace
from datetime import date, timedelta

from dragoman.coding.lasting import opens
from dragoman.coding.status import MODALS
from dragoman.dates import DayRange, Precision, published_by
from dragoman.ontology.acts import SPOKEN
from dragoman.record import EventType, Status
from dragoman.sentences import DayPhrase, Sentence

_AHEAD = frozenset((Status.PLANNED, Status.POSSIBLE, Status.URGED, Status.CANCELLED))
_ORDINALS, _COMPARED = frozenset("first second third fourth fifth".split()), 8
_FAR_AHEAD, _NEAR_BEHIND = timedelta(180), timedelta(120)
_VERBS = frozenset(("VERB", "AUX"))
_PRESENT = frozenset(("VBZ", "VBP"))
_AT_ANOTHER_TIME = frozenset("ahead before after since until despite following prior because over".split())
_LASTING, _LATEST = ("until", "till", "through", "to "), ("by ", "before", "prior", "later than")


def dated(
    tree: Sentence,
    trigger: int,
    phrase: DayPhrase,
    told: tuple[Status, Status | None],
    type_: EventType,
    published: date | None,
) -> tuple[DayRange | None, Status]:
    """The days of an act by the tense that its status gives the phrase; what has happened cannot lie ahead.

    `told` is the status of the act and what the rules drafted, if they did.
    """
    past, future = phrase.past, phrase.future
    status, drafted = told
    if published is not None and _is_no_day_of(tree, trigger, phrase, status):
        return published_by(published), status
    if published is not None and status in _AHEAD and _is_of_the_saying(tree, trigger, phrase):
        return published_by(published), status
    if published is not None and status not in _AHEAD and _closes(phrase, published):
        # What is said is said at once: "until Friday" and "by May" are of what it is about.
        is_its_own = phrase.text.lower().startswith(_LASTING) and type_ not in SPOKEN
        return (future if is_its_own else published_by(published)), status
    if status is Status.PLANNED and (
        (drafted is Status.HAPPENED and _is_nearer_behind(phrase, published))
        or (type_ is not EventType.CONSULT and _is_long_ahead(phrase, published))
    ):
        status = Status.HAPPENED  # "had announced on January 28 their withdrawal", read on January 30
    if status is Status.ONGOING and _is_under_way_later(tree, trigger, phrase, published):
        status = Status.PLANNED  # "says that she is stepping down in September", read in June
    if status is Status.ONGOING and past and future and past.last == future.first == published:
        past = future  # "is visiting this week", read on Monday
    if status is Status.HAPPENED and opens(tree, phrase) and _is_yet_to_open(tree, trigger, phrase, published):
        return future, Status.PLANNED  # "imposes a curfew from June 14", read on June 12
    since = _since(tree, trigger, phrase, status, published)
    if since is not None and status is not Status.PLANNED:
        return since, status
    is_ahead = status in _AHEAD and not (status is Status.POSSIBLE and _is_past_guess(tree, trigger, phrase, published))
    day = (future or past) if is_ahead else past or future
    is_done = status in (Status.HAPPENED, Status.ONGOING)
    if published and is_done and past is None and day and (day.first == published or status is Status.ONGOING):
        return published_by(published), status  # "within two weeks" is of something else
    if published and day and day.first and day.first > published and status is Status.HAPPENED:
        if type_ in SPOKEN and not (type_ is EventType.SUPPORT and _is_to_be(tree, trigger)):
            return published_by(published), status  # "supports a truce from Monday on"
        status = Status.PLANNED
    return day, status


def is_of_its_clause(tree: Sentence, trigger: int, phrase: DayPhrase) -> bool:
    """True for a day on the verb that an act's noun or participle is under: "on Friday [they opened] talks".

    What a verb holds was when the verb's act was: nouns below it, and participles that share its subject. Not so what
    it came "ahead of" or "after", nor what a further verb holds ("will vote on Monday to open an inquiry").
    """
    verb, act = _above(tree, phrase), tree.tokens[trigger]
    if verb < 0 or tree.tokens[verb].upos not in _VERBS:
        return False
    if act.upos not in _VERBS:
        chain = [act, *tree.ancestors(trigger)]
        below = next((place for place, each in enumerate(chain) if each.index == verb), 0)
        between = chain[1:below]
        if not below or any(each.xpos == "VB" and each.relation == "advcl" for each in between):
            return False
        return all(_AT_ANOTHER_TIME.isdisjoint(_cases(tree, each.index)) for each in (act, *between))
    is_participle = act.relation == "advcl" and act.xpos in ("VBG", "VBN")
    return is_participle and act.head == verb and not tree.dependents(trigger, "nsubj")


def _cases(tree: Sentence, word: int) -> set[str]:
    return {each.lemma.lower() for each in tree.dependents(word, "case")}


def _is_of_the_saying(tree: Sentence, trigger: int, phrase: DayPhrase) -> bool:
    """True for the day on which it was said that something will be: "announced on Thursday that it would leave"."""
    verb = _above(tree, phrase)
    if verb < 0 or tree.tokens[verb].xpos != "VBD":
        return False
    chain = [tree.tokens[trigger], *tree.ancestors(trigger)]
    below = next((each for each in chain if each.head == verb), None)
    return below is not None and below.relation == "ccomp"


def _above(tree: Sentence, phrase: DayPhrase) -> int:
    """The word that a day hangs on; -1 for none. What stands before the subject of what is said is of the saying."""
    outer = phrase.head_in(tree)
    head = tree.tokens[outer].head
    said = tree.tokens[head] if head >= 0 else None
    if said is None or said.relation != "ccomp" or not said.head < outer:
        return head
    subjects = tree.dependents(head, "nsubj")
    is_before = bool(subjects) and not any(said.head < each.index < outer for each in tree.dependents(head, "mark"))
    return said.head if is_before and outer < min(tree.subtree(subjects[0].index)) else head


def _is_to_be(tree: Sentence, trigger: int) -> bool:
    """True for "to open" and "will be moved"."""
    auxiliaries = tree.dependents(trigger, "aux")
    return tree.tokens[trigger].xpos == "VB" or any(each.lemma.lower() == "will" for each in auxiliaries)


def _is_yet_to_open(tree: Sentence, trigger: int, phrase: DayPhrase, published: date | None) -> bool:
    """True for the day without a year from which something told in the present is to be, or that is nearer ahead."""
    past, future = phrase.past, phrase.future
    if published is None or not (past and past.last and future and future.first):
        return False
    if not past.last < published < future.first:
        return False
    return tree.tokens[trigger].xpos in _PRESENT or future.first - published < published - past.last


def _closes(phrase: DayPhrase, published: date) -> bool:
    """True for the day up to which something lasts or is to be done: "until 31 January", "by Saturday"."""
    future = phrase.future
    if future is None or future.precision is not Precision.OPEN or future.first != published or not future.last:
        return False
    if not phrase.text.lower().startswith((*_LASTING, *_LATEST)):
        return False
    past = phrase.past
    return not (past and past.last and past.last < published and published - past.last < future.last - published)


def _is_under_way_later(tree: Sentence, trigger: int, phrase: DayPhrase, published: date | None) -> bool:
    """True for what "is" being done on a day without a year that is over for this time: it lies ahead."""
    past, future = phrase.past, phrase.future
    if published is None or not (past and past.last and future and future.first):
        return False
    return tree.tokens[trigger].xpos == "VBG" and past.last < published < future.first


def _is_past_guess(tree: Sentence, trigger: int, phrase: DayPhrase, published: date | None) -> bool:
    """True for what may have happened on a day that lies nearer behind, told without "may" or "could"."""
    chain = [trigger, *(token.index for token in tree.ancestors(trigger))]
    is_modal = any(each.lemma.lower() in MODALS for at in chain for each in tree.dependents(at, "aux"))
    return not is_modal and _is_nearer_behind(phrase, published)


def _is_nearer_behind(phrase: DayPhrase, published: date | None) -> bool:
    """True for a day without a year that lies nearer behind the publication day than ahead of it."""
    past, future = phrase.past, phrase.future
    if published is None or not (past and past.last and future and future.first):
        return False
    return published - past.last < future.first - published


def _is_long_ahead(phrase: DayPhrase, published: date | None) -> bool:
    """True for a day without a year that is just over, and comes again only in many months: it is the one behind."""
    past, future = phrase.past, phrase.future
    if published is None or not (past and past.last and future and future.first):
        return False
    return published - past.last <= _NEAR_BEHIND and future.first - published >= _FAR_AHEAD


def _since(tree: Sentence, trigger: int, phrase: DayPhrase, status: Status, published: date | None) -> DayRange | None:
    """ "Attacks since February", "attacks since the truce of 19 January" lie between then and now.

    None where no "since" stands before the day, and for what was done once: "jailed since 16 October".
    """
    past, future = phrase.past, phrase.future
    if not (published and past and past.first and future) or past.first > published:
        return None
    is_bound = phrase.text.lower().startswith("since") and not future.last
    if not is_bound and not _is_counted_from(tree, trigger, phrase):
        return None
    if past.precision is Precision.DAY and status is not Status.ONGOING and not _is_repeated(tree, trigger):
        return None
    return replace(past, last=published, precision=Precision.OPEN)


def _is_repeated(tree: Sentence, trigger: int) -> bool:
    """True for "attacks" and "have been killed", which a "since" spreads over the time up to now."""
    chain = (tree.tokens[trigger], *tree.dependents(trigger, "aux"))
    return chain[0].xpos == "NNS" or any(each.lemma.lower() == "have" for each in chain[1:])


def _is_counted_from(tree: Sentence, trigger: int, phrase: DayPhrase) -> bool:
    """True where the day is of what the act lies behind: "killed since the war began in May"."""
    for token in (tree.tokens[phrase.tokens[0]], *tree.ancestors(phrase.tokens[0])):
        if token.index == trigger:
            return False
        if any(each.lemma.lower() == "since" for each in tree.dependents(token.index, "case", "mark")):
            return trigger not in tree.subtree(token.index)
    return False


def _is_no_day_of(tree: Sentence, trigger: int, phrase: DayPhrase, status: Status) -> bool:
    """True for "the first visit since 2019", which compares."""
    if not phrase.text.lower().startswith("since "):
        return False
    near = tree.tokens[max(0, phrase.tokens[0] - _COMPARED) : phrase.tokens[0]]
    return status is Status.PLANNED or any(
        (token.xpos in ("JJS", "RBS") and token.text.lower() != "least") or token.lemma.lower() in _ORDINALS
        for token in near
    )
