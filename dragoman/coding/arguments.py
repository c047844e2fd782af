"""Who stands where around an act: a trigger word in its tree becomes slots (subj, obj, with, …) of head words."""

from collections import defaultdict

from dragoman.sentences import Sentence, Token

Slots = dict[str, list[int]]

# Verbs whose object, not subject, does what the infinitive after it says ("asked Mali to withdraw").
OBJECT_CONTROL = frozenset(
    [
        "advise",
        "allow",
        "ask",
        "authorize",
        "authorise",
        "beg",
        "cause",
        "challenge",
        "command",
        "compel",
        "convince",
        "direct",
        "enable",
        "encourage",
        "expect",
        "forbid",
        "force",
        "get",
        "help",
        "instruct",
        "invite",
        "lead",
        "leave",
        "let",
        "make",
        "oblige",
        "order",
        "permit",
        "persuade",
        "prepare",
        "press",
        "pressure",
        "prompt",
        "push",
        "remind",
        "require",
        "send",
        "summon",
        "tell",
        "tempt",
        "train",
        "trust",
        "urge",
        "warn",
        "want",
        "call",
    ]
)
# Verbs whose object did what the gerund after "of" or "for" says.
BLAME = frozenset(
    "accuse blame suspect charge condemn criticize criticise denounce praise thank convict punish arrest sue".split()
)
# What says something for those who issue it.
_PAPERS = frozenset(
    "statement letter communiqué communique declaration resolution petition message video note motion bill".split()
)
# Words that count or group what follows "of": "dozens of soldiers" are soldiers, "half of its troops" are troops.
QUANTITIES = frozenset(
    """dozen score hundred thousand million billion half third quarter part portion majority most many some all both
    each several number group series couple few handful remainder rest bulk wave barrage ton tonne lot round batch
    convoy team contingent member one two three four five six seven eight nine ten twelve twenty""".split()
)
_OWNED = frozenset(("of", "from", "by"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))


def conjuncts(sentence: Sentence, head: int) -> list[int]:
    """The head and the words coordinated with it, left to right ("Mali, Niger and Chad" → three).

    A word that counts stands for the first of those whom it counts: "dozens [of soldiers and] policemen".
    """
    found = [head]
    if sentence.tokens[head].lemma.lower() in QUANTITIES:
        counted = [each for each in sentence.dependents(head, "nmod") if case_of(sentence, each.index) == "of"]
        found.extend(each for token in counted for each in conjuncts(sentence, token.index)[1:])
    for token in sentence.dependents(head, "conj"):
        if sentence.tokens[head].upos in ("VERB", "AUX") or token.upos not in ("VERB", "AUX"):
            found.append(token.index)
            found.extend(each for each in conjuncts(sentence, token.index)[1:] if each not in found)
    return sorted(found)


def stand_together(sentence: Sentence, one: int, other: int) -> bool:
    """True for two words of one coordination: "soldiers" and "mercenaries" in "soldiers and mercenaries"."""
    firsts = []
    for index in (one, other):
        token = sentence.tokens[index]
        while token.relation == "conj" and token.head >= 0:
            token = sentence.tokens[token.head]
        firsts.append(token.index)
    return firsts[0] == firsts[1]


def case_of(sentence: Sentence, index: int) -> str:
    """The preposition of a phrase, its fixed parts joined ("according to", "because of"); "" if it has none."""
    for token in sentence.dependents(index, "case"):
        if token.lemma in ("'s", "'", "’s", "’"):
            continue
        parts = [token, *sentence.dependents(token.index, "fixed")]
        if len(parts) == 1:
            return token.lemma.lower()
        return " ".join(part.text.lower() for part in parts)
    # A parser may hang the preposition on a later part of the name: "of [Minister [of] Lavrov]".
    if sentence.tokens[index].upos in ("NOUN", "PROPN"):
        first = sentence.tokens[min(sentence.subtree(index))]
        if first.upos == "ADP" and first.index < index:
            return first.lemma.lower()
    return ""


def is_passive(sentence: Sentence, verb: int) -> bool:
    """True for a passive verb, one that shares its auxiliary with the verb before ("was seized and burnt") too."""
    token = sentence.tokens[verb]
    if sentence.dependents(verb, "aux:pass"):
        return True
    if sentence.dependents(verb, "nsubj:pass", "csubj:pass") and token.xpos == "VBN":
        return True
    if token.xpos == "VBN" and not sentence.dependents(verb, "aux", "nsubj"):
        if token.deprel.startswith("acl") or token.relation in ("advcl", "amod"):
            return True
        if token.relation == "conj":
            return is_passive(sentence, token.head)
        # A headline drops its auxiliary: "Minister arrested in Bamako".
        if token.head < 0 and not sentence.dependents(verb, "obj"):
            return True
    return False


