"""What people write is text, on every screen, on paper and in every file."""

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client
from exports.opened import fetch, read_csv, read_pdf, read_xlsx
from lxml import etree, html
from secrecy.sight import BELOW, look_all
from support.people import (
    act,
    base_of,
    browser_of,
    chair_of,
    figure,
    find_fleur,
    invite_dirk,
    join,
    lay_table,
    open_workshop,
    seat,
    send,
)

from sessions import practice
from workshop.models import Workshop
from workshop.steps import Step, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: One text that tries to get out of an element, an attribute, a template, a script and a typesetter.
NAUGHTY = (
    "<img src=x onerror=a()>\"'><script>a()</script><hx-partial hx-target=body></template></title><svg/onload=a()>"
    " javascript:a()//'-a()-' #panic(\"x\") $ \\ *sterk* `rauw` {{ viewer }} {% now %}"
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "=cmd|' /C calc'!A0")


def write_everywhere(text: str) -> Workshop:
    """A workshop in whose every field somebody wrote this; it stands in the last step."""
    workshop = lay_table(Step.CLOSING)
    Workshop.objects.filter(pk=workshop.pk).update(title=text[:120])
    workshop.team.name = text[:80]
    workshop.team.save()
    ana = seat(workshop, "Ana")
    taken = ana.slips.get(taker__isnull=False)
    act(workshop, "lobby.seat_without_device", name=text[:40])
    act(workshop, "steps.go", to=Step.TABLE)
    act(ana, "table.lay", name=text, zone=Zone.GIVES)
    act(workshop, "steps.go", to=Step.THREAD)
    act(ana, "thread.write", heading="more", text=text)
    act(workshop, "steps.go", to=Step.CLOSING)
    act(workshop, "steps.lock", reason=text)
    act(workshop, "steps.unlock")
    act(ana, "closing.success", success=text)
    act(ana, "closing.agree", owner=ana.id, text=text, first_step=text, on=dt.date(2039, 1, 1))
    act(ana, "closing.hand_over", slip=taken.id, must_know=text, teller=text[:80], talk_on=dt.date(2039, 1, 2))
    invite_dirk(workshop)
    return workshop


def test_s13_markup_is_text_on_every_screen_and_on_paper():
    workshop = write_everywhere(NAUGHTY)
    sights = {**look_all(workshop), "Ana": look_ana(workshop)}
    chair = chair_of(workshop)
    sights["chair"] = {
        address: chair.get(address).content.decode()
        for address in (base_of(workshop), f"{base_of(workshop)}paper/", f"{base_of(workshop)}journal/", "/dashboard/")
    }
    pages = [page for sight in sights.values() for address, page in sight.items() if is_page(address) and page]
    assert all(alive(page) == [] for page in pages)
    assert sum(NAUGHTY[:23] in html.fromstring(page).text_content() for page in pages) > 10

    picture = etree.fromstring(fetch(chair, workshop, "table.svg").content)
    assert picture.xpath("//*[local-name()='script' or local-name()='img'] | //@*[starts-with(name(), 'on')]") == []
    told = re.sub(r"[\s\u200b]", "", read_pdf(fetch(chair, workshop, "swap-list.pdf", form="team").content))
    assert "".join(NAUGHTY.split())[:60] in told
    assert fetch(chair, workshop, "hand-over.ics").content.count(b"BEGIN:VCALENDAR") == 1


def look_ana(workshop: Workshop) -> dict[str, str]:
    """What the one sees whose name it is."""
    ana = workshop.participants.order_by("place")[0]
    browser = browser_of(ana)
    return {below: browser.get(base_of(ana) + below).content.decode() for below in BELOW}


def is_page(address: str) -> bool:
    return ".csv" not in address and ".xlsx" not in address


