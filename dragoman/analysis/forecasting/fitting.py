"""Rows with outcomes and expected weights come in; weights of a logistic regression held near these go out."""

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]


def fitted(rows: Reals, outcomes: Reals, prior: Reals, ridge: float | Reals) -> Reals:
    """Weights of a logistic regression by Newton's steps; `ridge` is how firmly (each of) them is held to the prior.

    A step that would make things worse is halved: the bare method runs away where outcomes are rare.
    """
    held = np.broadcast_to(np.asarray(ridge, dtype=float), prior.shape)

    def loss(weights: Reals) -> float:
        odds = rows @ weights
        return float((np.logaddexp(0, odds) - outcomes * odds).sum() + (held * (weights - prior) ** 2).sum() / 2)

    weights, now = prior.copy(), loss(prior)
    for _ in range(50):
        chances = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (chances - outcomes) + held * (weights - prior)
        bend = (rows * (chances * (1 - chances))[:, None]).T @ rows + np.diag(held)
        step = np.linalg.solve(bend, slope)
        while (tried := loss(weights - step)) > now + 1e-9 and float(np.abs(step).max()) > 1e-9:
            step = step / 2
        weights, now = weights - step, tried
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights
