"""The sentences of the screens and their translations, without the gettext programs.

The source language is Dutch: a msgid is the Dutch sentence itself.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from workshop import variants, wording

Sentence = str | tuple[str, ...] | list[str]

#: What the app is called, whatever lies on the table.
PRODUCT = "Klanten ruilen"

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SOURCES = [("workshop", "*.py"), ("sessions", "*.py"), ("templates", "*.*")]


def po_path(language: str = "en") -> Path:
    """Where the sentences of a language stand."""
    return Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"


def translations() -> list[str]:
    """The languages besides Dutch, by the folders in locale/: a new one is an empty folder and `make messages`.

    What else stands there is compiled out of these.
    """
    folders = [folder for folder in (Path(settings.BASE_DIR) / "locale").iterdir() if folder.is_dir()]
    return sorted(one.name for one in folders if po_path(one.name).exists() or not any(one.iterdir()))


def compile_stale() -> None:
    """Compile each catalogue that changed since; a folder or a disk that is read-only keeps what it has."""
    for source in Path(settings.BASE_DIR).glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        try:
            compile_one(source, target)
        except OSError:
            continue
    compile_variants()


def compile_variants() -> None:
    """Write the catalogues of the form's variants, each out of the one of its language (workshop/variants.py)."""
    source = po_path()
    newest = max(path.stat().st_mtime for path in (source, Path(variants.__file__)) if path.exists())
    for code, form in product(variants.WORDS, variants.WORDS["nl"]):
        target = po_path(to_locale(wording.spoken(code, form))).with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= newest:
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write(variant(read(source), code, form), target)
        except OSError:
            continue


def variant(source: Catalog, code: str, form: str) -> Catalog:
    """All sentences of a language in the words of a variant; the name of the app stays."""
    found = Catalog(locale=code, project="Klanten ruilen", fuzzy=False)
    for message in source:
        text = message.id if code == settings.LANGUAGE_CODE else message.string
        if message.id and message.id != PRODUCT:
            found.add(message.id, _each(text or "", code, form), context=message.context)
    return found


def _each(text: Sentence, code: str, form: str) -> Sentence:
    """A sentence, or its singular and plural."""
    if isinstance(text, str):
        return variants.reworded(text, code, form)
    return tuple(variants.reworded(one, code, form) for one in text)


def compile_one(source: Path, target: Path) -> None:
    """Write the .mo of one .po."""
    write(read(source), target)


def write(catalogue: Catalog, target: Path) -> None:
    """Write a .mo in one go: another process may be reading it."""
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    draft = target.with_suffix(".mo.new")
    draft.write_bytes(compiled.getvalue())
    draft.replace(target)


def read(path: Path) -> Catalog:
    """A catalogue from a .po, empty when there is none."""
    if not path.exists():
        return Catalog(locale=path.parent.parent.name, project="Klanten ruilen", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def gather() -> Catalog:
    """Every sentence that python and templates hold, in the order of the files."""
    found = Catalog(project="Klanten ruilen", fuzzy=False)
    root = Path(settings.BASE_DIR)
    for folder, pattern in SOURCES:
        for path in sorted((root / folder).rglob(pattern)):
            place = path.relative_to(root).as_posix()
            for message, context in sentences(path):
                found.add(message, locations=[(place, 0)], context=context)
    return found


def sentences(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The sentences of one file with their contexts; templates are first turned into python by Django."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of a template's indentation is none that python would accept.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    file = BytesIO(text.encode())
    for _line, message, _comments, context in extract("python", file, KEYWORDS, options={"encoding": "utf-8"}):
        yield message, context


def keys(catalogue: Catalog) -> set[tuple[str, str | None]]:
    """Context and sentence of every message."""
    return {(first(message.id), message.context) for message in catalogue if message.id}


def first(message: str | tuple[str, ...] | list[str]) -> str:
    """The sentence itself, or its singular."""
    return message if isinstance(message, str) else message[0]


def update(path: Path) -> None:
    """Write the .po anew: new sentences empty, unused ones gone, translations kept."""
    catalogue = read(path)
    # Guessing that a changed sentence means the same is how wrong translations come to stay.
    catalogue.update(gather(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, omit_header=False, include_lineno=False)


def faults(path: Path) -> list[str]:
    """What is wrong with a catalogue, a line each: sentences it lacks, has too much, or left empty."""
    there = read(path)
    wanted, known = keys(gather()), keys(there)
    lacking = [f"ontbreekt: {sentence}" for sentence, _context in sorted(wanted - known, key=str)]
    unused = [f"ongebruikt: {sentence}" for sentence, _context in sorted(known - wanted, key=str)]
    empty = [f"onvertaald: {first(message.id)}" for message in there if message.id and not translated(message.string)]
    twice = [f"dubbel: {first(message.id)}" for message in there if message.id and is_doubled(message.string)]
    broken = [f"{first(message.id)}: {error}" for message in there for error in message.check()]
    return lacking + unused + empty + twice + broken


def is_doubled(text: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether a translation says everything twice: a slip of the pen when a file is put together."""
    forms = [text] if isinstance(text, str) else text or []
    return any(one and one == one[: len(one) // 2] * 2 for one in forms)


def translated(text: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether every form of a message has a text."""
    forms = [text] if isinstance(text, str) else text or [""]
    return all(forms)
