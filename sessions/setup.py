"""The first facilitator: a link that works once, shown to whoever started the server.

The link is signed, not stored. It is spent by what it does: as soon as there is a facilitator
with a password, no such link opens anything.
"""

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import transaction

SALT = "first facilitator"
LIFETIME = 24 * 3600  # seconds; starting again makes a new link


class Spent(Exception):
    """The link is too old, was made up, or somebody became facilitator already."""


def facilitator_exists() -> bool:
    """Whether anybody can sign in; practice facilitators have no password and do not count."""
    users = User.objects.filter(is_active=True).exclude(password="")
    return users.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()


def make_token() -> str:
    """A token for the one-time link."""
    return signing.dumps("", salt=SALT)


def check_token(token: str) -> None:
    """Raise Spent unless this token still opens the door."""
    try:
        signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature as reason:
        raise Spent from reason
    if facilitator_exists():
        raise Spent


def create_first(token: str, *, name: str, password: str) -> User:
    """Make the first facilitator; of two who try at once, one wins. Raises Spent or ValidationError."""
    with transaction.atomic():
        # The row that stands for the table of users, locked: the second one waits here and then sees the first.
        ContentType.objects.select_for_update().get(app_label="auth", model="user")
        check_token(token)
        user = User(username=name)
        password_validation.validate_password(password, user)
        user.set_password(password)
        user.full_clean()
        user.save()
    return user
