"""A team and its customers."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from workshop.limits import LONGEST_NAME, LONGEST_TEAM_NAME
from workshop.models.base import Row, new_id
from workshop.steps import Kind


class Team(models.Model):
    """The people who share customers; outlives one workshop."""

    id = models.CharField(primary_key=True, max_length=10, default=new_id, editable=False)
    name = models.CharField(max_length=LONGEST_TEAM_NAME)
    facilitator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teams")

    def __str__(self) -> str:
        return self.name


class CustomerRows(models.QuerySet["Customer"]):
    """Customers, and which of them may go."""

    def named_by_no_row(self) -> CustomerRows:
        """Those to which no row of any table points: no figure, no answer to *dezelfde klant?*, no thread."""
        found = self
        for link in Customer._meta.get_fields(include_hidden=True):
            if isinstance(link, models.ManyToOneRel):
                rows = link.related_model._base_manager.filter(**{link.field.attname: models.OuterRef("pk")})
                found = found.exclude(models.Exists(rows))
        return found


class Customer(Row):
    """What can be swapped. Public once one of its figures stands on a table (docs/live.md, *Public*)."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="customers")
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CUSTOMER)

    objects = CustomerRows.as_manager()

    def __str__(self) -> str:
        return self.name


class SameCustomer(Row):
    """A person's answer to *Is dit dezelfde klant?* for two customers.

    Joined: the figures of `other` stand under `kept`; `moved` lists their ids, so that splitting puts back exactly
    those.
    """

    workshop = models.ForeignKey("workshop.Workshop", on_delete=models.CASCADE, related_name="same_customers")
    kept = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    same = models.BooleanField()
    moved = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "kept", "other"], name="one_answer_per_pair")]

    @classmethod
    def about(cls, workshop_id: str, one: str, other: str) -> models.QuerySet[SameCustomer]:
        """The answer about two customers, whichever of them was named first."""
        return cls.objects.filter(workshop=workshop_id, kept__in=(one, other), other__in=(one, other))
