"""What all rows of a workshop share."""

from __future__ import annotations

import secrets

from django.db import models

#: Lower case letters and digits without look-alikes (0/o, 1/l/i): ids stand in addresses that people read out.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_id() -> str:
    """Ten random characters (49 bits): public, not guessable, and the same in every database it is restored into."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def new_token() -> str:
    """A secret of 26 characters (128 bits) for links and cookies."""
    return "".join(secrets.choice(ALPHABET) for _ in range(26))


def new_code() -> str:
    """Six capitals without look-alikes (27 bits): read from a beamer, typed on a phone."""
    return "".join(secrets.choice("ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(6))


class Row(models.Model):
    """A row that actions write: a random id, and the workshop's `seq` at its last change (docs/live.md, *Undo*)."""

    id = models.CharField(primary_key=True, max_length=10, default=new_id, editable=False)
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True