def _antecedent(sentence: Sentence, clause: int, pronoun: int) -> int:
    """What a relative pronoun stands for: the noun that the relative clause hangs on."""
    if sentence.tokens[pronoun].lemma.lower() in _RELATIVE and sentence.tokens[clause].deprel.startswith("acl"):
        return sentence.tokens[clause].head
    return pronoun


def _subject(sentence: Sentence, verb: int, *, depth: int = 0) -> tuple[list[int], bool]:
    """Head words of a verb's subject, and whether that subject undergoes (passive); control followed upwards."""
    own = sentence.dependents(verb, "nsubj", "csubj")
    passive = is_passive(sentence, verb)
    if own:
        heads: list[int] = []
        for token in own:
            heads += conjuncts(sentence, _antecedent(sentence, verb, token.index))
        return heads, passive
    token = sentence.tokens[verb]
    if depth > 6 or token.head < 0:
        return [], passive
    if token.relation == "amod":
        return [token.head], passive  # "the kidnapped diplomat"
    if token.deprel.startswith("acl"):
        return _acl_subject(sentence, token, depth)
    above = sentence.tokens[token.head]
    if token.relation in ("advcl", "xcomp", "ccomp") and above.lemma in BLAME and not token.has("VerbForm=Fin"):
        return _controlled_by_object(sentence, above, depth), passive  # "accuses France of arming rebels"
    if token.relation == "xcomp" and above.lemma in OBJECT_CONTROL:
        return _controlled_by_object(sentence, above, depth), passive
    if token.relation in ("conj", "xcomp", "advcl", "ccomp", "parataxis") and above.upos in (
        "VERB",
        "AUX",
        "ADJ",
        "NOUN",
    ):
        if token.relation == "ccomp" and token.has("VerbForm=Fin"):
            return [], passive
        heads, above_undergoes = _subject(sentence, above.index, depth=depth + 1)
        if above_undergoes and token.relation in ("advcl", "parataxis") and not passive:
            return _agents(sentence, above.index) or ([] if token.has("VerbForm=Ger") else heads), passive
        return heads, passive
    return [], passive


def _acl_subject(sentence: Sentence, token: Token, depth: int) -> tuple[list[int], bool]:
    noun = sentence.tokens[token.head]
    passive = is_passive(sentence, token.index)
    above = sentence.tokens[noun.head] if noun.head >= 0 else None
    if above is not None and above.lemma in BLAME and token.xpos == "VBG" and noun.relation in ("obj", "nsubj"):
        return conjuncts(sentence, noun.index), passive  # "accuses the army of shelling": the army
    if (
        token.xpos == "VBG"
        and noun.lemma.lower() in _PAPERS
        and above is not None
        and noun.relation in ("obj", "nsubj")
    ):
        return _issuers(sentence, noun, above, depth), passive
    if token.xpos == "VB" or sentence.dependents(token.index, "mark"):
        # "Mali's decision to leave", "reached a deal to free them": whoever decides or reaches.
        if noun.head < 0:  # a headline: "Ministers to visit Moscow"
            return conjuncts(sentence, noun.index), passive
        owners = [each.index for each in sentence.dependents(noun.index, "nmod:poss")]
        if not owners and noun.relation in ("obj", "nsubj:pass", "obl") and noun.head >= 0:
            owners = _subject(sentence, noun.head, depth=depth + 1)[0]
        return [each for owner in owners for each in conjuncts(sentence, owner)], passive
    if sentence.dependents(token.index, "nsubj"):
        return [], passive
    return [noun.index], passive


def _issuers(sentence: Sentence, paper: Token, verb: Token, depth: int) -> list[int]:
    """Who speaks in a paper: "ministers issued a statement condemning …", "in a letter of the king inviting …"."""
    owners = sentence.dependents(paper.index, "nmod:poss")
    owners += [each for each in sentence.dependents(paper.index, "nmod") if case_of(sentence, each.index) in _OWNED]
    if owners:
        return [each for owner in owners for each in conjuncts(sentence, owner.index)]
    if is_passive(sentence, verb.index):
        return _agents(sentence, verb.index)
    return _subject(sentence, verb.index, depth=depth + 1)[0]


