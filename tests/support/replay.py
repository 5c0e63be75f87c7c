"""Whether a journal tells the same as the database (tests of practice, undo and the journal use it)."""

import json
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from workshop.journal import replay
from workshop.models import Workshop
from workshop.models.base import Row

#: Secrets and leases are no part of the journal, and `seq` is the number of the entry itself.
UNTOLD = {"seq", "token", "return_code", "secret", "last_seen", "device"}

#: How the rows of each model are found, from the workshop. Customers are the team's: it has this one workshop only.
PATHS = {
    "Customer": "team__workshops",
    "ThreadLink": "thread__workshop",
    "DirectSwapLeg": "direct_swap__workshop",
    "Claim": "slip__workshop",
    "Help": "claim__slip__workshop",
}


def assert_replays(workshop: Workshop) -> None:
    """Every row of every model, and what the journal says about the workshop itself and its team."""
    told = replay(workshop.journal.all())
    workshop.refresh_from_db()
    for row in (workshop, workshop.team):
        about, truth = told.pop((str(row._meta.object_name), row.pk), {}), plain(row)
        assert about == {name: truth[name] for name in about}

    assert told == rows_of(workshop)


def rows_of(workshop: Workshop) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows in the database as the journal would tell them."""
    kinds = [kind for kind in apps.get_app_config("workshop").get_models() if issubclass(kind, Row)]
    found = {}
    for kind in kinds:
        name = str(kind._meta.object_name)
        for row in kind._default_manager.filter(**{PATHS.get(name, "workshop"): workshop}):
            found[name, str(row.pk)] = plain(row)
    return found


def plain(row: models.Model) -> dict[str, Any]:
    """Field by field, as JSON has it."""
    fields = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}
    return dict(json.loads(json.dumps({name: fields[name] for name in fields.keys() - UNTOLD}, cls=DjangoJSONEncoder)))
