"""A verb comes in, its inflected forms go out: so that a rare verb is known where a tagger misses its lemma."""

from collections.abc import Iterable, Iterator, Mapping

# Past tense and participle of the irregular verbs, where they differ from the regular.
_IRREGULAR: Mapping[str, str] = {
    "beat": "beat beaten",
    "become": "became become",
    "begin": "began begun",
    "bid": "bid bid",
    "bind": "bound bound",
    "blow": "blew blown",
    "break": "broke broken",
    "bring": "brought brought",
    "build": "built built",
    "burst": "burst burst",
    "buy": "bought bought",
    "cast": "cast cast",
    "choose": "chose chosen",
    "come": "came come",
    "cut": "cut cut",
    "deal": "dealt dealt",
    "draw": "drew drawn",
    "drive": "drove driven",
    "fall": "fell fallen",
    "fight": "fought fought",
    "find": "found found",
    "flee": "fled fled",
    "fly": "flew flown",
    "forbid": "forbade forbidden",
    "forgive": "forgave forgiven",
    "forgo": "forwent forgone",
    "foresee": "foresaw foreseen",
    "freeze": "froze frozen",
    "give": "gave given",
    "go": "went gone",
    "grow": "grew grown",
    "hold": "held held",
    "keep": "kept kept",
    "lay": "laid laid",
    "lead": "led led",
    "leave": "left left",
    "lend": "lent lent",
    "let": "let let",
    "lose": "lost lost",
    "make": "made made",
    "meet": "met met",
    "mislead": "misled misled",
    "overrun": "overran overrun",
    "oversee": "oversaw overseen",
    "overthrow": "overthrew overthrown",
    "overtake": "overtook overtaken",
    "pay": "paid paid",
    "put": "put put",
    "rebuild": "rebuilt rebuilt",
    "rise": "rose risen",
    "run": "ran run",
    "say": "said said",
    "see": "saw seen",
    "seek": "sought sought",
    "sell": "sold sold",
    "send": "sent sent",
    "set": "set set",
    "shake": "shook shaken",
    "shoot": "shot shot",
    "shut": "shut shut",
    "sink": "sank sunk",
    "slay": "slew slain",
    "speak": "spoke spoken",
    "split": "split split",
    "spread": "spread spread",
    "stand": "stood stood",
    "steal": "stole stolen",
    "step": "stepped stepped",
    "strike": "struck struck",
    "swear": "swore sworn",
    "take": "took taken",
    "teach": "taught taught",
    "tear": "tore torn",
    "tell": "told told",
    "throw": "threw thrown",
    "undergo": "underwent undergone",
    "undertake": "undertook undertaken",
    "uphold": "upheld upheld",
    "wear": "wore worn",
    "win": "won won",
    "withdraw": "withdrew withdrawn",
    "withhold": "withheld withheld",
    "withstand": "withstood withstood",
    "write": "wrote written",
}
_VOWELS = "aeiou"


def forms_of(verb: str) -> Iterator[str]:
    """The third person, past, participle and gerund of a verb of one word, both spellings where a letter may double."""
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        yield f"{verb}es"
    elif verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        yield f"{verb[:-1]}ies"
    else:
        yield f"{verb}s"
    stems = [verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb]
    if len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        stems.append(verb + verb[-1])  # "admitted", but also "benefited"
    if verb.endswith("c"):
        stems.append(f"{verb}k")  # "trafficked"
    for stem in stems:
        yield f"{stem}ing"
    if verb in _IRREGULAR:
        yield from _IRREGULAR[verb].split()
    elif verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        yield f"{verb[:-1]}ied"
    else:
        for stem in stems:
            yield f"{stem}d" if stem.endswith("ee") else f"{stem}ed"


def verbs_by_form(verbs: Iterable[str]) -> dict[str, str]:
    """Each form with its verb; a form that several verbs share belongs to the first of them in the alphabet."""
    found: dict[str, str] = {}
    for verb in sorted(verbs):
        for form in forms_of(verb):
            found.setdefault(form, verb)
    return found
