"""Long Dutch names break at a hyphen on the table, and are whole everywhere else."""

import pytest
from lxml import html

from sessions import practice
from sessions.board import cache
from sessions.board.figures import figure_fragment
from sessions.i18n import hyphens
from sessions.i18n.hyphens import SOFT_HYPHEN, with_soft_hyphens
from workshop.models import EnergyRating
from workshop.steps import Step


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Bakkerij De Korenaar", "Bakkerij De Korenaar"),
        ("Advocatenkantoor Smit", "Advo|ca|ten|kan|toor Smit"),
        ("Van Dijk-Verzekeringsmaatschappij", "Van Dijk-Verze|ke|rings|maat|schappij"),
        ("Zonnebloem", "Zonnebloem"),  # ten letters
        ("1234567890123", "1234567890123"),
        ("בית הספר לאמנויות", "בית הספר לאמנויות"),
        ("", ""),
    ],
)
def test_words_of_more_than_ten_letters_may_break(name: str, shown: str) -> None:
    assert with_soft_hyphens(name).replace(SOFT_HYPHEN, "|") == shown


@pytest.mark.parametrize(
    "name", ["Omaatjesvereniging", "Reeëllegetallenkring", "CAFÉCHANTANTZAAL", "İstanbulrestaurant"]
)
def test_a_name_keeps_its_letters(name: str) -> None:
    assert with_soft_hyphens(name).replace(SOFT_HYPHEN, "") == name


@pytest.mark.django_db
def test_a_figure_bears_its_plain_name_beside_the_shown_one() -> None:
    practice.play(facilitator=None, to=Step.TABLE, people=2, customers=2)
    figure = EnergyRating.objects.filter(zone__isnull=False).select_related("customer", "participant").first()
    assert figure
    figure.customer.name = "Advocatenkantoor Smit"
    node = html.fragment_fromstring(figure_fragment(figure))
    button, name = node[0], node.find(".//bdi")
    assert (button.get("aria-label"), name.get("data-name")) == ("Advocatenkantoor Smit", "Advocatenkantoor Smit")
    assert name.text.replace(SOFT_HYPHEN, "|") == "Advo|ca|ten|kan|toor Smit"

    figure.customer.name = "Smit"
    assert SOFT_HYPHEN not in figure_fragment(figure)
    assert "aria-label" not in figure_fragment(figure)


def test_no_name_is_kept_when_nobody_looks_any_more() -> None:
    with_soft_hyphens("Advocatenkantoor Smit")
    cache.end_sharing("w")
    assert (with_soft_hyphens.cache_info().currsize, hyphens._dictionary().hd.cache) == (0, {})
