"""Words of a tree come in; the short strings that the heads' columns hold of them go out."""

from dragoman.sentences import Mention, Sentence, Token

_LONGEST = 4  # steps of a path that are told apart
ELSEWHERE = ("elsewhere",) * 4
"""The path to a word of another sentence."""


def path(tree: Sentence, start: int, end: int) -> tuple[str, str, str, str]:
    """Relations from a word up to what it shares with another and down to that one; the first up, the last down."""
    above = [start, *(token.index for token in tree.ancestors(start))]
    below = [end, *(token.index for token in tree.ancestors(end))]
    shared = next((index for index in below if index in above), None)
    if shared is None:
        return ("apart",) * 4
    up = [tree.tokens[index].deprel for index in above[: above.index(shared)]]
    down = [tree.tokens[index].deprel for index in reversed(below[: below.index(shared)])]
    return "/".join(up[:_LONGEST]), "/".join(down[:_LONGEST]), up[0] if up else "", down[-1] if down else ""


def case(tree: Sentence, index: int) -> str:
    """The words that mark a word's case or clause, two at most."""
    marks = [token.lemma.lower() for token in tree.dependents(index, "case", "mark")]
    return " ".join(marks[:2])


def distance(steps: int) -> str:
    """Steps from one word to another in classes, with their sign."""
    size = abs(steps)
    bucket = size if size <= 3 else 5 if size <= 5 else 8 if size <= 8 else 15 if size <= 15 else 30
    return f"{'-' if steps < 0 else '+'}{bucket}"


def voice(tree: Sentence, token: Token) -> str:
    """Voice or form of a verb, whether a noun may hang on a light verb; a space follows."""
    if token.upos != "VERB":
        return "light " if token.relation in ("obj", "nsubj") else ""
    is_passive = any(child.deprel in ("aux:pass", "nsubj:pass") for child in tree.dependents(token.index))
    if is_passive:
        return "passive "
    return {"VBN": "participle ", "VBG": "gerund ", "VB": "infinitive "}.get(token.xpos, "active ")


def placed(mention: Mention) -> str:
    """Whether a mention names a place, or what can be one."""
    return "place" if mention.is_place else "can be" if mention.can_be_place else ""
