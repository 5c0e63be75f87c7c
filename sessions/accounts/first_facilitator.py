"""The first facilitator: a link that works once, shown to whoever started the server.

The link is signed, not stored. It is spent by what it does: as soon as there is a facilitator
with a password, no such link opens anything.
"""

import unicodedata

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workshop.names import clean_line

SALT = "first facilitator"
LIFETIME = 24 * 3600  # seconds; starting again makes a new link


#: What a username may have besides letters, marks and digits: the signs of people's names and of mail addresses.
_SIGNS = " .'’-–_@+\u200c\u200d"


class Spent(Exception):
    """The link is too old, was made up, or somebody became facilitator already."""


def facilitator_exists() -> bool:
    """Whether anybody can sign in."""
    return facilitators().exists()


def facilitators() -> QuerySet[User]:
    """Who can sign in, the first first; practice facilitators have no password and do not count."""
    users = User.objects.filter(is_active=True).exclude(password="").order_by("pk")
    return users.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def clean_username(text: str) -> str:
    """A username as it is kept: one line without what nobody sees, in the composed letters that Django uses."""
    return clean_line(unicodedata.normalize("NFKC", clean_line(text)))


def check_username(username: str) -> None:
    """Raise ValidationError unless this can be a username: a person's name is one, "Marijke de Wit" too."""
    sound = all(mark in _SIGNS or unicodedata.category(mark)[0] in "LMN" for mark in username)
    if not (sound and any(mark.isalnum() for mark in username)):
        raise ValidationError(_("Gebruik letters, cijfers, spaties en de tekens @ . + - _ '."), code="invalid")


def find_facilitator(typed: str) -> User | None:
    """The one whose username this is, else the only one that differs in capitals: phones begin with one."""
    for name in (typed, clean_username(typed)):
        exact = User.objects.filter(username=name).first()
        if exact:
            return exact
    found = list(User.objects.filter(username__iexact=clean_username(typed))[:2])
    return found[0] if len(found) == 1 else None


def make_token() -> str:
    """A token for the one-time link."""
    return signing.dumps("", salt=SALT)


def check_token(token: str) -> None:
    """Raise Spent unless this token still works."""
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
        check_username(name)
        user = User(username=name)
        password_validation.validate_password(password, user)
        user.set_password(password)
        user.full_clean(exclude=["username"])  # Django's own rule knows no blanks
        user.validate_unique()
        user.save()
    return user
