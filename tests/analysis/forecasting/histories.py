"""Made-up histories: actors with names, who act on each other by habit, with answers that follow acts."""

import numpy as np

from dragoman.analysis.forecasting.acts import Acts, Cast

N_RELATIONS = 4
DAYS = 60
NAMES = [
    f"{sector} ({country})" for country in ("Mali", "Niger", "Chad", "Togo") for sector in ("Police", "Army", "Court")
]


def rows(seed: int = 1, per_day: int = 12) -> np.ndarray:
    """Acts as (actor, relation, recipient, day): each actor has three it deals with; relation 1 answers relation 0."""
    draw = np.random.default_rng(seed)
    partners = {actor: draw.choice(len(NAMES), 3, replace=False) for actor in range(len(NAMES))}
    found = set()
    for day in range(DAYS):
        for _ in range(per_day):
            actor = int(draw.integers(len(NAMES)))
            recipient = int(draw.choice(partners[actor]))
            if recipient == actor:
                continue
            relation = int(draw.integers(N_RELATIONS))
            found.add((actor, relation, recipient, day))
            if relation == 0 and day + 1 < DAYS:
                found.add((recipient, 1, actor, day + 1))
    return np.array(sorted(found, key=lambda row: (row[3], row)))


def history(table: np.ndarray, names=NAMES) -> tuple[Acts, Cast]:
    return Acts.of(table), Cast.named(names)
