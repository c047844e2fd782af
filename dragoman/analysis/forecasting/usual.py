"""What acts between states usually are, and what the grounds of a forecast weigh: the same for every record."""

from dragoman.record import EventType as Type

SHARES: dict[Type, float] = {
    Type.ACCUSE: 0.06674, Type.AGREE: 0.23171, Type.AID: 0.01104, Type.ASSAULT: 0.04228, Type.COERCE: 0.02949,
    Type.CONCEDE: 0.0005, Type.CONSULT: 0.43488, Type.COOPERATE: 0.00618, Type.MOBILIZE: 0.00322,
    Type.PROTEST: 0.00444, Type.REJECT: 0.01884, Type.REQUEST: 0.01998, Type.RETREAT: 0.00936,
    Type.SANCTION: 0.01135, Type.SUPPORT: 0.1016, Type.THREATEN: 0.00889,
}  # fmt: skip
"""Shares of the types among acts between two."""

WEIGHTS = (-0.9, 0.83, 0.5, -0.04, 0.2, 0.47)
"""Of one, and of the grounds in the order of `next_acts.NAMES`: log odds for each nat."""

# Fitted by benchmarks/forecasting/usual.py, which prints both: on acts of ICEWS05-15 between names of two countries
# from 2005 to 2014, the weights on those of ICEWS18 between countries to June 2018 too; docs/forecasts.md says how well
# they do later and elsewhere.