def alive(page: str) -> list[str]:
    """Elements and attributes that would do something, and that no template of ours writes."""
    tree = html.fromstring(page)
    found = [str(node) for node in tree.xpath("//@*[starts-with(name(), 'on')]")]
    found += [node.tag for node in tree.xpath("//script[not(@src)] | //hx-partial | //iframe | //img[@src='x']")]
    return found + [href for href in tree.xpath("//@href | //@action | //@src") if href.lower().startswith("java")]


def test_s13_markup_in_a_name_at_the_door_is_text():
    workshop = open_workshop()
    for name in ("<b>Eva</b>", NAUGHTY):
        join(workshop, name[:40])
        answer = Client().post(f"/join/{workshop.code}/", {"name": name[:40]})
        assert (answer.status_code, alive(answer.content.decode())) == (409, [])
        assert "<b>Eva" not in answer.content.decode()
    for address in ("/join/{}/", "/return/?code={}", "/sign-in/?next={}"):
        asked = address.format('"><script>alert(1)</script>')
        assert alive(Client().get(asked).content.decode()) == []


def test_s13_marks_that_turn_or_hide_text_are_taken_out_and_length_has_an_end():
    workshop = open_workshop()
    ana, _bas = join(workshop, "A\u202ena\u200b\u2066"), join(workshop, "Bas")
    assert seat(workshop, "Ana").id == ana.id if ana.name == "Ana" else seat(workshop, ana.name).name == ana.name
    act(workshop, "steps.go", to=Step.SHEET)
    browser = browser_of(ana)
    assert send(browser, ana, "sheet.add", names="Bak\u202eker\u200b\ufeff").status_code == 200
    assert figure(workshop, ana.name, "Bakker")
    assert send(browser, ana, "sheet.add", names="x" * 10_000).status_code == 422


def test_s13_nothing_that_a_terminal_obeys_comes_out_of_a_command(capsys: pytest.CaptureFixture[str]):
    workshop = open_workshop("\x1b[2J\x1b]0;weg\x07Ruilen")
    join(workshop, "Ana")
    Workshop.objects.update(retain_until="2000-01-01")
    call_command("erase")
    practice.play(facilitator=find_fleur(), to=Step.LOBBY, people=2, customers=2)
    call_command("practice", "--step", "0", "--people", "2")
    assert "\x1b" not in capsys.readouterr().out


def files_with(*names: str) -> tuple[Workshop, Any]:
    """A workshop at its end, with these in the place of customers' names and reasons: as if no form had looked."""
    workshop = lay_table(Step.CLOSING)
    for text, one in zip(names, [*workshop.slips.all(), *workshop.slips.all()], strict=False):
        if one.rating.customer.name in names:
            one.why = text
            one.save()
        one.rating.customer.name = text
        one.rating.customer.save()
    return workshop, chair_of(workshop)


def test_s14_no_text_is_a_formula_in_any_sheet():
    workshop, chair = files_with(*FORMULAS)
    cells = [cell for row in read_csv(fetch(chair, workshop, "swap-list.csv").content) for cell in row]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))] == []
    content = fetch(chair, workshop, "swap-list.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    shown = " ".join(cell for rows in read_xlsx(content).values() for row in rows for cell in row)
    assert [text for text in FORMULAS[-3:] if text not in shown] == []


def test_s15_control_characters_break_no_export():
    workshop, chair = files_with("Bakkerij\x0b\x1b\x01\ufffe\x7f Jansen")
    for file in ("swap-list.csv", "swap-list.xlsx", "swap-list.pdf", "table.svg", "hand-over.pdf"):
        answer = fetch(chair, workshop, file)
        assert answer.status_code == 200, file
        assert b"\x0b" not in answer.content or file.endswith(("pdf", "xlsx")), file
    assert "Bakkerij" in fetch(chair, workshop, "swap-list.csv").content.decode()


def test_s15_control_characters_do_not_come_in():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    sent = send(browser_of(ana), ana, "table.lay", name="Bakkerij\x0b\x00\x1b\ufffe\x7f Jansen", zone="costs")
    assert (sent.status_code, figure(workshop, "Ana", "Bakkerij Jansen").zone) == (200, "costs")
