"""The table of what is stale knows every region, every row that an action writes, and nothing else."""

from collections.abc import Iterator

import pytest
from django.apps import apps

from sessions.panels import console
from sessions.panels.regions import REGIONS
from workshop.models import Team, Workshop
from workshop.models.base import Row
from workshop.shown_in import HINTED_IN, SHOWN_IN
from workshop.staleness import ALONG, hint_at, show_rows
from workshop.steps import Step

SWAP = Workshop(step=Step.SWAP, furthest_step=Step.SWAP)


def written() -> Iterator[str]:
    """The models whose rows actions write."""
    models = [model for model in apps.get_app_config("workshop").get_models() if issubclass(model, Row)]
    yield from (model.__name__ for model in [Team, Workshop, *models])


def test_every_row_that_an_action_writes_is_declared() -> None:
    assert {*written()} == {entry for entry in SHOWN_IN if "." not in entry}


@pytest.mark.parametrize("entry", sorted({*SHOWN_IN, *HINTED_IN}))
def test_an_entry_names_a_model_and_a_field(entry: str) -> None:
    model, _dot, field = entry.partition(".")
    kind = apps.get_model("workshop", model)
    assert not field or kind._meta.get_field(field).name == field


def test_the_regions_of_the_table_are_those_of_the_pages() -> None:
    named = {region for regions in [*SHOWN_IN.values(), *HINTED_IN.values(), *ALONG.values()] for region in regions}
    of_the_step = {"tabs"}
    assert named - {"all"} == {*REGIONS} - {*console.FOLLOWS} - of_the_step


def test_a_row_shows_where_its_model_does_and_a_field_where_it_does() -> None:
    made = ("TakeRequest", "a", {"id": [None, "a"]})
    assert show_rows(SWAP, [made]) == {"desk"}
    assert show_rows(SWAP, [("SwapProposal", "s", {"look": [0, 1]})]) == {"spotlight", "own", "desk"}
    assert show_rows(SWAP, [("Claim", "c", {"answer": ["no", "take"]})]) == {"spotlight", "counts", "desk"}


def test_what_was_erased_or_set_to_what_it_was_shows_nowhere() -> None:
    erased, forgotten = ("Claim", "c", {"id": ["c", None]}), ("EnergyRating", "e", {"weight": [0, 0]})
    assert show_rows(SWAP, [erased, forgotten]) == set()


def test_a_row_that_was_written_as_it_stood_shows_its_seq() -> None:
    assert show_rows(SWAP, [("TakeRequest", "a", {})]) == {"desk"}


def test_a_region_that_shows_nothing_in_this_step_is_not_stale() -> None:
    turned = ("Turn", "t", {"question": [1, 2]})
    assert show_rows(SWAP, [turned]) == {"desk"}
    assert show_rows(Workshop(step=Step.STORY, furthest_step=Step.SWAP), [turned]) == {"turn", "desk"}


def test_a_page_of_its_own_is_stale_also_while_the_table_shows_nothing() -> None:
    back = Workshop(step=Step.LOBBY, furthest_step=Step.LOBBY, energy_before=[1])
    assert show_rows(back, [("Thread", "t", {"state": ["open", "done"]})]) == {"review", "wall", "desk"}
    assert show_rows(back, [("Success", "s", {"id": [None, "s"]})]) == {"review", "follow_up"}


def test_of_what_is_private_others_see_no_more_than_that_it_was_done() -> None:
    private = [("WishMark", "w", {"id": [None, "w"]}), ("PrivateNote", "n", {"id": [None, "n"]})]
    assert hint_at(SWAP, private) == set()
    assert hint_at(SWAP, [("Claim", "c", {"id": [None, "c"]})]) == {"counts"}


def test_a_row_that_is_not_declared_makes_everything_stale() -> None:
    assert show_rows(SWAP, [("Novelty", "n", {"id": [None, "n"]})]) == {"all"}
