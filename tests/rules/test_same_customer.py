"""*Is dit dezelfde klant?* Asked when both stand on the table, decided by a person, and undone by one."""

import pytest
from django.test import Client
from support.asserts import nothing_changes, refused, refused_with
from support.people import act, base_of, browser_of, chair_of, figure, go, lay_table, seat, slip

from sessions.access import Viewer
from sessions.board.viewer import Board
from workshop.models import EnergyRating, Participant, SameCustomer, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db

RESTS = "result-rests-on-it"
NOT_YOURS = "joined-by-owner"


def asked(workshop: Workshop, name: str = "") -> set[tuple[str, str]]:
    """The questions to this seat (or to the facilitator): a name, and who has a customer of that name."""
    now = Workshop.objects.get(pk=workshop.pk)
    board = Board(Viewer(now, "participant", seat(now, name), "/") if name else Viewer(now, "facilitator", None, "/"))
    owners = {one.id: [figure.participant.name for figure in board.figures_of[one.id]] for one in board.customers}
    return {(one.name, " ".join(sorted(owners[one.id] + owners[other.id]))) for one, other in board.same_questions}


def pair_of(workshop: Workshop, one: tuple[str, str], other: tuple[str, str]) -> dict[str, str]:
    return {
        "kept": figure(workshop, *one).customer_id,
        "other": figure(workshop, *other).customer_id,
    }


def customers(workshop: Workshop, name: str) -> set[str]:
    return {one.customer.name for one in EnergyRating.objects.filter(workshop=workshop, participant__name=name)}


def joined(to: Step = Step.STORY) -> tuple[Workshop, SameCustomer]:
    """Ana's Bakker and Bas' are one customer."""
    workshop = lay_table(to)
    act(seat(workshop, "Ana"), "table.join", **pair_of(workshop, ("Ana", "Bakker"), ("Bas", "Bakker")))
    return workshop, SameCustomer.objects.get()


# --- the question ----------------------------------------------------------------------------------------------------


def test_nothing_is_asked_before_both_stand_on_the_table():
    workshop = lay_table(Step.TABLE)
    act(seat(workshop, "Ana"), "table.place", figure=figure(workshop, "Ana", "Bakker").id, zone="costs")
    assert (asked(workshop), asked(workshop, "Ana"), asked(workshop, "Bas")) == (set(), set(), set())
    kept, other = figure(workshop, "Ana", "Bakker").customer_id, figure(workshop, "Bas", "Bakker").customer_id
    assert refused(workshop, "table.join", kept=kept, other=other) == "missing"
    change = act(seat(workshop, "Bas"), "table.place", figure=figure(workshop, "Bas", "Bakker").id, zone="gives").change
    assert "same" in change.stale
    assert asked(workshop) == {("Bakker", "Ana Bas")}


def test_a_figure_that_resembles_nobody_raises_no_question():
    workshop = lay_table(Step.TABLE)
    place = {"figure": figure(workshop, "Ana", "Slager").id, "zone": "costs"}
    assert "same" not in act(seat(workshop, "Ana"), "table.place", **place).change.stale


@pytest.mark.parametrize("spelled", ["slager", "Slager B.V.", "SLÁGER", "slager, bv"])
def test_another_spelling_is_asked_about(spelled: str):
    workshop = lay_table(Step.TABLE)
    act(seat(workshop, "Ana"), "table.place", figure=figure(workshop, "Ana", "Slager").id, zone="costs")
    act(seat(workshop, "Bas"), "table.lay", name=spelled, zone="gives")
    assert {who for _name, who in asked(workshop)} == {"Ana Bas"}


def test_only_owners_and_the_facilitator_are_asked_and_may_answer():
    workshop = lay_table(Step.THREAD)
    assert ("Gemeente", "Ana Bas") in asked(workshop, "Bas")
    assert ("Gemeente", "Ana Bas") not in asked(workshop, "Cem")
    pair = pair_of(workshop, ("Ana", "Gemeente"), ("Bas", "Gemeente"))
    for action in ("table.join", "table.differ"):
        assert refused(seat(workshop, "Cem"), action, **pair) == NOT_YOURS
    act(seat(workshop, "Bas"), "table.join", **pair)


