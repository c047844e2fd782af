import numpy as np
import pytest

from dragoman.analysis.forecasting.acts import Acts, Index
from dragoman.analysis.forecasting.features import NAMES as FEATURES
from dragoman.analysis.forecasting.walking import walk
from tests.analysis.forecasting.histories import DAYS, N_RELATIONS, NAMES, history, rows

DAY = 45


def asked_on(table, names=NAMES, day=DAY, frozen=1):
    acts, cast = history(table, names)
    index = Index(acts, cast, N_RELATIONS)
    return next(each for each in walk(index, lambda at: float(at == day), DAYS, 50, frozen) if each.day == day)


def rows_of(asked, question):
    found = asked.candidates
    mine = found.question == question
    return {int(actor): row for actor, row in zip(found.actor[mine], found.features[mine], strict=True)}


@pytest.mark.parametrize("frozen", [1, 10])
def test_noise_at_and_after_a_day_leaves_its_features_as_they_are(frozen):
    table = rows()
    noise = np.random.default_rng(9)
    later = table[:, 3] >= DAY
    other = table.copy()
    after = table[:, 3] > DAY  # on the day itself it stays who asks what, so that there is something to compare
    other[after, 0] = noise.integers(len(NAMES), size=after.sum())
    other[after, 1] = noise.integers(N_RELATIONS, size=after.sum())
    other[later, 2] = noise.integers(len(NAMES), size=later.sum())
    one, two = asked_on(table, frozen=frozen), asked_on(other, frozen=frozen)
    same = {
        (a, r): (i, j)
        for i, (a, r) in enumerate(zip(one.actors, one.relations, strict=True))
        for j, (b, q) in enumerate(zip(two.actors, two.relations, strict=True))
        if (a, r) == (b, q)
    }
    assert len(same) > 5, "the noise must leave some questions to compare"
    for i, j in same.values():
        ours, theirs = rows_of(one, i), rows_of(two, j)
        assert ours.keys() == theirs.keys()
        for actor in ours:
            assert np.array_equal(ours[actor], theirs[actor])


def test_the_numbers_of_actors_tell_nothing():
    table = rows()
    new = np.random.default_rng(3).permutation(len(NAMES))
    moved = table.copy()
    moved[:, 0], moved[:, 2] = new[table[:, 0]], new[table[:, 2]]
    names = [NAMES[place] for place in np.argsort(new)]
    one, two = asked_on(table), asked_on(moved, names)
    place = {(a, r): j for j, (a, r) in enumerate(zip(two.actors.tolist(), two.relations.tolist(), strict=True))}
    for i, (actor, relation) in enumerate(zip(one.actors.tolist(), one.relations.tolist(), strict=True)):
        ours, theirs = rows_of(one, i), rows_of(two, place[int(new[actor]), relation])
        assert {int(new[each]) for each in ours} == set(theirs)
        for each, row in ours.items():
            by_place = [FEATURES.index(name) for name in FEATURES if name != "place"]
            assert row[by_place] == pytest.approx(theirs[int(new[each])][by_place], rel=1e-4, abs=1e-5)


def test_frozen_days_see_only_what_was_known_at_the_start_of_their_block():
    table = rows()
    start = DAYS - 20
    within = (table[:, 3] >= start) & (table[:, 3] < DAY)
    without = table[~within]
    one, two = asked_on(table, frozen=20), asked_on(without, frozen=20)
    assert np.array_equal(one.candidates.features, two.candidates.features)


def test_an_answer_that_follows_an_act_is_found_by_the_rule():
    asked = asked_on(rows())
    rules = FEATURES.index("rules")
    table = rows()
    yesterday = {(a, o) for a, r, o, day in table.tolist() if day == DAY - 1 and r == 0}
    best = [
        max(rows_of(asked, i).items(), key=lambda pair: pair[1][rules])[0]
        for i, relation in enumerate(asked.relations)
        if relation == 1 and any(o == asked.actors[i] for _, o in yesterday)
    ]
    expected = [
        {a for a, o in yesterday if o == actor}
        for actor, relation in zip(asked.actors, asked.relations, strict=True)
        if relation == 1 and any(o == actor for _, o in yesterday)
    ]
    assert expected
    hits = sum(each in right for each, right in zip(best, expected, strict=True))
    assert hits >= 0.8 * len(expected)


def test_both_directions_of_an_act_are_asked():
    mirrored = Acts.of([(0, 1, 2, 5)]).mirrored(N_RELATIONS)
    assert list(zip(mirrored.actors.tolist(), mirrored.relations.tolist(), mirrored.recipients.tolist(), strict=True)) == [
        (0, 1, 2), (2, 1 + N_RELATIONS, 0),
    ]  # fmt: skip
