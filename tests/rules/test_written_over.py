"""A form writes what somebody changed in it, and never over what a colleague wrote meanwhile."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from lxml import html
from support.asserts import nothing_changes
from support.comeback import close_first, come_back
from support.people import act, again, base_of, browser_of, chair_of, figure, go, lay_table, seat, send, slip

from workshop.actions.registry import ACTIONS
from workshop.models import Agreement, Earlier, Participant, SwapProposal, Thread, Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: Actions whose form writes over what stands there.
WRITES_OVER = {name for name, one in ACTIONS.items() if one.writes_over}
HEAD = "Dit is intussen veranderd. Er staat nu: “{}”. Jij schreef: “{}”."


def form_of(who: Participant | Workshop, region: str, action: str, page: str = "") -> dict[str, str]:
    """What the form of this action on somebody's page holds, and what the page sends of what it was."""
    client = chair_of(who) if isinstance(who, Workshop) else browser_of(who)
    shown = html.fromstring(client.get(f"{base_of(who)}{page or f'regions/?r={region}'}").content.decode())
    form = shown.xpath(f"//form[@data-command='{action}']")[0]
    fields = {one.get("name"): one.get("value") or "" for one in form.xpath(".//input[@name]")}
    for select in form.xpath(".//select[@name]"):
        fields[select.get("name")] = (select.xpath(".//option[@selected]/@value") or select.xpath(".//option/@value"))[
            0
        ]
    hidden = form.xpath(".//input[@type='hidden']/@name")
    return fields | {f"was_{name}": value for name, value in fields.items() if name not in hidden}


def save(who: Participant | Workshop, action: str, form: dict[str, Any], /, **typed: Any) -> tuple[int, str]:
    """Type in some fields and press *bewaar*."""
    client = chair_of(who) if isinstance(who, Workshop) else browser_of(who)
    answer = send(client, who, action, **form | typed)
    return answer.status_code, answer.json()["sentence"]


def handed_over() -> tuple[Workshop, SwapProposal, Participant, Participant]:
    """Ana's Bakker goes to Bas."""
    workshop = lay_table(Step.CLOSING)
    return workshop, slip(workshop, "Bakker"), seat(workshop, "Ana"), seat(workshop, "Bas")


def test_giver_and_taker_fill_in_one_hand_over_and_both_stay():
    _workshop, bakker, ana, bas = handed_over()
    hers, his = (form_of(who, "result", "closing.hand_over") for who in (ana, bas))
    assert save(ana, "closing.hand_over", hers, teller="Ana", must_know="Belt liever") == (200, "")
    assert save(bas, "closing.hand_over", his, talk_on="2039-12-31") == (200, "")
    bakker.refresh_from_db()
    assert (bakker.farewell_teller, bakker.must_know, str(bakker.talk_on)) == ("Ana", "Belt liever", "2039-12-31")


def test_the_same_field_is_refused_with_both_texts_and_nothing_of_the_form_is_written():
    _workshop, bakker, ana, bas = handed_over()
    hers, his = (form_of(who, "result", "closing.hand_over") for who in (ana, bas))
    save(ana, "closing.hand_over", hers, must_know="Belt liever", talk_on="2039-12-30")
    with nothing_changes():
        status, sentence = save(bas, "closing.hand_over", his, must_know="Mailt", talk_on="2039-12-31", teller="Bas")
    assert status == 409
    assert sentence == (
        "Dit is intussen veranderd. Er staat nu: “30 december 2039”. Jij schreef: “31 december 2039”. "
        "Er staat nu: “Belt liever”. Jij schreef: “Mailt”. Kijk wat het moet worden en bewaar het nog eens."
    )
    seen = form_of(bas, "result", "closing.hand_over")
    assert save(bas, "closing.hand_over", seen, must_know="Belt liever, mailt ook")[0] == 200
    bakker.refresh_from_db()
    assert (bakker.must_know, str(bakker.talk_on)) == ("Belt liever, mailt ook", "2039-12-30")


def test_both_wrote_the_same_and_a_retry_is_no_quarrel():
    _workshop, _bakker, ana, bas = handed_over()
    hers, his = (form_of(who, "result", "closing.hand_over") for who in (ana, bas))
    assert save(ana, "closing.hand_over", hers, must_know="Belt") == (200, "")
    assert save(bas, "closing.hand_over", his, must_know="Belt") == (200, "")
    assert save(ana, "closing.hand_over", hers, action_id="again", must_know="Belt") == (200, "")


