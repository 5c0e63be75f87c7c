"""Which words our sentences are in: those of a form (projects, suppliers), and those of one task (*werkzaamheid*).

Each is a language variant for Django, with a catalogue of its own, as a dialect would be: so every sentence of the app
follows, and none has to know. The words themselves stand in `workshop.variants`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from django.conf import settings
from django.utils import translation

from workshop import variants
from workshop.models import Customer
from workshop.steps import Form, Kind


def spoken(code: str, form: str) -> str:
    """The name under which a language's sentences stand in the words of a form: "nl", "nl-projects", "en-supplier"."""
    return code if form == Form.CUSTOMERS else f"{code}-{form[:8]}"


def about(customer: Customer) -> AbstractContextManager[None]:
    """Sentences within speak of a task where this is one, and otherwise of what they speak anyway."""
    variant = _of_task(customer)
    return translation.override(variant) if variant else nullcontext()


def speak_of(customer: Customer) -> None:
    """As `about`, from here to the end of the change under way (`perform` puts the language back)."""
    variant = _of_task(customer)
    if variant:
        translation.activate(variant)


def _of_task(customer: Customer) -> str:
    code = (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    return spoken(code, variants.TASK) if customer.kind == Kind.TASK and code in variants.WORDS else ""