def _controlled_by_object(sentence: Sentence, above: Token, depth: int) -> list[int]:
    objects = sentence.dependents(above.index, "obj", "iobj")
    if above.lemma == "call" and not objects:
        objects = [
            each
            for each in sentence.dependents(above.index, "obl")
            if case_of(sentence, each.index) in ("on", "upon", "for")
        ]
    if objects:
        return [each for token in objects for each in conjuncts(sentence, token.index)]
    return _subject(sentence, above.index, depth=depth + 1)[0]


def _agents(sentence: Sentence, verb: int) -> list[int]:
    """Who does a passive act: its by-phrase."""
    found: list[int] = []
    for token in sentence.dependents(verb, "obl"):
        if token.deprel == "obl:agent" or case_of(sentence, token.index) == "by":
            found += conjuncts(sentence, token.index)
    return found


def _obliques(sentence: Sentence, index: int, slots: Slots) -> None:
    """Prepositional phrases of a verb or noun, each under its preposition."""
    for token in sentence.dependents(index, "obl", "nmod"):
        if token.deprel in (
            "nmod:poss",
            "obl:tmod",
            "nmod:tmod",
            "obl:npmod",
            "obl:unmarked",
            "nmod:unmarked",
            "nmod:desc",
        ):
            continue
        case = case_of(sentence, token.index)
        if case:
            slots[case] += conjuncts(sentence, token.index)


def of_verb(sentence: Sentence, verb: int) -> Slots:
    """Slots of a verb; a passive is turned round, so that `subj` always acts and `obj` always undergoes."""
    slots: Slots = defaultdict(list)
    heads, passive = _subject(sentence, verb)
    _obliques(sentence, verb, slots)
    if passive:
        slots["obj"] += heads
        slots["subj"] = _agents(sentence, verb)
        slots.pop("by", None)
    else:
        slots["subj"] += heads
    for token in sentence.dependents(verb, "obj"):
        slots["obj"] += conjuncts(sentence, _antecedent(sentence, verb, token.index))
    for token in sentence.dependents(verb, "iobj"):
        slots["iobj"] += conjuncts(sentence, token.index)
    token = sentence.tokens[verb]
    if token.deprel == "acl:relcl" and not slots["obj"] and not passive and token.head not in slots["subj"]:
        slots["obj"].append(token.head)  # "the town they seized"
    if token.relation == "conj" and not slots["obj"] and not passive:
        _shared_object(sentence, token, slots)
    if not slots["obj"] and slots["iobj"]:
        slots["obj"] = list(slots["iobj"])  # "warned the United States"
    return slots


def _shared_object(sentence: Sentence, token: Token, slots: Slots) -> None:
    """ "condemned and rejected the vote": an object after the second verb is the first one's too, and the reverse."""
    first = sentence.tokens[token.head]
    if first.upos == "VERB" and not any(sentence.dependents(token.index, "obl", "ccomp", "xcomp")):
        after = [each for each in sentence.dependents(first.index, "obj") if each.index > token.index]
        slots["obj"] += [head for each in after for head in conjuncts(sentence, each.index)]


def of_noun(sentence: Sentence, noun: int, light: int | None = None) -> Slots:
    """Slots of an event noun; `light` is the verb that carries it ("held talks"), whose slots are joined in."""
    slots: Slots = defaultdict(list)
    _obliques(sentence, noun, slots)
    for token in sentence.dependents(noun, "nmod:poss"):
        slots["poss"] += conjuncts(sentence, token.index)
    for token in sentence.dependents(noun, "amod", "compound", "nmod:desc", "nmod:unmarked"):
        slots["mod"] += conjuncts(sentence, token.index)
    if light is not None:
        for slot, heads in of_verb(sentence, light).items():
            if slot == "obj":
                heads = [head for head in heads if head != noun]
                slot = "of" if not slots["of"] else "obj"
            slots[slot] += [head for head in heads if head != noun and head not in slots[slot]]
    return slots


def is_own_clause(sentence: Sentence, index: int) -> bool:
    """True for a coordinated or appended clause with a subject of its own: "…, and Macron met Scholz".

    What hangs on it (a day, a place, an inviter) is not the other clause's, nor the other way round.
    """
    token = sentence.tokens[index]
    return token.relation in ("conj", "parataxis") and bool(sentence.dependents(index, "nsubj", "csubj"))


def are_apart(sentence: Sentence, one: int, other: int) -> bool:
    """True for two words of coordinate clauses, each with a subject of its own."""
    chains = [[index, *(token.index for token in sentence.ancestors(index))] for index in (one, other)]
    apart = [index for chain, other_chain in (chains, chains[::-1]) for index in chain if index not in other_chain]
    return any(is_own_clause(sentence, index) for index in apart)
