"""The app that holds every model."""

from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    """What is true without a browser."""

    name = "workshop"
    verbose_name = "Klanten ruilen"
