"""A table that was played once is laid again row by row: playing an afternoon takes a second, its rows a hundredth."""

from collections.abc import Callable, Hashable, Iterator
from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models

from workshop.models import Workshop

Play = Callable[..., Workshop]


def once(play: Play) -> Play:
    """Play for the first test that asks; in later ones put the same rows back, if the database is empty."""
    kept: dict[Hashable, list[models.Model]] = {}

    @wraps(play)
    def lay(*args: Any, **options: Any) -> Workshop:
        key = (args, tuple(sorted(options.items())))
        if any(kind.objects.exists() for kind in (User, Workshop)):
            return play(*args, **options)
        if key not in kept:
            workshop = play(*args, **options)
            kept[key] = [row for kind in kinds() for row in kind._base_manager.all()]
            return workshop
        for kind in kinds():
            kind._base_manager.bulk_create([row for row in kept[key] if type(row) is kind])
        return Workshop.objects.get()

    return lay


def kinds() -> Iterator[type[models.Model]]:
    """Everything that a workshop consists of, and who leads it."""
    yield User
    yield from apps.get_app_config("workshop").get_models(include_auto_created=True)