def test_an_emptied_field_says_so():
    _workshop, _bakker, ana, bas = handed_over()
    save(ana, "closing.hand_over", form_of(ana, "result", "closing.hand_over"), must_know="Belt")
    hers, his = (form_of(who, "result", "closing.hand_over") for who in (ana, bas))
    save(ana, "closing.hand_over", hers, must_know="")
    assert save(bas, "closing.hand_over", his, must_know="Mailt")[1].startswith(HEAD.format("niets", "Mailt"))


def test_a_page_hears_to_paint_everything_anew_after_such_a_refusal():
    _workshop, _bakker, ana, bas = handed_over()
    hers, his = (form_of(who, "result", "closing.hand_over") for who in (ana, bas))
    save(ana, "closing.hand_over", hers, must_know="Belt")
    answer = send(browser_of(bas), bas, "closing.hand_over", **his | {"must_know": "Mailt"})
    assert (answer.status_code, answer.json()["stale"]) == (409, ["all"])


def test_farewell_of_giver_and_facilitator():
    workshop = lay_table(Step.CLOSING)
    gone = SwapProposal.objects.filter(workshop=workshop, outcome="dropped").first()
    giver = again(gone.giver)
    hers, fleurs = (form_of(who, "result", "closing.farewell") | {"slip": gone.id} for who in (giver, workshop))
    save(giver, "closing.farewell", hers, why="Geen klik", teller="Ana")
    assert save(workshop, "closing.farewell", fleurs, to="Een bureau") == (200, "")
    status, sentence = save(workshop, "closing.farewell", fleurs, why="Te ver")
    assert (status, sentence.startswith(HEAD.format("Geen klik", "Te ver"))) == (409, True)
    gone.refresh_from_db()
    assert (gone.farewell_why, gone.farewell_teller, gone.farewell_to) == ("Geen klik", "Ana", "Een bureau")


def test_who_decides_and_by_when_are_two_things():
    workshop = lay_table(Step.SWAP)
    hotel = slip(workshop, "Hotel")
    act(workshop, "swap.open", slip=hotel.id)
    act(workshop, "swap.leave_open", slip=hotel.id)
    go(workshop, Step.CLOSING)
    bas = seat(workshop, "Bas")
    his, fleurs = ({**form_of(who, "result", "closing.decide_by"), "slip": hotel.id} for who in (bas, workshop))
    assert save(bas, "closing.decide_by", his, who="Dirk", on="2039-12-30") == (200, "")
    with nothing_changes():
        status, sentence = save(workshop, "closing.decide_by", fleurs, who="Fleur", on="2039-12-30")
    assert (status, sentence.startswith(HEAD.format("Dirk", "Fleur"))) == (409, True)


def test_a_wall_card_has_an_owner_and_a_state():
    workshop = lay_table(Step.CLOSING)
    act(workshop, "wall.add", column="improve", text="Terugbellen")
    card = Thread.objects.get(workshop=workshop)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    hers, his = (form_of(who, "", "wall.tend", "wall/") for who in (ana, bas))
    save(ana, "wall.tend", hers, owner="Cem")
    assert save(bas, "wall.tend", his, state="busy") == (200, "")
    with nothing_changes():
        status, sentence = save(bas, "wall.tend", his, owner="Bas")
    card.refresh_from_db()
    assert (card.owner, card.state) == ("Cem", "busy")
    assert (status, sentence.startswith(HEAD.format("Cem", "Bas"))) == (409, True)
    save(ana, "wall.tend", form_of(ana, "", "wall.tend", "wall/"), state="done")
    assert save(bas, "wall.tend", his, state="not")[1].startswith(HEAD.format("gelukt", "toch niet"))


