"""A number key means the same zone wherever one can press it (docs/domain.md, *Mirror*)."""

import pytest
from lxml import html
from support.people import base_of, browser_of, lay_table, seat

from workshop.steps import Step

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("step", "region", "order"),
    [
        (Step.LOBBY, "own", ["1 kost energie", "2 neutraal", "3 geeft energie"]),
        (Step.SHEET, "own", ["3 geeft energie", "2 neutraal", "1 kost energie"]),
        (Step.TABLE, "table", ["1 kost energie", "2 neutraal", "3 geeft energie"]),
    ],
)
def test_a_number_means_one_zone_on_the_practice_the_list_and_the_table(step: Step, region: str, order: list[str]):
    ana = seat(lay_table(step), "Ana")
    page = html.fromstring(browser_of(ana).get(f"{base_of(ana)}regions/?r={region}").content.decode())
    zones = page.xpath("//*[@data-key]")
    shown = [zone.xpath("string(h3/kbd)") + zone.xpath("string(h3/kbd/following-sibling::text()[1])") for zone in zones]
    assert [" ".join(words.split()) for words in shown] == order
    assert [zone.get("data-key") for zone in zones] == [words[0] for words in order]