def test_while_a_colleague_tells_nobody_is_asked_but_the_facilitator_and_the_speaker():
    workshop = lay_table(Step.STORY)
    bas = seat(workshop, "Bas")
    pair = pair_of(workshop, ("Ana", "Gemeente"), ("Bas", "Gemeente"))
    assert refused(bas, "table.join", **pair) == "listening"
    assert (asks(browser_of(bas), bas), asks(chair_of(workshop), workshop)) == (False, True)
    assert "same" in act(workshop, "story.pass_word").change.stale
    assert asks(browser_of(bas), bas)
    act(bas, "table.join", **pair)


def asks(browser: Client, who: Participant | Workshop) -> bool:
    """Whether the page of this person asks the question."""
    return "Is dit dezelfde klant?" in browser.get(base_of(who)).content.decode()


# --- joining ---------------------------------------------------------------------------------------------------------


def test_joined_figures_stand_under_one_customer_each_in_their_own_zone():
    workshop, _pair = joined()
    ana, bas = figure(workshop, "Ana", "Bakker"), figure(workshop, "Bas", "Bakker")
    assert (ana.customer_id == bas.customer_id, ana.zone, bas.zone) == (True, "costs", "gives")
    assert (
        frozenset({"Ana", "Bas"})
        not in {one for one in asked(workshop) if one != frozenset({"Ana", "Bas", "Cem"})} | set()
    )
    assert refused(workshop, "table.join", kept=ana.customer_id, other=bas.customer_id) == "already-one-customer"


def test_a_third_owner_is_joined_to_the_two():
    workshop, _pair = joined()
    act(workshop, "table.join", **pair_of(workshop, ("Ana", "Bakker"), ("Cem", "Bakker")))
    assert len({figure(workshop, name, "Bakker").customer_id for name in ("Ana", "Bas", "Cem")}) == 1


def test_who_has_both_customers_has_two():
    workshop = lay_table(Step.THREAD)
    pair = pair_of(workshop, ("Ana", "Bakker"), ("Ana", "Slager"))
    assert refused(workshop, "table.join", **pair) == "same-owner"


def test_a_joined_customer_is_not_renamed_by_one_of_its_owners():
    workshop, _pair = joined()
    go(workshop, Step.TABLE)
    rename = {"figure": figure(workshop, "Bas", "Bakker").id, "name": "Bakker Noord"}
    assert refused(seat(workshop, "Bas"), "sheet.rename", **rename) == "customer-shared"


def test_the_spotlight_follows_a_customer_that_is_joined():
    workshop = lay_table(Step.SWAP)
    act(workshop, "swap.open", slip=slip(workshop, "Gemeente").id)
    act(workshop, "table.join", **pair_of(workshop, ("Ana", "Gemeente"), ("Bas", "Gemeente")))
    workshop.refresh_from_db()
    assert workshop.spotlight == slip(workshop, "Gemeente").rating.customer_id


# --- no, they differ -------------------------------------------------------------------------------------------------


def test_once_somebody_says_that_they_differ_it_is_not_asked_again():
    workshop = lay_table(Step.THREAD)
    act(seat(workshop, "Ana"), "table.differ", **pair_of(workshop, ("Ana", "Gemeente"), ("Bas", "Gemeente")))
    assert "Gemeente" not in {name for name, _who in asked(workshop)}


