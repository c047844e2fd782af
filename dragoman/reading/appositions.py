"""The mentions of a sentence come in; what one side of an apposition knows, the other knows too."""

from dataclasses import replace

from dragoman.reading.phrases import phrase_of
from dragoman.sentences import Mention, MentionKind, Sentence, Token

Found = dict[int, list[Mention]]


def share_appositions(sentence: Sentence, text: str, found: Found) -> None:
    """Tell both sides of each apposition in place: "Lavrov, the Russian foreign minister"."""
    for token in sentence.tokens:
        if token.head < 0 or not (token.relation == "appos" or _is_titled(sentence, token, found)):
            continue
        mine, theirs = found.get(token.index, []), found.get(token.head, [])
        if any(each.upos == "PRON" for each in sentence.dependents(token.index, "nmod")):
            continue  # "32 civilians, half of them women": they are who they are, whomever "them" repeats
        if mine and theirs:
            _share(found, token.head, theirs[0], mine[0])
        elif mine and not theirs and sentence.tokens[token.head].upos == "PROPN":
            head = phrase_of(sentence, token.head)
            name = head.text(sentence, text)
            found[token.head] = [
                replace(
                    mine[0],
                    start=sentence.tokens[head.first].start,
                    end=sentence.tokens[head.last].end,
                    tokens=(head.first, head.last),
                    head=token.head,
                    text=name,
                    person=name,
                    kind=MentionKind.PERSON,
                )
            ]


def _is_titled(sentence: Sentence, token: Token, found: Found) -> bool:
    """True for a name that the reader hangs on its title as its part: "the Indian envoy to Oman [Dr. Rao]"."""
    if token.deprel != "nmod" or token.upos != "PROPN" or token.index < token.head:
        return False
    mine, theirs = found.get(token.index, []), found.get(token.head, [])
    is_name = bool(mine) and mine[0].kind is MentionKind.PERSON and mine[0].code is None
    is_title = bool(theirs) and theirs[0].kind is MentionKind.OFFICE and theirs[0].code is not None
    return is_name and is_title and not sentence.dependents(token.index, "case")


def _share(found: Found, head: int, first: Mention, second: Mention) -> None:
    if first.code is None and second.code is not None:
        found[head] = [
            replace(first, country=second.country, actor=second.actor, sector=second.sector, office=second.office)
        ]
    elif second.code is None and first.code is not None:
        found[second.head] = [replace(second, country=first.country, actor=first.actor, sector=first.sector)]
    if first.person is None and second.person is not None:
        found[head] = [replace(each, person=second.person) for each in found[head]]


def drop_inner(found: dict[int, list[Mention]]) -> None:
    """A name inside a longer mention of the same phrase is no second person: "President [Vladimir Putin]"."""
    for head, mentions in list(found.items()):
        for mention in mentions:
            first, last = mention.tokens
            for inner in range(max(first, head + 1), last + 1):
                held = found.get(inner, [])
                if held and all(each.kind is MentionKind.PERSON for each in held):
                    found[inner] = []
