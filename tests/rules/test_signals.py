"""*Klantsignaal*: a sentence that the customer said stands with the figure while that is talked about."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from support.asserts import refused
from support.comeback import close_first, come_back, earlier
from support.people import act, base_of, beamer_of, browser_of, chair_of, figure, go, join, lay_table, seat, send, slip

from workshop.models import Earlier, EnergyRating, ListedCustomer, Participant, SwapProposal, Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SAID = "Jullie bellen altijd terug"


def signals(client: Client, base: str) -> list[str]:
    """What customers say on this page, but for what one types oneself."""
    page = html.document_fromstring(client.get(base).content.decode())
    return page.xpath("//*[@class='signal'][not(ancestor::*[@id='region-own'])]/text()")


def all_signals(workshop: Workshop) -> dict[str, list[str]]:
    seats = {name: seat(workshop, name) for name in ("Ana", "Bas")}
    found = {name: signals(browser_of(one), base_of(one)) for name, one in seats.items()}
    found["Fleur"] = signals(chair_of(workshop), base_of(workshop))
    return found | {"beamer": signals(Client(), beamer_of(workshop))}


def write(workshop: Workshop, name: str, customer: str, said: str = SAID) -> None:
    act(seat(workshop, name), "sheet.signal", figure=figure(workshop, name, customer).id, signal=said)


# --- on the screens ------------------------------------------------------------------------------------------------


def test_it_is_read_by_all_while_its_figure_is_lit_and_not_before_or_after():
    workshop = lay_table(Step.TABLE)
    write(workshop, "Ana", "Bakker")
    act(seat(workshop, "Ana"), "table.place_all")
    nobody: dict[str, list[str]] = {name: [] for name in ("Ana", "Bas", "Fleur", "beamer")}
    assert all_signals(workshop) == nobody

    go(workshop, Step.STORY)
    act(workshop, "story.mode", mode="person")
    assert all_signals(workshop) == nobody
    act(seat(workshop, "Ana"), "story.next_question")  # what costs energy
    assert all_signals(workshop) == {name: [SAID] for name in nobody}
    act(seat(workshop, "Ana"), "story.pass_word")
    assert all_signals(workshop) == nobody


def test_in_step_six_it_stands_with_the_slip_of_everyone_who_has_the_customer():
    workshop = lay_table(Step.TABLE)
    for name, said in (("Ana", SAID), ("Bas", "Wie is mijn contact?")):
        write(workshop, name, "Bakker", said)
        act(seat(workshop, name), "table.place_all")
    kept, other = (figure(workshop, name, "Bakker").customer_id for name in ("Ana", "Bas"))
    act(workshop, "table.join", kept=kept, other=other)
    go(workshop, Step.STACK)
    act(seat(workshop, "Ana"), "stack.stick", figure=figure(workshop, "Ana", "Bakker").id)
    assert all_signals(workshop)["Bas"] == []
    go(workshop, Step.SWAP)
    own = html.document_fromstring(browser_of(cem := seat(workshop, "Cem")).get(base_of(cem)).content.decode())
    assert own.xpath("//form[@data-command='swap.answer']//*[@class='signal']/text()") == [SAID, "Wie is mijn contact?"]
    act(workshop, "swap.open", slip=slip(workshop, "Bakker").id)
    assert all_signals(workshop)["beamer"] == [SAID, "Wie is mijn contact?"]


def test_a_figure_does_not_show_that_its_signal_changed_and_it_can_be_undone():
    workshop = lay_table(Step.TABLE)
    act(seat(workshop, "Ana"), "table.place_all")
    shown = figure(workshop, "Ana", "Bakker").seq
    write(workshop, "Ana", "Bakker")
    bakker = figure(workshop, "Ana", "Bakker")
    assert (bakker.signal, bakker.seq) == (SAID, shown)
    act(seat(workshop, "Ana"), "journal.take_back", entry=workshop.journal.latest("seq").seq)
    assert figure(workshop, "Ana", "Bakker").signal == ""


def test_closing_keeps_what_was_on_the_stack_and_erases_the_rest():
    workshop = lay_table(Step.TABLE)
    for customer in ("Bakker", "Bloemist"):
        write(workshop, "Ana", customer)
    act(seat(workshop, "Ana"), "table.place_all")
    go(workshop, Step.STACK)
    act(seat(workshop, "Ana"), "stack.stick", figure=figure(workshop, "Ana", "Bakker").id)
    go(workshop, Step.CLOSING)
    act(workshop, "closing.close")
    assert [*EnergyRating.objects.exclude(signal="").values_list("customer__name", flat=True)] == ["Bakker"]


# --- out of a list -------------------------------------------------------------------------------------------------

LIST = f"Klant;Klantsignaal\nMolen;{SAID}\nKasteel;\n"


def test_a_column_of_ones_own_list_comes_along():
    workshop = lay_table(Step.SHEET)
    ana = seat(workshop, "Ana")
    sent = {"file": SimpleUploadedFile("lijst.csv", LIST.encode())}
    preview = html.fromstring(browser_of(ana).post(f"{base_of(ana)}preview/", sent).content.decode())
    form = preview.xpath("//form")[0]
    fields: dict[str, list[str]] = {}
    for one in form.xpath(".//input"):
        fields.setdefault(one.get("name"), []).append(one.get("value"))
    assert "wat de klant zei uit ‘Klantsignaal’" in " ".join(preview.text_content().split())
    assert send(browser_of(ana), ana, "sheet.add", **fields).status_code == 200
    own = EnergyRating.objects.filter(participant=ana, customer__name__in=("Molen", "Kasteel"))
    assert dict(own.values_list("customer__name", "signal")) == {"Molen": SAID, "Kasteel": ""}


@pytest.mark.parametrize("sent", ["[]", "{", '{"Molen": "' + "x" * 301 + '"}'])
def test_signals_that_cannot_be_read_are_refused_with_a_sentence(sent: str):
    ana = join(lay_table(Step.SHEET), "Dina")
    answer = send(browser_of(ana), ana, "sheet.add", names="Molen", signals=sent)
    assert (answer.status_code, "klantsignaal" in answer.json()["sentence"]) == (422, True)


def test_a_column_of_the_teams_list_comes_along_with_the_owners_yes():
    workshop = lay_table(Step.SHEET)
    page = f"/console/{workshop.id}/team-list/"
    text = f"Klant;Collega;Signaal\nMolen;Ana;{SAID}\n"
    shown = chair_of(workshop).post(page, {"file": SimpleUploadedFile("lijst.csv", text.encode())})
    form = html.fromstring(shown.content.decode()).xpath("//*[@id='preview']//form")[0]
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input") if one.get("name")}
    chair_of(workshop).post(page, fields | {"do": "team_list.fill"})
    assert ListedCustomer.objects.get(workshop=workshop).signal == SAID
    act(seat(workshop, "Ana"), "team_list.accept", owner="Ana")
    assert figure(workshop, "Ana", "Molen").signal == SAID


# --- out of the app -------------------------------------------------------------------------------------------------


def closed_with_signal() -> Workshop:
    """Ana's Bakker, who said something, went to Bas."""
    workshop = lay_table(Step.CLOSING)
    EnergyRating.objects.filter(pk=figure(workshop, "Ana", "Bakker").pk).update(signal=SAID)
    return workshop