def test_a_slip_is_one_text_on_two_devices_of_one_seat():
    workshop = lay_table(Step.STACK)
    ana = seat(workshop, "Ana")
    act(ana, "stack.give_away", figure=figure(workshop, "Ana", "Slager").id)
    laptop, phone = (form_of(ana, "own", "stack.give_away") for _ in range(2))
    save(ana, "stack.give_away", laptop, why="Ik loop leeg")
    assert save(ana, "stack.give_away", phone, wish="Geduld") == (200, "")
    with nothing_changes():
        status, sentence = save(ana, "stack.give_away", phone, why="Te ver")
    assert (status, sentence.startswith(HEAD.format("Ik loop leeg", "Te ver"))) == (409, True)
    with nothing_changes():
        assert save(ana, "stack.stick", phone, why="Te ver")[0] == 409
    assert save(ana, "stack.stick", phone) == (200, "")
    stuck = slip(workshop, "Slager")
    assert (stuck.why, stuck.wish) == ("Ik loop leeg", "Geduld")


def test_to_give_away_what_was_given_away_on_the_other_device_keeps_its_text():
    workshop = lay_table(Step.STACK)
    ana, slager = seat(workshop, "Ana"), figure(workshop, "Ana", "Slager").id
    act(ana, "stack.give_away", figure=slager, why="Ik loop leeg", wish="Geduld")
    with nothing_changes():
        assert save(ana, "stack.give_away", {"figure": slager, "why": "", "was_why": "", "was_wish": ""})[0] == 200
    assert slip(workshop, "Slager").why == "Ik loop leeg"


def test_all_slips_at_once_are_stuck_as_they_were_seen():
    workshop = lay_table(Step.STACK)
    ana = seat(workshop, "Ana")
    ids = [figure(workshop, "Ana", name).id for name in ("Bakker", "Slager")]
    for one in ids:
        act(ana, "stack.give_away", figure=one)
    sent: dict[str, Any] = {
        "figure": ids,
        "why": ["", ""],
        "wish": ["", "Moed"],
        "was_why": ["", ""],
        "was_wish": ["", ""],
    }
    act(ana, "stack.give_away", figure=ids[0], why="Op de telefoon")
    assert send(browser_of(ana), ana, "stack.stick_all", **sent).status_code == 200
    assert [slip(workshop, name).why for name in ("Bakker", "Slager")] == ["Op de telefoon", ""]
    assert slip(workshop, "Slager").wish == "Moed"


def test_reason_signal_and_name_on_two_devices():
    workshop = lay_table(Step.TABLE)
    ana, line = seat(workshop, "Ana"), figure(workshop, "Ana", "Slager").id
    for action, field, first in (("sheet.reason", "reason", ""), ("sheet.signal", "signal", ""),
                                 ("sheet.rename", "name", "Slager")):  # fmt: skip
        form = {"figure": line, field: first, f"was_{field}": first}
        assert save(ana, action, form, **{field: "Een"})[0] == 200
        with nothing_changes():
            status, sentence = save(ana, action, form, **{field: "Twee"})
        assert (status, sentence.startswith(HEAD.format("Een", "Twee"))) == (409, True), action
    renamed = {"figure": line, "name": "Een", "kind": "customer", "was_name": "Slager", "was_kind": "customer"}
    assert save(ana, "sheet.rename", renamed | {"name": "Slager"}, kind="task")[0] == 200
    assert figure(workshop, "Ana", "Een").customer.kind == "task"


def test_a_thread_is_reworded_by_writer_and_facilitator():
    workshop = lay_table(Step.THREAD)
    ana = seat(workshop, "Ana")
    act(ana, "thread.write", heading="more", text="Bellen")
    hers, fleurs = (form_of(who, "threads", "thread.reword") for who in (ana, workshop))
    save(ana, "thread.reword", hers, text="Vaker bellen")
    with nothing_changes():
        status, sentence = save(workshop, "thread.reword", fleurs, text="Eerder bellen")
    assert (status, sentence.startswith(HEAD.format("Vaker bellen", "Eerder bellen"))) == (409, True)


