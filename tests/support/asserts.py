"""What the tests of the rules look with: a refusal that changed nothing, all rows, all text, the number of queries."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext
from support import people

from workshop.models import EnergyRating, Participant, SwapProposal, Workshop
from workshop.refusals import Refusal

#: What begins and ends a transaction.
FREE = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")
Rows = dict[str, list[dict[str, Any]]]


def rows() -> Rows:
    """Every row of every table of the workshop app."""
    models = apps.get_app_config("workshop").get_models()
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def everything() -> str:
    """All that the database holds, as one text: for a word that must have been erased."""
    return json.dumps(rows(), cls=DjangoJSONEncoder, ensure_ascii=False)


def zones(workshop: Workshop) -> dict[tuple[str, str], str]:
    """Who put which customer where, as all see it."""
    figures = EnergyRating.objects.filter(workshop=workshop, zone__isnull=False)
    return {
        (one.participant.name, one.customer.name): str(one.zone)
        for one in figures.select_related("participant", "customer")
    }


def outcomes(workshop: Workshop) -> dict[str, tuple[str, str | None]]:
    """How each slip on the stack ended, and who took it."""
    slips = SwapProposal.objects.filter(workshop=workshop, stuck=True).select_related("rating__customer", "taker")
    return {one.rating.customer.name: (one.outcome, one.taker and one.taker.name) for one in slips}


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Not a row, not a number."""
    before = rows()
    yield
    assert rows() == before


def refused(who: Participant | Workshop, action: str, /, **data: Any) -> str:
    """The code with which this is refused; nothing has changed."""
    return _refusal(people.act, who, action, data).code


def refused_for(seat: Participant, action: str, /, **data: Any) -> str:
    """The code with which the facilitator, acting for this seat, is refused; nothing has changed."""
    return _refusal(people.act_for, seat, action, data).code


def refused_with(who: Participant | Workshop, action: str, /, **data: Any) -> str:
    """The sentence with which this is refused: for the names in it; nothing has changed."""
    return _refusal(people.act, who, action, data).sentence


def _refusal(act: Any, who: Any, action: str, data: dict[str, Any]) -> Refusal:
    with nothing_changes(), pytest.raises(Refusal) as refusal:
        act(who, action, **data)
    return refusal.value


def told(answer: Any) -> tuple[int, str]:
    """The status of an answer, and the code of its refusal; of what was done, the sentence."""
    content = answer.json()
    return answer.status_code, content.get("code", content["sentence"])


@contextmanager
def counted(most: int) -> Iterator[None]:
    """At most so many queries; what begins and ends a transaction is not counted."""
    with CaptureQueriesContext(connection) as captured:
        yield
    sql = [query["sql"] for query in captured.captured_queries]
    asked = [one for one in sql if not one.startswith(FREE)]
    assert len(asked) <= most, "\n".join([f"{len(asked)} queries, at most {most}:", *asked])
