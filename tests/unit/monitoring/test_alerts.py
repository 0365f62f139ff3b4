"""Which figures somebody should know of, and how that is said."""

import pytest

from rerank.monitoring.alert import AlertKind, beyond_their_line, fallen
from rerank.monitoring.causes import Cause, Kind
from rerank.monitoring.figure import Figure, Name
from rerank.monitoring.weeks import Change

CHANGE = Change(before=0.1, after=0.07, change=-0.3, low=-0.4, high=-0.2, visitors=900)


def cause(kind: Kind) -> Cause:
    return Cause(
        where={"channel": "alexa", "category": ""},
        kind=kind,
        explains=0.9,
        rate_before=0.1,
        rate_after=None,
        share_before=0.2,
        share_after=0.6,
    )


@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        (Figure(name=Name.DRIFT_CERTAIN, part="a@1", value=0.26, out_of=500), AlertKind.DRIFT),
        (Figure(name=Name.DRIFT_CERTAIN, part="a@1", value=0.24, out_of=500), None),
        # What chance alone brings is not told, and there is nothing certain where there is too little to tell.
        (Figure(name=Name.DRIFT, part="a@1", value=0.9, out_of=500), None),
        (Figure(name=Name.STALE_VECTORS, value=0.06, out_of=900), AlertKind.STALE_VECTORS),
        (Figure(name=Name.STALE_VECTORS, value=0.05, out_of=900), None),
        (Figure(name=Name.WHOLE_SESSIONS, channel="web", value=0.79, out_of=60), AlertKind.EVENTS_INCOMPLETE),
        (Figure(name=Name.WHOLE_SESSIONS, channel="web", value=0.8, out_of=60), None),
        (Figure(name=Name.WHOLE_SESSIONS, channel="web", value=0.1, out_of=9), None),
    ],
)
def test_a_figure_is_told_beyond_its_line_and_with_enough_behind_it(figure: Figure, kind: AlertKind | None) -> None:
    assert [alert.kind for alert in beyond_their_line([figure])] == ([kind] if kind else [])


def test_a_fall_says_how_far_how_surely_and_from_where() -> None:
    told = fallen(AlertKind.CLICKS_FELL, "alexa", CHANGE, [cause(Kind.RATE)]).told
    assert "fell by 30% on alexa" in told
    assert "between -40% and -20%" in told
    assert "channel alexa, category unknown: from 10.0% to nothing (90% of the fall)" in told


def test_a_shift_is_not_called_a_fall_of_the_rate() -> None:
    told = fallen(AlertKind.CLICKS_FELL, "", CHANGE, [cause(Kind.MIX)]).told
    assert "all channels" in told
    assert "share of what is shown went from 20% to 60%" in told


def test_a_fall_everywhere_is_said_to_be_one() -> None:
    assert "Everything fell alike" in fallen(AlertKind.ORDER_FELL, "", CHANGE, []).told


def far(*parts: str) -> list[Figure]:
    return [
        Figure(name=Name.DRIFT_CERTAIN, part=part, value=0.3 + place / 10, out_of=500)
        for place, part in enumerate(parts)
    ]


def test_many_features_that_moved_at_once_are_one_alert_that_names_the_worst() -> None:
    assert [alert.subject for alert in beyond_their_line(far("a@1", "b@1"))] == ["b@1", "a@1"]
    (alert,) = beyond_their_line(far("a@1", "b@1", "c@1", "d@1", "e@1"))
    assert alert.subject == ""
    assert alert.told.startswith("5 features have moved far")
    assert alert.told.endswith("most of all e@1 (index 0.70), d@1 (index 0.60), c@1 (index 0.50).")
    assert list(alert.details["features"]) == ["e@1", "d@1", "c@1", "b@1", "a@1"]
