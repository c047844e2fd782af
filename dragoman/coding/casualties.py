"""How many were killed and how many hurt: a sentence's tokens come in, the counts that it states go out.

A count belongs to the word of its clause that tells the fate (killed, dead, wounded), and through it to the act that
the clause names. What is not said for certain of one act gives none: negated, conditional or intended killings, totals
since a day or of past years, one number for killed and hurt together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.coding.lexicon import load_lexicon
from dragoman.coding.quantities import Quantity, quantities_of
from dragoman.coding.status import MODALS
from dragoman.record import Basis, EventType, Report, Span, Status, Toll
from dragoman.sentences import ReadArticle, Sentence, Token

_FORCE = frozenset((EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE))
_TOLD = frozenset((Status.HAPPENED, Status.ONGOING, Status.POSSIBLE))
# Entries of the lexicon whose single verbs say that somebody is killed; "wound" those that say hurt.
_KILLING = ("assault/kill", "assault/massacre", "assault/assassinate", "assault/behead")
_ALSO_DEAD = frozenset(("assassinate", "behead", "lynch", "massacre", "execute"))
_DYING = frozenset(("die", "perish"))
_DEAD_WORDS = frozenset(("dead", "killed", "slain", "massacred", "executed", "lynched", "assassinated", "murdered"))
_HURT = frozenset(("wound", "injure", "hurt", "maim"))
_HURT_WORDS = frozenset(("wounded", "injured", "hurt", "maimed"))
_NOUNS = {"death": "dead", "fatality": "dead", "injury": "injured"}
_TOLLS = frozenset(("toll",))
_IFS = frozenset(("if", "unless", "whether", "until", "before"))
_NOT = frozenset(("not", "n't", "never", "neither"))
_SPANS_OF_TIME = frozenset("second minute hour day week month year decade century night".split())
_NO_PEOPLE = _SPANS_OF_TIME | frozenset(
    """dollar euro pound $ percent % time cattle cow sheep goat horse camel pig chicken bird fish dog cat whale elephant
    livestock animal job tank vehicle house building home car truck drone missile aircraft mile kilometre kilometer km
    metre meter village town city attack""".split()
)
_BETWEEN = frozenset(
    """more other others people are were was is been being have has had also reported reportedly confirmed of them is
    them left and lay shot is""".split()
)
_WITH_IT = frozenset(("reported", "or", "killed", "injured", "wounded"))
_TOGETHER = _DEAD_WORDS | _HURT_WORDS | frozenset(("displaced", "missing", "captured"))
_NOBODY = frozenset(("nobody", "none"))
_APART = frozenset(("after", "before", "while", "since", "when", "as", "because", "although", "whereas", "once"))
_NOMINAL = frozenset("nsubj obj obl nmod acl advcl conj parataxis xcomp compound dep appos amod ccomp".split())


@dataclass(frozen=True, slots=True)
class Count:
    """How many shared a fate ("dead" or "injured"), as the sentence says it at `fate_at`, the token of the fate."""

    fate: str
    low: int
    high: int | None
    tokens: tuple[int, int]
    fate_at: int
    is_approximate: bool = False


def counts_of(sentence: Sentence) -> list[Count]:
    """Every count of dead and injured in a sentence, in the order of the words of their fate."""
    quantities = quantities_of(sentence)
    found: list[Count] = []
    taken: set[tuple[tuple[int, int], str]] = set()
    for token in sentence.tokens:
        for count in _at(sentence, token, quantities):
            if (count.tokens, count.fate) not in taken:
                taken.add((count.tokens, count.fate))
                found.append(count)
    both = {count.tokens for count in found if count.fate == "dead"} & {
        count.tokens for count in found if count.fate == "injured"
    }
    return [count for count in found if count.tokens not in both or count.low == 0]


def with_casualties(report: Report, article: ReadArticle, sentence: Sentence, trigger: int) -> Report:
    """The report with the dead and injured of its act, and the reasons; an act that uses no force has none."""
    found: dict[str, Toll | None] = {"dead": None, "injured": None}
    why = list(report.why)
    if report.type in _FORCE and report.status in _TOLD:
        for fate in found:
            count = _of_act(sentence, fate, trigger)
            if count is None:
                continue
            first, last = sentence.tokens[count.tokens[0]], sentence.tokens[count.tokens[1]]
            span = Span.of(article.article_id, article.text, first.start, last.end)
            found[fate] = Toll(count.low, count.high, span, count.is_approximate)
            word = sentence.tokens[count.fate_at].text
            why.append(Basis(fate, f"{_range(count)} told of “{word}”", article.text[span.start : span.end], span))
    return replace(report, dead=found["dead"], injured=found["injured"], why=tuple(why))


def _range(count: Count) -> str:
    high = "+" if count.high is None else "" if count.high == count.low else f"–{count.high}"
    return f"{'about ' if count.is_approximate else ''}{count.low}{high}"


def _fate(token: Token) -> str | None:
    word, lemma = token.text.lower(), token.lemma.lower()
    if lemma in _NOUNS and token.upos == "NOUN":
        return _NOUNS[lemma]
    if word in _DEAD_WORDS:
        return "dead"
    if word in _HURT_WORDS:
        return "injured"
    if token.upos in ("VERB", "ADJ"):
        if lemma in _DYING or lemma in _ALSO_DEAD or _is_killing(lemma):
            return "dead"
        if lemma in _HURT:
            return "injured"
    return None


def _is_killing(lemma: str) -> bool:
    entries = load_lexicon().acts["verbs"].get(lemma, ())
    return any(not each.rest and each.act is not None and each.act.name in _KILLING for each in entries)


def _at(sentence: Sentence, token: Token, quantities: list[Quantity]) -> Iterator[Count]:
    lemma = token.lemma.lower()
    none = _none_of(sentence, token)
    if none is not None:
        fates = ("dead", "injured") if lemma == "casualty" else (_fate(token),)
        for fate in fates:
            if fate:
                yield Count(fate, 0, 0, none, token.index)
        return
    if lemma in _TOLLS:
        yield from _toll(sentence, token, quantities)
        return
    fate = _fate(token)
    if fate is None or _is_barred(sentence, token) or _is_shared(sentence, token):
        return
    count = _counted(sentence, token, quantities)
    if count is not None:
        yield Count(fate, count.low, count.high, count.tokens, token.index, count.is_approximate)


def _none_of(sentence: Sentence, token: Token) -> tuple[int, int] | None:
    """The words that say that there were none: "no casualties", "nobody was hurt", "no one was killed"."""
    tokens, here = sentence.tokens, token.index
    before = tokens[here - 1].text.lower() if here else ""
    if (token.lemma.lower() in ("casualty", *_NOUNS)) and before in ("no", "without"):
        return (here - 1, here)
    if _fate(token) is None or _is_barred(sentence, token):
        return None
    start = here
    while start and (tokens[start - 1].upos in ("AUX", "ADV") or tokens[start - 1].text.lower() in _WITH_IT):
        start -= 1
    words = [each.text.lower() for each in tokens[max(0, start - 2) : start]]
    if words[-1:] and words[-1] in _NOBODY:
        return (start - 1, here)
    is_no_one = len(words) == 2 and words[0] == "no" and words[1] in ("one", "people", "civilians", "soldiers")
    return (start - 2, here) if is_no_one else None


def _toll(sentence: Sentence, token: Token, quantities: list[Quantity]) -> Iterator[Count]:
    """ "The death toll rose to 74", "a death toll of 12": the number after "toll", before the clause ends."""
    tokens, here = sentence.tokens, token.index
    if not here or tokens[here - 1].text.lower() != "death" or _is_background(sentence, here):
        return
    for quantity in quantities:
        first = quantity.tokens[0]
        between = tokens[here + 1 : first]
        if here < first <= here + 8 and between and between[-1].text.lower() in ("to", "of", "at", "is", "was"):
            if not any(each.upos == "PUNCT" or each.text.lower() in MODALS for each in between):
                yield Count("dead", quantity.low, quantity.high, quantity.tokens, here, quantity.is_approximate)
            return


def _counted(sentence: Sentence, token: Token, quantities: list[Quantity]) -> Quantity | None:
    heads = _victims(sentence, token)
    for head in heads:
        found = _of_phrase(sentence, head, quantities)
        if found is not None:
            return found
    tokens, here = sentence.tokens, token.index
    if token.upos == "VERB" and not sentence.dependents(here, "aux:pass", "nsubj:pass"):
        for quantity in quantities:  # "wounding 30 others", "killing between 10 and 15 soldiers"
            if quantity.tokens[0] == here + 1:
                return quantity if _counts_people(sentence, quantity) else None
    if heads and token.upos == "VERB" and not token.text.lower().endswith(("ed", "dead", "hurt", "slain")):
        return None
    for quantity in reversed(quantities):  # "12 dead", "12 people injured"
        between = tokens[quantity.tokens[1] + 1 : here]
        if quantity.tokens[1] < here and len(between) <= 6:
            fits = all(each.text.lower() in _BETWEEN or each.upos in ("NOUN", "ADJ", "AUX", "ADV") for each in between)
            fits = fits and not _is_object(sentence, quantity, here)
            return quantity if fits and _counts_people(sentence, quantity) else None
    return None


def _is_shared(sentence: Sentence, token: Token) -> bool:
    """True for one number for two fates ("killed and injured 12", "dead or missing") and for "the dead"."""
    words = [each.text.lower() for each in sentence.tokens]
    here = token.index
    if here and words[here - 1] == "the" and token.text.lower() in (_DEAD_WORDS | _HURT_WORDS):
        return True
    for side in (-1, 1):
        joint, other = here + side, here + 2 * side
        if 0 <= other < len(words) and words[joint] in ("and", "or") and words[other] in _TOGETHER:
            return True
    return False


def _victims(sentence: Sentence, token: Token) -> list[int]:
    """Tokens that head what may name those of the fate."""
    here = token.index
    if token.lemma.lower() in _NOUNS:
        of = [each.index for each in sentence.dependents(here, "nmod") if _case(sentence, each.index) == "of"]
        return [*of, here]
    if token.lemma.lower() in _DYING:
        return [each.index for each in sentence.dependents(here, "nsubj")]
    found = [each.index for each in sentence.dependents(here, "nsubj:pass")]
    if not found:
        found = [each.index for each in sentence.dependents(here, "obj")]
    if not found and token.relation == "acl" and token.deprel != "acl:relcl" and token.xpos in ("VBN", "JJ"):
        found = [token.head]
    if not found and token.relation in ("xcomp", "amod") and token.head >= 0:
        head = sentence.tokens[token.head]
        if token.relation == "amod":
            return [token.head]
        found = [each.index for each in sentence.dependents(head.index, "obj", "nsubj:pass")]
    if not found and token.upos == "ADJ":
        found = [each.index for each in sentence.dependents(here, "nsubj")]
    return found


def _case(sentence: Sentence, index: int) -> str:
    return next((each.lemma.lower() for each in sentence.dependents(index, "case")), "")


def _of_phrase(sentence: Sentence, head: int, quantities: list[Quantity]) -> Quantity | None:
    """How many a phrase counts, its parts joined by "and" added up; None if a part of it has no number."""
    parts = [head]
    for each in sentence.dependents(head, "conj"):
        is_part = each.upos in ("NOUN", "PROPN", "NUM") and not _case(sentence, each.index)
        if is_part and not any(child.relation == "nsubj" for child in sentence.dependents(each.index)):
            parts.append(each.index)
    counted = [_of_noun(sentence, each, quantities) for each in parts]
    if counted[0] is None:
        return None
    found = [each for each in counted if each is not None]
    if len(found) < len(parts):
        return replace(found[0], high=None) if len(parts) > 1 else found[0]
    total = found[0]
    for part in found[1:]:
        if part.tokens[0] <= total.tokens[1]:
            continue
        highs = (total.high, part.high)
        high = None if None in highs else sum(value for value in highs if value is not None)
        total = Quantity(total.low + part.low, high, (total.tokens[0], part.tokens[1]), total.core,
                         total.is_approximate or part.is_approximate)  # fmt: skip
    return total


def _of_noun(sentence: Sentence, noun: int, quantities: list[Quantity]) -> Quantity | None:
    token = sentence.tokens[noun]
    numbers = {noun, *(each.index for each in sentence.dependents(noun, "nummod"))}
    numbers |= {below.index for each in tuple(numbers - {noun}) for below in sentence.dependents(each, "compound")}
    for quantity in quantities:
        if any(quantity.core[0] <= each <= quantity.core[1] for each in numbers):
            return quantity if _counts_people(sentence, quantity) else None
    if token.upos == "NOUN" and token.has("Number=Sing") and token.lemma.lower() in load_lexicon().classes["HUMANS"]:
        for each in sentence.dependents(noun, "det"):
            if each.text.lower() in ("a", "an", "another"):
                return Quantity(1, 1, (each.index, noun), (each.index, noun))
    if token.text.lower() == "another":
        return Quantity(1, 1, (noun, noun), (noun, noun))
    return None


def _is_object(sentence: Sentence, quantity: Quantity, fate: int) -> bool:
    """True if what is counted is the object of another verb: "who led 500 men was killed"."""
    counted = sentence.tokens[quantity.core[1]]
    while counted.relation in ("nummod", "compound") and counted.head >= 0:
        counted = sentence.tokens[counted.head]
    if counted.relation != "obj" or counted.head == fate:
        return False
    return sentence.tokens[counted.head].lemma.lower() not in ("leave", "see", "report")


def _counts_people(sentence: Sentence, quantity: Quantity) -> bool:
    tokens, after = sentence.tokens, quantity.tokens[1] + 1
    counted = sentence.tokens[quantity.core[1]].head
    if counted >= after and tokens[counted].lemma.lower() in _NO_PEOPLE:
        return False
    return after >= len(tokens) or tokens[after].lemma.lower() not in _NO_PEOPLE


def _is_barred(sentence: Sentence, token: Token) -> bool:
    """True where the fate is negated, conditional, intended or a total over a long time."""
    chain = [token]
    while chain[-1].relation in ("conj", "xcomp") and chain[-1].head >= 0:
        chain.append(sentence.tokens[chain[-1].head])
    for each in chain:
        for child in sentence.dependents(each.index, "aux", "aux:pass", "advmod", "mark", "det", "cc:preconj"):
            word = child.text.lower()
            if (child.relation == "aux" and word in MODALS) or word in _NOT or (word in _IFS and child.upos != "ADV"):
                return True
        has_to = any(child.text.lower() == "to" for child in sentence.dependents(each.index, "mark"))
        if has_to and not any(child.lemma.lower() == "have" for child in sentence.dependents(each.index, "aux")):
            return True
        if each.upos == "VERB" and any(above.lemma.lower() in ("deny", "threaten", "vow", "fear", "hope")
                                       for above in sentence.ancestors(each.index)):  # fmt: skip
            return True
    return _is_background(sentence, chain[-1].index) or _is_background(sentence, token.index)


def _is_background(sentence: Sentence, index: int) -> bool:
    """True for totals: "since 2014", "over the past year", "so far this year", "during the war"."""
    for below in sentence.dependents(index, "obl", "advcl", "advmod"):
        if any(each.text.lower() == "since" for each in sentence.dependents(below.index, "case", "mark")):
            return True
    first, last = sentence.subtree(index)[0], sentence.subtree(index)[-1]
    words = [token.text.lower() for token in sentence.tokens[first : last + 1]]
    for place, word in enumerate(words):
        after = {each.rstrip("s") for each in words[place + 1 : place + 3]}
        if word in ("past", "last") and after & {"year", "month", "decade"}:
            return True
        if words[place : place + 3] in (["so", "far", "this"], ["during", "the", "war"]):
            return True
    return False


def _of_act(sentence: Sentence, fate: str, trigger: int) -> Count | None:
    """The count of a fate that is nearest to the trigger in the tree and lies within reach of it."""
    counts = [count for count in counts_of(sentence) if count.fate == fate]
    own = _fate(sentence.tokens[trigger])
    near: list[tuple[int, int, Count]] = []
    for count in counts:
        steps = _steps(sentence, trigger, count.fate_at)
        if steps is None or (own == fate and count.fate_at != trigger and not _is_shot_dead(sentence, trigger, count)):
            continue
        near.append((steps, count.fate_at, count))
    return min(near, key=lambda each: each[:2])[2] if near else None


def _is_shot_dead(sentence: Sentence, trigger: int, count: Count) -> bool:
    """ "shot dead", "12 dead": the fate is part of the trigger's own words."""
    return sentence.tokens[count.fate_at].head == trigger and sentence.tokens[count.fate_at].relation == "xcomp"


