"""A table that was played once is laid again row by row: playing an afternoon takes a second, its rows a hundredth."""

import copy
import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterator
from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from workshop.models import Workshop

Play = Callable[..., Workshop]
#: A time as a journal entry keeps it.
WRITTEN_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def once(play: Play) -> Play:
    """Play for the first test that asks; in later ones put the same rows back, if the database is empty.

    Everything in them happened as long ago as it had in the first test: a clock that ran does not run out in between.
    """
    kept: dict[Hashable, tuple[dt.datetime, list[models.Model]]] = {}

    @wraps(play)
    def lay(*args: Any, **options: Any) -> Workshop:
        key = (args, tuple(sorted(options.items())))
        if any(kind.objects.exists() for kind in (User, Workshop)):
            return play(*args, **options)
        if key not in kept:
            workshop = play(*args, **options)
            kept[key] = (timezone.now(), [row for kind in kinds() for row in kind._base_manager.all()])
            return workshop
        played, rows = kept[key]
        # Whole seconds: a journal entry keeps three digits of a second, a row six.
        age = dt.timedelta(seconds=int((timezone.now() - played).total_seconds()))
        for kind in kinds():
            kind._base_manager.bulk_create([moved(row, age) for row in rows if type(row) is kind])
        return Workshop.objects.get()

    return lay


def moved(row: models.Model, age: dt.timedelta) -> models.Model:
    """The same row, and every time in it so much later."""
    again = copy.copy(row)
    for field in row._meta.concrete_fields:
        setattr(again, field.attname, later(getattr(row, field.attname), age))
    return again


def later(value: Any, age: dt.timedelta) -> Any:
    """A time so much later, also one that stands in a journal entry; anything else as it is."""
    match value:
        case dt.datetime():
            return value + age
        case str() if WRITTEN_TIME.fullmatch(value):
            moment = dt.datetime.fromisoformat(value) + age
            return moment.isoformat(timespec="milliseconds" if "." in value else "seconds").replace("+00:00", "Z")
        case dict():
            return {name: later(one, age) for name, one in value.items()}
        case list():
            return [later(one, age) for one in value]
    return value


def kinds() -> Iterator[type[models.Model]]:
    """Everything that a workshop consists of, and who leads it."""
    yield User
    yield from apps.get_app_config("workshop").get_models(include_auto_created=True)
