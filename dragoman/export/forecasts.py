"""Forecasts and scores come in; objects for JSON go out."""

from typing import Any

from dragoman.analysis.forecasting.levels import Level
from dragoman.analysis.forecasting.next_acts import Likely
from dragoman.analysis.forecasting.plans import PlanForecast
from dragoman.analysis.forecasting.scoring import Scores


def likely_object(each: Likely) -> dict[str, Any]:
    """A kind of act with its chance and grounds."""
    return {
        "actor": each.kind[0],
        "recipient": each.kind[1],
        "type": str(each.kind[2]),
        "chance": round(each.chance, 4),
        "base_rate": round(each.base, 4),
        "own_rate": round(each.rate, 4),
        "moved_by": dict(each.grounds),
        "rules": [
            {
                "after": str(rule.earlier),
                "by_the_other": rule.is_reversed,
                "on": str(rule.on),
                "followed": rule.followed,
                "cases": rule.cases,
            }
            for rule in each.rules
        ],
        "acts": [
            {
                "on": str(act.on),
                "actor": act.actor,
                "recipient": act.recipient,
                "type": str(act.type),
                "event": act.event,
            }
            for act in each.acts
        ],
    }


def plan_object(each: PlanForecast) -> dict[str, Any]:
    """The chance that a plan is held, with the steps to it; null where the record has too little to say."""
    given = each.chance is not None
    return {
        "event": each.event,
        "by": str(each.by),
        "notice_days": each.notice,
        "chance": round(each.chance, 4) if each.chance is not None else None,
        "range": [round(each.low, 4), round(each.high, 4)] if given else None,
        "base_rate": round(each.base, 4) if given else None,
        "steps": [
            {"of": step.of, "held": step.held, "cases": step.cases, "share": round(step.share, 4)}
            for step in each.steps
        ],
        "like": list(each.like),
    }


def level_object(each: Level) -> dict[str, Any]:
    """How many acts a month may bring."""
    return {
        "side": each.side,
        "month": f"{each.month:%Y-%m}",
        "mean": round(each.mean, 3),
        "range": [each.low, each.high],
        "past": list(each.past),
    }


def scores_object(kind: str, each: Scores) -> dict[str, Any]:
    """The scores of one kind of forecast."""
    return {
        "kind": kind,
        "forecasts": each.forecasts,
        "came": each.came,
        "brier": round(each.brier, 5),
        "log": round(each.log, 5),
        "base_brier": round(each.base_brier, 5),
        "base_log": round(each.base_log, 5),
        "skill": round(each.skill, 4),
        "calibration": [
            {
                "from": band.low,
                "to": band.high,
                "forecasts": band.forecasts,
                "chance": round(band.chance, 4),
                "share": round(band.share, 4),
            }
            for band in each.bands
        ],
    }
