"""Sentences and their translations."""

from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from sessions.i18n import catalogue


@pytest.fixture
def sentences_of(tmp_path: Path):
    def write(name: str, text: str) -> list:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return list(catalogue.sentences(path))

    return write


def test_python_sentences_are_found(sentences_of):
    text = 'a = _("Kom binnen")\nb = ngettext("%(n)s klant", "%(n)s klanten", 2)\nc = pgettext("knop", "Weg")'
    assert sentences_of("a.py", text) == [
        ("Kom binnen", None),
        (("%(n)s klant", "%(n)s klanten"), None),
        ("Weg", "knop"),
    ]


def test_template_sentences_are_found(sentences_of):
    text = (
        '{% load i18n %}<p title="{% translate "Sluit de deur" %}">{% blocktranslate count n=n %}{{ n }} klant'
        '{% plural %}{{ n }} klanten{% endblocktranslate %}</p>{% translate "Weg" context "knop" %}'
    )
    assert sentences_of("a.html", text) == [
        ("Sluit de deur", None),
        (("%(n)s klant", "%(n)s klanten"), None),
        ("Weg", "knop"),
    ]


def test_a_template_may_be_indented_in_any_way(sentences_of):
    text = (
        '{% load i18n %}<p>\n    {% translate "Eerst" %}\n  {% translate "Dan" %}\n'
        '      <b>{% translate "Weg" %}</b>\n</p>'
    )
    assert sentences_of("a.html", text) == [("Eerst", None), ("Dan", None), ("Weg", None)]


def test_faults_name_what_lacks_what_is_too_much_what_is_empty_and_what_is_said_twice(tmp_path: Path, monkeypatch):
    from babel.messages.catalog import Catalog

    there = Catalog(locale="en")
    for sentence, translation in [("Kom binnen", "Come in"), ("Weg", ""), ("Oud", "Old"), ("Tweemaal", "Twice.Twice.")]:
        there.add(sentence, translation)
    wanted = Catalog()
    for sentence in ("Kom binnen", "Weg", "Nieuw", "Tweemaal"):
        wanted.add(sentence)
    monkeypatch.setattr(catalogue, "read", lambda path: there)
    monkeypatch.setattr(catalogue, "gather", lambda: wanted)
    assert catalogue.faults(tmp_path) == ["ontbreekt: Nieuw", "ongebruikt: Oud", "onvertaald: Weg", "dubbel: Tweemaal"]


def test_updating_keeps_translations_and_drops_what_is_gone(tmp_path: Path, monkeypatch):
    from babel.messages.catalog import Catalog

    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Weg"\nmsgstr "Away"\n\nmsgid "Oud"\nmsgstr "Old"\n', encoding="utf-8")
    wanted = Catalog()
    for sentence in ("Weg", "Nieuw"):
        wanted.add(sentence)
    monkeypatch.setattr(catalogue, "gather", lambda: wanted)
    catalogue.update(path)
    after = {message.id: message.string for message in catalogue.read(path) if message.id}
    assert after == {"Weg": "Away", "Nieuw": ""}


def test_a_compiled_catalogue_is_what_django_reads(tmp_path: Path, settings):
    source = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "een zin die nergens staat"\nmsgstr "a sentence that stands nowhere"\n',
        encoding="utf-8",
    )
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    catalogue.compile_stale()
    with override("en"):
        assert gettext("een zin die nergens staat") == "a sentence that stands nowhere"


@pytest.mark.parametrize("language", catalogue.translations())
def test_every_language_has_every_sentence_and_no_more(language: str):
    assert catalogue.faults(catalogue.po_path(language)) == []


def test_a_sentence_more_or_less_is_a_fault(tmp_path: Path):
    """Both ways, with the real screens: one translation taken out, one that nobody asks for put in."""
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    text = catalogue.po_path("en").read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Doe mee"', 'msgid "Doe niet mee"'), encoding="utf-8")
    assert catalogue.faults(path) == ["ontbreekt: Doe mee", "ongebruikt: Doe niet mee"]
