"""A participant whose words name no country comes in ("local officials"), with the mentions that name one; what the
trained head sees of each pair goes out: columns of short strings, the same in training and in use."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.coding.candidates import Candidate, Scene
from dragoman.coding.columns import ELSEWHERE, case, distance, path, placed
from dragoman.sentences import MentionKind

HOME_COLUMNS = (
    "up", "down", "last down", "case", "kind", "place", "sentence", "distance", "sector", "word", "named", "often",
    "part", "others", "role", "type", "alike", "recent", "first", "share", "length",
)  # fmt: skip
"""Of a participant whose words name no country, and a mention that names one: may it be theirs?"""


@dataclass(frozen=True, slots=True)
class Act:
    """What is known of an act when the homes of its participants are asked for: who of which country has which part."""

    type: str
    role: str
    parts: tuple[tuple[str, str | None], ...]

    @property
    def countries(self) -> set[str | None]:
        """The countries of those who take part; the place is none of them."""
        return {country for part, country in self.parts if part != "place"}


def is_homeless(candidate: Candidate) -> bool:
    """True for whom no word says what country he is of."""
    mention = candidate.mention
    return mention is not None and (mention.code is None or mention.is_supposed)


def bearers(scene: Scene) -> list[Candidate]:
    """Every mention of an article whose words name a country, in the order of the text; outlets name none."""
    return [
        each
        for near in scene.candidates
        for each in near
        if each.mention and each.mention.country and not is_homeless(each)
        if each.mention.kind is not MentionKind.OUTLET
    ]


def home_columns(scene: Scene, homeless: Candidate, named: Sequence[Candidate], act: Act) -> list[tuple[str, ...]]:
    """HOME_COLUMNS of a participant whose words name no country, with each mention that names one."""
    counts = Counter(each.mention.country for each in named if each.mention)
    order = [country for country, _ in counts.most_common()]
    others = act.countries - {None}
    tree = scene.article.sentences[homeless.sentence].sentence
    recent = scene.countries.recent(homeless.start)
    home = homeless.mention
    assert home is not None
    rows: list[tuple[str, ...]] = []
    for each in named:
        mention = each.mention
        assert mention is not None
        is_here = each.sentence == homeless.sentence
        up, down, _, last_down = path(tree, homeless.head, each.head) if is_here else ELSEWHERE
        rows.append(
            (
                up,
                down,
                last_down,
                case(scene.article.sentences[each.sentence].sentence, each.head),
                str(mention.kind),
                placed(mention),
                str(max(-3, min(3, each.sentence - homeless.sentence))),
                distance(each.head - homeless.head) if is_here else "far",
                home.sector,
                _lemma(scene, homeless),
                str(min(len(order), 4)),
                str(min(order.index(mention.country), 3)),
                "+".join(sorted(part for part, country in act.parts if country == mention.country)) or "none",
                str(min(len(others), 3)),
                act.role,
                act.type,
                _alike(scene, homeless, each),
                str(recent.get(mention.country or "", "after")),
                scene.countries.first(mention.country),
                scene.countries.share(mention.country),
                "article" if scene.is_article else "item",
            )
        )
    return rows


def _alike(scene: Scene, homeless: Candidate, bearer: Candidate) -> str:
    """What a participant's words share with a mention that names a country: "the court", "Thailand's court"."""
    if _lemma(scene, homeless) == _lemma(scene, bearer):
        return "word"
    mine, theirs = homeless.mention, bearer.mention
    return "sector" if mine and theirs and mine.sector == theirs.sector else "none"


def _lemma(scene: Scene, candidate: Candidate) -> str:
    return scene.article.sentences[candidate.sentence].sentence.tokens[candidate.head].lemma.lower()
