"""A sentence comes in; how many of its first words are a topic's label goes out: "2012 Malian coup d'état: ECOWAS …".

What a label names is what the news is about, told before and elsewhere; it is no act of the sentence.
"""

from dragoman.sentences import Sentence

_LONGEST = 10  # words
_VERBS = frozenset(("VERB", "AUX"))


def label_of(sentence: Sentence) -> int:
    """Number of words of the label with its colon; 0 without one. A label has no verb, what follows it has."""
    tokens = sentence.tokens
    colon = next((token.index for token in tokens[: _LONGEST + 1] if token.text == ":"), None)
    if not colon:
        return 0
    label, rest = tokens[:colon], tokens[colon + 1 :]
    is_label = not any(token.upos in _VERBS for token in label) and any(token.upos in _VERBS for token in rest)
    return colon + 1 if is_label else 0
