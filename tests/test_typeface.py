"""The typeface: our own letters, served with their licence, measured, and made once."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from sessions.middleware.static_files import TypefaceFinder
from sessions.typeface import build, files, widths

SERVED = {"type/ruil.woff2": "font/woff2", "type/widths.json": "application/json", "type/OFL.txt": "text/plain"}
MOST = 50_000
#: The names that a font gives itself: family, style, unique, full, PostScript, typographic, variations.
NAMES = (1, 2, 3, 4, 6, 16, 17, 25)


def folder() -> Path:
    found = files.find()
    assert found is not None
    return found


def names_of(font: TTFont) -> str:
    return " ".join(name.toUnicode() for name in font["name"].names if name.nameID in NAMES)


def test_it_is_called_ruil_everywhere_since_the_name_of_its_source_is_reserved():
    fonts = [TTFont(path) for path in (folder() / "served/type/ruil.woff2", *(folder() / "cuts").iterdir())]
    assert {font["name"].getDebugName(1) for font in fonts} == {"Ruil"}
    assert [names for names in map(names_of, fonts) if "Encode" in names] == []
    assert all("Encode" in font["name"].getDebugName(0) for font in fonts)  # whose it is stays
    assert all("SIL Open Font License" in font["name"].getDebugName(13) for font in fonts)


def test_what_a_browser_fetches_is_small():
    assert (folder() / "served/type/ruil.woff2").stat().st_size <= MOST


def test_a_browser_chooses_weight_and_width():
    axes = TTFont(folder() / "served/type/ruil.woff2")["fvar"].axes
    assert {axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue) for axis in axes} == build.AXES


@pytest.mark.parametrize("path", SERVED)
def test_its_files_are_served_with_their_kind_and_kept(path: str):
    answer = Client().get(settings.STATIC_URL + path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == SERVED[path]
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.content == (folder() / "served" / path).read_bytes()


def test_the_licence_stands_beside_it():
    said = Client().get(f"{settings.STATIC_URL}type/OFL.txt").content.decode()
    assert "SIL OPEN FONT LICENSE Version 1.1" in said
    assert "Copyright 2020 The Encode Project Authors" in said


@pytest.mark.parametrize("stretch", build.NAME_STRETCHES)
def test_the_table_of_widths_says_what_the_font_says(stretch: float):
    font = instancer.instantiateVariableFont(
        TTFont(folder() / "served/type/ruil.woff2"), {"wght": build.NAME_WEIGHT, "wdth": stretch}
    )
    table = widths.table()
    column = table["stretches"].index(stretch)
    said = {letter: advances[column] for letter, advances in table["advances"].items()}
    assert said == {chr(code): font["hmtx"][glyph][0] for code, glyph in font.getBestCmap().items()}
    assert table["unitsPerEm"] == font["head"].unitsPerEm


def test_it_has_every_letter_of_the_languages_around_us():
    for text in (
        "Zoë Überreiter-Façonneau",
        "Łódź, Škoda, Győr, Ørsted",
        "„Grüße“ – ‘ja’ … € ← → −",
        "İstanbul Ștefan ẞ",
    ):
        assert [letter for letter in text if letter not in widths.table()["advances"]] == []


def test_a_text_is_as_wide_as_its_letters():
    advances, units = widths.table()["advances"], widths.table()["unitsPerEm"]
    assert widths.text_width("Ana", 20) == pytest.approx(
        20 * (advances["A"][0] + advances["n"][0] + advances["a"][0]) / units
    )
    assert widths.text_width("Ana", 20, 75) < widths.text_width("Ana", 20, 87.5) < widths.text_width("Ana", 20)
    assert widths.text_width("Wo\xadning", 20) == widths.text_width("Woning", 20)
    assert widths.text_width("日本", 20) == 40


# How it is made


@pytest.fixture
def elsewhere(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A checkout and a data folder without a typeface, and a way of making it that costs nothing."""
    checkout, data = tmp_path / "checkout", tmp_path / "data"
    checkout.mkdir()
    data.mkdir()
    settings.BASE_DIR, settings.DATA_DIR = checkout, data  # type: ignore[attr-defined]
    monkeypatch.setattr(build, "make", lambda: {"served/type/ruil.woff2": b"letters", "cuts/Bold.ttf": b"bold"})
    return checkout, data


def written(place: Path) -> dict[str, bytes]:
    return {
        path.relative_to(place).as_posix().partition("/")[2]: path.read_bytes()
        for path in place.rglob("*.*")
        if path.is_file()
    }


def test_it_is_made_once_and_lies_in_the_checkout(elsewhere: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    checkout, data = elsewhere
    files.prepare()
    assert written(checkout / "built") == {"served/type/ruil.woff2": b"letters", "cuts/Bold.ttf": b"bold"}
    assert (files.find() or data).parent == checkout / "built"
    monkeypatch.setattr(build, "make", lambda: pytest.fail("made again"))
    files.prepare()
    assert list(data.iterdir()) == []


def test_a_first_start_serves_what_it_has_just_made(elsewhere: tuple[Path, Path]):
    finder = TypefaceFinder()  # as Django's own checks make it, before the command begins
    assert list(finder.list(None)) == []
    files.prepare()
    assert [path for path, _storage in finder.list(None)] == ["type/ruil.woff2"]
    assert Path(str(finder.find("type/ruil.woff2"))).read_bytes() == b"letters"


def test_a_checkout_that_takes_nothing_gets_it_in_its_data_folder(elsewhere: tuple[Path, Path]):
    checkout, data = elsewhere
    (checkout / "built").write_text("no folder")  # read-only would not stop root
    files.prepare()
    assert (files.find() or checkout).parent == data / "built"


def test_where_nothing_can_be_written_the_app_says_so_once_and_goes_on(
    elsewhere: tuple[Path, Path], caplog: pytest.LogCaptureFixture
):
    for place in elsewhere:
        (place / "built").write_text("no folder")
    with caplog.at_level(logging.WARNING):
        files.prepare()
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "The typeface was not made, so pages use the letters of each machine"
    ]
    assert files.find() is None


def test_a_disk_that_is_full_halfway_leaves_nothing_behind(
    elsewhere: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
):
    def refuse(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_write_file", refuse)
    files.prepare()
    assert files.find() is None
    assert [list((place / "built").iterdir()) for place in elsewhere] == [[], []]


def test_of_two_that_make_it_at_once_the_second_keeps_what_is_there(tmp_path: Path):
    place = tmp_path / "built" / "typeface-1"
    files.write(place, {"served/a.txt": b"first"})
    files.write(place, {"served/a.txt": b"second"})
    assert {path.name: written(path) for path in place.parent.iterdir()} == {"typeface-1": {"a.txt": b"first"}}


def test_another_way_of_making_it_gets_another_folder(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "version", lambda package: "another version")
    assert files._name.__wrapped__() != files._name()
