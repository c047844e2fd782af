import numpy as np

from dragoman.analysis.forecasting.acts import Index
from dragoman.analysis.forecasting.features import NAMES as FEATURES
from dragoman.analysis.forecasting.memory import Memory
from dragoman.analysis.forecasting.why import WORDS, why
from tests.analysis.forecasting.histories import N_RELATIONS, history, rows


def memory_up_to(day):
    acts, cast = history(rows())
    memory = Memory(Index(acts, cast, N_RELATIONS))
    for each in range(day):
        memory.learn(each)
    return memory


def test_an_answer_shows_the_rule_and_the_acts_that_raised_it():
    memory = memory_up_to(50)
    actor, _, recipient, _ = next(row for row in rows().tolist() if row[3] == 49 and row[1] == 0)
    found = why(memory, (recipient, 1), actor, 50)
    assert any((rule.earlier, rule.days) == (N_RELATIONS, 1) and rule.confidence > 0.5 for rule in found.rules)
    assert (N_RELATIONS, 49) in found.acts
    assert all(day < 50 for _, day in found.acts)


def test_those_who_never_met_have_no_grounds():
    acts, cast = history(np.array([(0, 0, 1, 0), (2, 0, 3, 9)]))
    memory = Memory(Index(acts, cast, N_RELATIONS))
    memory.learn(0)
    assert (why(memory, (2, 0), 3, 5).rules, why(memory, (2, 0), 3, 5).acts) == ((), ())


def test_every_feature_has_words_and_the_greatest_comes_first():
    assert {name.split("_")[0] for name in FEATURES} <= set(WORDS)
    added = np.zeros(len(FEATURES), np.float32)
    added[FEATURES.index("rules")], added[FEATURES.index("pair_1d")] = -2.0, 1.0
    assert [name for name, _ in why(memory_up_to(3), (0, 0), 1, 3, added).moved][:2] == ["rules", "any act of the two"]