def test_plan_question_and_names_of_two_consoles():
    """One facilitator with a laptop and a phone."""
    workshop = lay_table(Step.TABLE)
    minutes = [str(one) for one in workshop.minutes]
    plan = {"minutes": minutes, "break_minutes": "10", "was_minutes": minutes, "was_break_minutes": "10"}
    Workshop.objects.filter(pk=workshop.pk).update(break_minutes=10)
    assert save(workshop, "steps.plan", plan, minutes=["9", *minutes[1:]])[0] == 200
    assert save(workshop, "steps.plan", plan, break_minutes="20")[0] == 200
    assert save(workshop, "steps.plan", plan, minutes=["7", *minutes[1:]])[0] == 409
    workshop.refresh_from_db()
    assert (workshop.minutes[0], workshop.break_minutes) == (9, 20)
    question = form_of(workshop, "questions", "steps.ask") | {"text": "De vraag", "was_text": "De vraag"}
    assert save(workshop, "steps.ask", question, text="Mijn vraag")[0] == 200
    assert save(workshop, "steps.ask", question, text="Een andere")[1].startswith(
        HEAD.format("Mijn vraag", "Een andere")
    )
    name = form_of(workshop, "people", "lobby.rename")
    assert save(workshop, "lobby.rename", name, name="Anna")[0] == 200
    assert save(workshop, "lobby.rename", name, name="Anne")[1].startswith(HEAD.format("Anna", "Anne"))


def test_what_a_customer_said_then_and_since():
    _workshop, _bakker, ana, bas = handed_over()
    hers, his = (form_of(who, "", "follow_up.hear", "follow-up/") for who in (ana, bas))
    save(ana, "follow_up.hear", hers, said="Fijn")
    assert save(bas, "follow_up.hear", his, said="Matig")[1].startswith(HEAD.format("Fijn", "Matig"))
    comeback = come_back(close_first())
    act(comeback, "comeback.begin")
    earlier = Earlier.objects.filter(workshop=comeback, name="Bakker", taker="Bas").first()
    form = {"earlier": earlier.id, "said": "", "was_said": ""}
    save(seat(comeback, "Ana"), "comeback.hear", form, said="Fijn")
    assert save(seat(comeback, "Bas"), "comeback.hear", form, said="Matig")[0] == 409


def test_an_agreement_gets_another_date_and_the_comeback_too():
    workshop, _bakker, ana, _bas = handed_over()
    act(ana, "closing.agree", owner=ana.id, text="Bellen", first_step="Nummer", on=workshop.retain_until)
    one = Agreement.objects.get()
    form = {"agreement": one.id, "on": str(one.on), "was_on": str(one.on)}
    assert save(ana, "follow_up.tend", form, on="2039-11-01")[0] == 200
    assert save(workshop, "follow_up.tend", form, on="2039-12-01")[0] == 409
    back = form_of(workshop, "talk", "closing.comeback")
    assert save(workshop, "closing.comeback", back, on="2028-01-10")[0] == 200
    assert save(workshop, "closing.comeback", back, on="2028-01-17")[0] == 409


def test_success_attention_and_an_answer_on_two_devices():
    workshop, _bakker, ana, _bas = handed_over()
    for action, field, more in (
        ("closing.success", "success", {}),
        ("closing.attention", "attention_with", {"figure": figure(workshop, "Ana", "Bloemist").id, "was_figure": ""}),
    ):
        form = {field: "", f"was_{field}": "", **more}
        assert save(ana, action, form, **{field: "Een"})[0] == 200
        assert save(ana, action, form, **{field: "Twee"})[1].startswith(HEAD.format("Een", "Twee")), action


def test_every_form_that_shows_what_is_says_what_it_was():
    """A form with a text that is written over bears data-keep: those are the forms of which the page says what was."""
    found: set[str] = set()
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for action, rest in re.findall(r'<form\s[^>]*?data-command="([\w.]+)"([^>]*)>', path.read_text()):
            if action in WRITES_OVER:
                found.add(action)
                assert "data-keep" in rest, f"{path.name}: {action}"
    assert found == WRITES_OVER - {"stack.stick", "stack.stick_all"}  # buttons that send the forms of stack.give_away


def test_what_stands_in_a_form_goes_along_although_its_slip_was_withdrawn_on_the_other_device():
    workshop = lay_table(Step.STACK)
    ana = seat(workshop, "Ana")
    slager = figure(workshop, "Ana", "Slager").id
    act(ana, "stack.give_away", figure=slager, why="te ver", wish="iemand dichtbij")
    act(ana, "stack.keep", figure=slager)
    seen = {"why": "te ver", "wish": "iemand dichtbij"}
    act(ana, "stack.stick", figure=slager, **seen, was=seen)
    stuck = SwapProposal.objects.get(rating=slager)
    assert (stuck.why, stuck.wish, stuck.stuck) == ("te ver", "iemand dichtbij", True)
