"""Votes, or any likeness, year by year come in; who sides with whom in each year, and who switched when, goes out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dragoman.analysis.network.communities import runs
from dragoman.analysis.network.graph import Matrix

Present = npt.NDArray[np.bool_]
SWITCHING = 1.2
"""What a change of side costs in the smoothing, in years of clear evidence: a lone odd year is no switch."""
_PRESENT = 0.3


@dataclass(frozen=True, slots=True)
class Switch:
    """A lasting change of side: the first year on the new side, and whether that is the side of the reference."""

    code: str
    year: int
    joins: bool


def agreement(votes: Matrix) -> Matrix:
    """How much more than chance each two voters agree, from votes by voter and roll call: 1, 0, −1, nan for no vote.

    Two votes agree by 1, ½ (one abstains) or 0. From the mean of a pair both means are taken and the grand mean added:
    what is left is positive for two who agree more than their general agreeableness explains.
    """
    cast = [(votes == choice).astype(float) for choice in (1, 0, -1)]
    choices = (1.0, 0.0, -1.0)
    present = sum(cast)
    both = present @ present.T
    apart = sum(
        abs(one - other) * cast[i] @ cast[j].T for i, one in enumerate(choices) for j, other in enumerate(choices)
    )
    alike = 1 - np.asarray(apart) / np.maximum(both, 1) / 2
    alike[both == 0] = np.nan
    np.fill_diagonal(alike, np.nan)
    means = np.nanmean(alike, axis=1)
    found: Matrix = np.nan_to_num(alike - means[:, None] - means[None, :] + np.nanmean(alike))
    return found


def attending(votes: Matrix) -> Present:
    """Which voters took part in at least three roll calls of ten."""
    found: Present = (~np.isnan(votes)).mean(axis=1) >= _PRESENT
    return found


def beside(nodes: Sequence[str], signed: Matrix, reference: Collection[str]) -> dict[str, float]:
    """How often, over seeds and resolutions, each node is in the community that most of the reference are in."""
    places = [number for number, code in enumerate(nodes) if code in reference]
    if not places:
        return {}
    tally = np.zeros(len(nodes))
    tried = runs(signed)
    for labels in tried:
        theirs = [labels[place] for place in places]
        tally += np.asarray(labels) == max(sorted(set(theirs)), key=theirs.count)
    return {code: float(share) for code, share in zip(nodes, tally / len(tried), strict=True)}


def switches(shares: Mapping[int, Mapping[str, float]]) -> list[Switch]:
    """Lasting changes of side, from the share that `beside` gives for each year, by code and year.

    The likeliest course of each is found by dynamic programming: a year on a side costs the share that speaks
    against it, a change costs SWITCHING. Years in which a voter is absent say nothing.
    """
    codes = sorted({code for year in shares.values() for code in year})
    found = []
    for code in codes:
        years = [year for year in sorted(shares) if code in shares[year]]
        course = _smoothed([shares[year][code] for year in years])
        found += [
            Switch(code, years[place], course[place] == 1)
            for place in range(1, len(years))
            if course[place] != course[place - 1]
        ]
    return found


def _smoothed(shares: Sequence[float]) -> list[int]:
    """The course of sides, 1 beside the reference and 0 not, that costs least."""
    cost = np.zeros(2)
    came: list[tuple[int, int]] = []
    for share in shares:
        stay_or_come = [min((cost[was] + SWITCHING * (was != now), was) for was in (now, 1 - now)) for now in (0, 1)]
        came.append((stay_or_come[0][1], stay_or_come[1][1]))
        cost = np.array([stay_or_come[0][0] + share, stay_or_come[1][0] + 1 - share])
    side = int(cost.argmin())
    course = []
    for step in reversed(came):
        course.append(side)
        side = step[side]
    return course[::-1]
