"""The code of a workshop, however it is typed or pasted."""

import pytest
from django.test import Client
from support.people import open_workshop

from sessions.links import code_in

WIDE = str.maketrans({chr(letter): chr(letter + 0xFEE0) for letter in range(ord("!"), ord("~") + 1)})


@pytest.mark.parametrize(
    "typed",
    [
        "ABCDEF",
        "abc def",
        " ab-cd-ef ",
        "ABCDEF".translate(WIDE),
        "abcdef".translate(WIDE),
        "https://ruilen.example/join/ABCDEF/",
        "http://192.168.1.20:8000/join/abcdef",
        "ruilen.example/join/ABCDEF/?naam=Jan#boven",
        "https://ruilen.example/return/?code=ABCDEF",
        "https://ruilen.example/return/?lent&code=abcdef&meer=1",
        "Doe mee: https://ruilen.example/join/ABCDEF/ tot straks!",
        "https://ruilen.example/join/ABCDEF/".translate(WIDE),
    ],
)
def test_a_code_is_read_however_it_came(typed: str):
    assert code_in(typed) == "ABCDEF"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "/return/", "/take-over/"])
def test_the_field_for_the_code_has_room_for_a_link(page: str):
    field = Client().get(page).content.decode().split('id="code"')[1].split(">")[0]
    assert 'maxlength="300"' in field


@pytest.mark.django_db
def test_a_link_and_wide_letters_open_every_door_that_asks_for_the_code():
    workshop = open_workshop()
    link, wide = f"https://ruilen.example/join/{workshop.code}/", workshop.code.translate(WIDE)
    answers = [Client().post("/", {"code": typed}) for typed in (link, wide)]
    assert [answer["Location"] for answer in answers] == [f"/join/{workshop.code}/"] * 2
    codes = {"code": link, "takeover_code": workshop.takeover_code.translate(WIDE)}
    assert Client().post("/take-over/", codes)["Location"] == f"/console/{workshop.id}/"
