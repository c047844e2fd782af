"""The days of a history come in one after another; everything counted of them so far is kept here."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from dragoman.analysis.forecasting.acts import Floats, Index, Ints, found_in
from dragoman.analysis.forecasting.rules import Rules
from dragoman.analysis.forecasting.tallies import LASTING, Tally

TRIPLE = (1.0, 3.0, 8.0, 20.0, 50.0, 100.0, LASTING)
PAIR = (1.0, 4.0, 15.0, 50.0, LASTING)
SIDED = (8.0, 40.0, LASTING)
ACTOR = (3.0, 15.0, 60.0, LASTING)
ANSWER = (10.0, 60.0, LASTING)
GROUP = (30.0, LASTING)
_REACH = 2  # place of the half-life of 15 days among PAIR: how fresh a hop must be
_FAINT = 0.02


class Keyed:
    """A tally of things that are told by a number of several digits; the digits that can occur are known beforehand."""

    def __init__(self, keys: Ints, half_lives: Sequence[float]) -> None:
        self.keys, self.of_act = np.unique(keys, return_inverse=True)
        self.tally = Tally(len(self.keys), half_lives)

    def at(self, keys: Ints, day: int) -> Floats:
        """Counts of keys as faded by a day."""
        return self.tally.at(found_in(self.keys, keys), day)

    def add(self, acts: slice, day: int) -> None:
        """Counts the keys of acts."""
        self.tally.add(self.of_act[acts], day)


class Memory:
    """What was seen up to a day, and only that: `learn` takes in the days in order, all else reads."""

    def __init__(self, index: Index) -> None:
        self.index = index
        acts, cast = index.acts, index.cast
        self.sides, self.countries, self.sectors = index.n_sides, cast.n_countries, cast.n_sectors
        self.triples = Tally(len(index.keys), TRIPLE)
        self.pairs = Tally(len(index.pair_keys), PAIR)
        self.sided = Tally(2 * len(index.pair_keys), SIDED)
        self.actors = Tally(index.n_actors, ACTOR)
        self.relations = Tally(index.n_sides, ACTOR)
        self.answers = Keyed(self.answer_key(acts.relations, acts.recipients), ANSWER)
        self.country_answers = Keyed(self.country_answer_key(acts.actors, acts.relations, acts.recipients), GROUP)
        self.country_pairs = Keyed(self.country_pair_key(acts.actors, acts.recipients), PAIR)
        self.countries_both = Keyed(self.both_key(acts.actors, acts.relations, acts.recipients), GROUP)
        self.sectors_both = Keyed(self.sector_key(acts.actors, acts.relations, acts.recipients), GROUP)
        self.sector_answers = Keyed(self.sector_answer_key(acts.actors, acts.relations, acts.recipients), GROUP)
        self.keyed = (
            self.answers, self.country_answers, self.country_pairs, self.countries_both, self.sectors_both,
            self.sector_answers,
        )  # fmt: skip
        self.rules = Rules(index)
        self.day = -1

    def learn(self, day: int) -> None:
        """Takes in the acts of a day, later than any taken in before."""
        index, acts = self.index, self.index.on(day)
        self.day = day
        if acts.start == acts.stop:
            return
        self.rules.learn(self.triples, acts, day)
        triples = index.triple_of[acts]
        pairs = index.pair[triples]
        self.triples.add(triples, day)
        self.pairs.add(pairs, day)
        self.sided.add(2 * pairs + (index.acts.relations[acts] >= index.n_relations), day)
        self.actors.add(index.acts.recipients[acts], day)
        self.relations.add(index.acts.relations[acts], day)
        for each in self.keyed:
            each.add(acts, day)

    def answer_key(self, relations: Ints, recipients: Ints) -> Ints:
        """What is asked and who answers."""
        return relations * self.index.n_actors + recipients

    def country_answer_key(self, actors: Ints, relations: Ints, recipients: Ints) -> Ints:
        """The asker's country, what is asked, who answers."""
        country = self.index.cast.country[actors]
        return (country * self.sides + relations) * self.index.n_actors + recipients

    def country_pair_key(self, actors: Ints, recipients: Ints) -> Ints:
        """The asker's country and who answers."""
        return self.index.cast.country[actors] * self.index.n_actors + recipients

    def both_key(self, actors: Ints, relations: Ints, recipients: Ints) -> Ints:
        """Both countries and what is asked."""
        country = self.index.cast.country
        return (country[actors] * self.countries + country[recipients]) * self.sides + relations

    def sector_key(self, actors: Ints, relations: Ints, recipients: Ints) -> Ints:
        """Both sectors, what is asked, and whether they are of one country."""
        sector, country = self.index.cast.sector, self.index.cast.country
        near = (country[actors] == country[recipients]) & (country[actors] > 0)
        keys: Ints = ((sector[actors] * self.sectors + sector[recipients]) * self.sides + relations) * 2 + near
        return keys

    def sector_answer_key(self, actors: Ints, relations: Ints, recipients: Ints) -> Ints:
        """The asker, what is asked, and the sector that answers."""
        sector = self.index.cast.sector
        return (actors * self.sides + relations) * self.sectors + sector[recipients]

    def links(self, actors: Ints, day: int) -> Floats:
        """How near each actor is to every other by two hops over who acts with whom: len(actors) × actors."""
        index = self.index
        fading = 0.5 ** ((day - self.pairs.base) / PAIR[_REACH])
        weights = self.pairs.counts[:-1, _REACH] * np.float32(fading)
        held = np.flatnonzero(weights > _FAINT)
        begins = np.searchsorted(held, index.pairs_of_actor)
        shape = (index.n_actors, index.n_actors)
        whole = csr_matrix((np.sqrt(weights[held]), index.pair_recipient[held], begins), shape=shape)
        totals = np.asarray(whole.sum(axis=1)).ravel() + 1.0
        whole.data /= np.repeat(totals, np.diff(whole.indptr)).astype(np.float32)
        two: Floats = (whole[actors] @ whole).toarray()
        return two