def _steps(sentence: Sentence, trigger: int, fate: int) -> int | None:
    """Steps in the tree from the trigger to the word of the fate; None if another act's clause lies between."""
    up = [trigger, *(token.index for token in sentence.ancestors(trigger))]
    other = [fate, *(token.index for token in sentence.ancestors(fate))]
    top = next((index for index in up if index in other), None)
    if top is None:
        return None
    down = other[: other.index(top)]
    rise = up[: up.index(top)]
    for index in down:  # a finite clause under the trigger with "after" or "while" tells of another act
        token = sentence.tokens[index]
        if token.relation not in _NOMINAL:
            return None
        marks = {each.text.lower() for each in sentence.dependents(index, "mark", "advmod")}
        if (
            token.relation in ("advcl", "ccomp", "parataxis")
            and index != fate
            and token.upos == "VERB"
            and not _fate(token)
        ):
            return None
        if token.relation == "advcl" and marks & _APART:
            return None
    for index in rise:
        if sentence.tokens[index].relation not in _NOMINAL:
            return None
    between = [index for index in (*down[1:], *rise[1:], top) if index not in (trigger, fate)]
    if any(_is_saying(sentence.tokens[index]) for index in between):
        return None
    steps = len(down) + len(rise)
    return steps if steps <= 5 else None


def _is_saying(token: Token) -> bool:
    return token.lemma.lower() in ("say", "claim", "accuse", "report", "tell", "announce", "state", "add", "condemn")
