"""What the parts of an address look like: the kind of a page, and a key."""

from django.urls import register_converter

from sessions import access


class Kind:
    """The three kinds of page of a workshop."""

    regex = "seat|console|projector"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Key:
    """An id or a token as models.base makes them; what looks otherwise is nobody's, and never reaches the database."""

    regex = access.KEY.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Kind, "kind")
register_converter(Key, "key")