def test_a_no_about_a_name_that_is_private_again_is_told_to_nobody():
    workshop = lay_table(Step.TABLE)
    act(seat(workshop, "Bas"), "table.lay", name="Slager B.V.", zone="gives")
    place = {"figure": figure(workshop, "Ana", "Slager").id, "zone": "costs"}
    placed = act(seat(workshop, "Ana"), "table.place", **place).seq
    act(workshop, "table.differ", **pair_of(workshop, ("Ana", "Slager"), ("Bas", "Slager B.V.")))
    told = "Slager B.V."
    bas = seat(workshop, "Bas")
    assert told in answered(chair_of(workshop), base_of(workshop))
    assert told in answered(browser_of(bas), base_of(bas))
    act(workshop, "journal.take_back", entry=placed)
    assert answered(chair_of(workshop), base_of(workshop)) == answered(browser_of(bas), base_of(bas)) == ""


def answered(client: Client, base: str) -> str:
    """The questions that were answered, as this screen tells them."""
    page = client.get(f"{base}regions/?r=same").content.decode()
    return page.partition('id="joined"')[2]


def test_a_no_becomes_a_yes_when_it_is_turned_back_first():
    workshop = lay_table(Step.THREAD)
    pair = pair_of(workshop, ("Ana", "Gemeente"), ("Bas", "Gemeente"))
    act(seat(workshop, "Ana"), "table.differ", **pair)
    act(seat(workshop, "Bas"), "table.split", pair=SameCustomer.objects.get().id)
    act(seat(workshop, "Bas"), "table.join", kept=pair["other"], other=pair["kept"])
    assert [one.same for one in SameCustomer.objects.all()] == [True]


# --- two at once -----------------------------------------------------------------------------------------------------

ANSWERS = {"table.join": "Ja, dezelfde", "table.differ": "Nee, verschillend"}


@pytest.mark.parametrize("turned", [False, True], ids=["asked alike", "asked the other way round"])
@pytest.mark.parametrize(("first", "second"), [("table.join", "table.differ"), ("table.differ", "table.join")])
def test_of_two_who_answer_at_once_the_second_hears_what_the_first_chose(first: str, second: str, turned: bool):
    workshop = lay_table(Step.THREAD)
    pair = pair_of(workshop, ("Ana", "Gemeente"), ("Bas", "Gemeente"))
    act(seat(workshop, "Ana"), first, **pair)
    seen = {"kept": pair["other"], "other": pair["kept"]} if turned else pair
    assert refused_with(seat(workshop, "Bas"), second, **seen) == (
        f"Hier is al ‘{ANSWERS[first]}’ gekozen. Klopt dat niet? Draai het terug bij ‘Beantwoorde vragen’."
    )


@pytest.mark.parametrize("answer", ANSWERS)
def test_two_who_answer_the_same_at_once_have_answered_once(answer: str):
    workshop = lay_table(Step.THREAD)
    pair = pair_of(workshop, ("Ana", "Gemeente"), ("Bas", "Gemeente"))
    act(seat(workshop, "Ana"), answer, **pair)
    with nothing_changes():
        assert act(seat(workshop, "Bas"), answer, **pair).change is None


def test_a_question_about_a_customer_that_was_joined_to_a_third_has_changed():
    workshop = lay_table(Step.THREAD)
    seen = pair_of(workshop, ("Bas", "Bakker"), ("Cem", "Bakker"))
    act(workshop, "table.join", **pair_of(workshop, ("Ana", "Bakker"), ("Bas", "Bakker")))
    assert refused(seat(workshop, "Cem"), "table.join", **seen) == "changed"


@pytest.mark.parametrize("how", ["table.split", "journal.take_back"])
def test_an_answer_that_was_turned_back_is_not_turned_back_again(how: str):
    workshop, pair = joined()
    entry = workshop.journal.get(action="table.join").seq
    act(workshop, how, **({"pair": pair.id} if how == "table.split" else {"entry": entry}))
    assert refused_with(seat(workshop, "Ana"), "table.split", pair=pair.id) == "Dit is al teruggedraaid."


def test_an_answer_is_not_brought_back_beside_a_later_one():
    workshop, pair = joined()
    turned_back = act(workshop, "table.split", pair=pair.id).seq
    act(workshop, "table.differ", kept=pair.kept_id, other=pair.other_id)
    assert refused(workshop, "journal.take_back", entry=turned_back) == "changed"