def test_the_taker_finds_it_on_the_hand_over_sheet_and_the_team_in_its_list_but_nobody_outside():
    workshop = closed_with_signal()
    bas = seat(workshop, "Bas")
    sheet = html.fromstring(browser_of(bas).get(f"{base_of(bas)}hand-over/").content.decode()).text_content()
    assert (SAID in sheet, "Wat de klant zei" in sheet) == (True, True)
    assert {row["klant"]: row["klantsignaal"] for row in csv_rows(workshop, "team")}["Bakker"] == SAID
    assert "klantsignaal" not in csv_rows(workshop, "outside")[0]


def csv_rows(workshop: Workshop, form: str) -> list[dict[str, str]]:
    text = chair_of(workshop).get(f"{base_of(workshop)}swap-list.csv?form={form}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


# --- the question to who went over ---------------------------------------------------------------------------------


def test_giver_taker_team_lead_and_facilitator_write_down_what_the_customer_said():
    workshop = lay_table(Step.CLOSING)
    bakker = slip(workshop, "Bakker").id
    for who in (seat(workshop, "Ana"), seat(workshop, "Bas"), workshop):
        act(who, "follow_up.hear", slip=bakker, said=f"Aan {who}")
        assert SwapProposal.objects.get(pk=bakker).heard == f"Aan {who}"
    assert refused(seat(workshop, "Cem"), "follow_up.hear", slip=bakker, said="Nee") == "answer-by-parties"
    assert refused(workshop, "follow_up.hear", slip=slip(workshop, "Hotel").id) == "not-passed-on"


def test_the_answer_and_the_facilitators_own_question_come_along_to_the_comeback():
    before = close_first()
    act(seat(before, "Bas"), "follow_up.hear", slip=slip(before, "Bakker").id, said="Eindelijk rust")
    Workshop.objects.filter(pk=before.pk).update(questions={"6": "Hoe bevalt het?"})
    comeback = come_back(Workshop.objects.get(pk=before.pk))
    act(comeback, "comeback.begin")
    assert earlier(comeback, "Ana", "Bakker").heard == "Eindelijk rust"
    assert look_back(comeback) == ["Hoe bevalt het?", "Eindelijk rust"]


def test_at_the_comeback_who_gave_or_took_it_writes_it_down_and_all_see_it():
    comeback = come_back(close_first())
    act(comeback, "comeback.begin")
    row = earlier(comeback, "Ana", "Bakker").id
    assert look_back(comeback) == ["Hoe gaat het, nu een collega van mij u helpt?"]
    act(seat(comeback, "Bas"), "comeback.hear", earlier=row, said="Het scheelt een dag")
    assert Earlier.objects.get(pk=row).heard == "Het scheelt een dag"
    assert look_back(comeback)[1:] == ["Het scheelt een dag"]
    assert refused(seat(comeback, "Dina"), "comeback.hear", earlier=row, said="Nee") == "answer-by-parties"


def look_back(comeback: Workshop) -> list[str]:
    """The question and the answers, as somebody sees them who was not there then."""
    dina: Participant = seat(comeback, "Dina")
    page = html.document_fromstring(browser_of(dina).get(base_of(dina)).content.decode())
    region: Any = page.get_element_by_id("region-review")
    return region.xpath(".//q/text() | .//*[@class='signal']/text()")