# --- splitting -------------------------------------------------------------------------------------------------------


def test_splitting_puts_back_exactly_what_was_joined():
    workshop, pair = joined()
    before = figure(workshop, "Ana", "Bakker").customer_id
    act(workshop, "table.join", **pair_of(workshop, ("Ana", "Bakker"), ("Cem", "Bakker")))
    act(seat(workshop, "Ana"), "table.split", pair=pair.id)
    ana, bas, cem = (figure(workshop, name, "Bakker").customer_id for name in ("Ana", "Bas", "Cem"))
    assert (ana == before, bas == pair.other_id, cem == ana) == (True, True, True)


def test_once_a_slip_lies_there_only_the_facilitator_splits():
    workshop, pair = joined(Step.STACK)
    act(seat(workshop, "Ana"), "stack.stick", figure=figure(workshop, "Ana", "Bakker").id)
    assert refused(seat(workshop, "Bas"), "table.split", pair=pair.id) == "split-by-facilitator"
    act(workshop, "table.split", pair=pair.id)


def test_a_draft_does_not_stop_the_others_from_splitting():
    """It would betray that somebody thinks of giving the customer away."""
    workshop, pair = joined(Step.STACK)
    act(seat(workshop, "Ana"), "stack.give_away", figure=figure(workshop, "Ana", "Bakker").id)
    act(seat(workshop, "Bas"), "table.split", pair=pair.id)


def test_under_a_result_nobody_splits():
    workshop, pair = joined(Step.STACK)
    act(seat(workshop, "Ana"), "stack.stick", figure=figure(workshop, "Ana", "Bakker").id)
    go(workshop, Step.SWAP)
    kept = act(seat(workshop, "Ana"), "swap.keep", slip=slip(workshop, "Bakker").id).seq
    assert refused(workshop, "table.split", pair=pair.id) == RESTS
    act(workshop, "journal.take_back", entry=kept)
    act(workshop, "table.split", pair=pair.id)


def test_a_yes_is_undone_from_the_journal_under_the_same_rule():
    workshop = lay_table(Step.STACK)
    join = pair_of(workshop, ("Ana", "Bakker"), ("Bas", "Bakker"))
    entry = act(workshop, "table.join", **join).seq
    act(seat(workshop, "Ana"), "stack.stick", figure=figure(workshop, "Ana", "Bakker").id)
    go(workshop, Step.SWAP)
    kept = act(seat(workshop, "Ana"), "swap.keep", slip=slip(workshop, "Bakker").id).seq
    assert refused(workshop, "journal.take_back", entry=entry) == RESTS
    act(workshop, "journal.take_back", entry=kept)
    act(workshop, "journal.take_back", entry=entry)
    assert (figure(workshop, "Bas", "Bakker").customer_id, SameCustomer.objects.count()) == (join["other"], 0)


def test_who_serves_the_customer_already_takes_it_over_without_a_heavier_load():
    workshop, _pair = joined(Step.STACK)
    bakker = figure(workshop, "Ana", "Bakker").id
    act(seat(workshop, "Ana"), "stack.stick", figure=bakker)
    go(workshop, Step.SWAP)
    act(seat(workshop, "Bas"), "swap.answer", slip=slip(workshop, "Bakker").id, answer="take")
    act(workshop, "swap.open", slip=slip(workshop, "Bakker").id)
    act(workshop, "swap.settle", claim=slip(workshop, "Bakker").claims.get().id)
    changes = Board(Viewer(Workshop.objects.get(), "facilitator", None, "/")).loads
    assert {change.seat.name: change.difference for change in changes} == {"Ana": -1, "Bas": 0, "Cem": 0}
    assert (slip(workshop, "Bakker").taker_energy, slip(workshop, "Bakker").taker_expects) == ("gives", False)
