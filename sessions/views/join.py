"""Joining without an account: code or QR and a name, the return code, or the facilitator's yes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sessions import access, links, submissions
from sessions.access import Viewer
from sessions.middleware import language
from sessions.rate_limits.guess_limit import guess_of, know, slows_guessing
from sessions.submissions import at_the_door, browser_of, knows_browser
from sessions.views.pages import for_viewer
from workshop.actions.comeback import names_of_then
from workshop.actions.lookups import seats_of
from workshop.limits import LONGEST_SEAT_NAME
from workshop.looks import COLOUR_NAMES, SHAPE_NAMES
from workshop.models import JournalEntry, Knock, Participant, Workshop
from workshop.names import clean_line
from workshop.perform import Done, perform
from workshop.permissions import Actor
from workshop.refusals import AlreadySent, NameTaken, Refusal
from workshop.texts import AIM, HOUSE_RULES

AT_THE_DOOR = Actor("door")


@never_cache
@require_http_methods(["GET", "POST"])
@slows_guessing()
def home(request: HttpRequest) -> HttpResponse:
    """The start page: what this is, and the field for the code on the beamer."""
    if request.method == "GET":
        return render(request, "home.html")
    code = _code(request.POST.get("code", ""))
    if _open_workshop(code) is None:
        _stood_outside(code)
        return _wrong(request, "home.html", _unknown_code(), code)
    return redirect("join", code=code)


@never_cache
@require_http_methods(["GET", "POST"])
@knows_browser
@slows_guessing()
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Name, colour and shape; then a seat at the table."""
    sent = _sent_before(request, _code(code))
    workshop = sent.workshop if sent else _open_workshop(_code(code))
    if workshop is None:
        _stood_outside(_code(code))
        return _wrong(request, "home.html", _unknown_code(), code)
    language.follow(request, workshop)
    if request.method == "GET":
        return _ask_name(request, workshop)
    asks = "lobby.knock" if workshop.door_asks else "lobby.join"
    return _come_in(request, workshop, sent.action if sent else asks)


def _sent_before(request: HttpRequest, code: str) -> JournalEntry | None:
    """What this form of this browser did already: it gets the same answer, also when the door was shut since."""
    sent = request.POST.get("action_id", "")
    if not submissions.is_action_id(sent):
        return None
    entries = JournalEntry.objects.filter(workshop__code=code, workshop__closed_at=None, action__in=_WAYS_IN)
    return entries.filter(actor=at_the_door(request).key, action_id=sent).select_related("workshop").first()


_WAYS_IN = ("lobby.join", "lobby.knock")


def _ask_name(request: HttpRequest, workshop: Workshop, refusal: str = "", status: int = 200) -> HttpResponse:
    taken = {seat.colour for seat in seats_of(workshop)}
    context = {
        "workshop": workshop,
        "refusal": refusal,
        "name": request.POST.get("name", "")[:200],
        "colours": [{"number": n, "name": name, "taken": n in taken} for n, name in enumerate(COLOUR_NAMES)],
        "shapes": list(enumerate(SHAPE_NAMES)),
        "chosen_colour": _number(request, "colour"),
        "chosen_shape": _number(request, "shape"),
        "aim": AIM,
        "house_rules": HOUSE_RULES,
        "known": _known_seat(request, workshop),
        "names_of_then": names_of_then(workshop),
    }
    return render(request, "door/join.html", context, status=status)


def _known_seat(request: HttpRequest, workshop: Workshop) -> Participant | None:
    """The seat that this browser took before: a reload or a second scan of the QR finds it again."""
    seat_id = request.COOKIES.get("kr_last_seat", "")
    return Participant.objects.filter(pk=seat_id, workshop=workshop, removed_at=None).first()


def _come_in(request: HttpRequest, workshop: Workshop, action: str) -> HttpResponse:
    """By `action`: take a seat, or knock for one."""
    name = clean_line(request.POST.get("name", ""))
    if not name or len(name) > LONGEST_SEAT_NAME:
        sentence = _("Typ je naam, hoogstens %(most)d tekens.") % {"most": LONGEST_SEAT_NAME}
        return _ask_name(request, workshop, sentence, 422)
    looks = {"colour": _number(request, "colour"), "shape": _number(request, "shape")}
    more = {"secret": browser_of(request)} if action == "lobby.knock" else looks
    try:
        done = _ask(request, workshop, action, {"name": name, **more})
    except AlreadySent as refusal:
        return _ask_name(request, workshop, refusal.sentence, 409)
    except NameTaken as refusal:
        return _ask_who(request, workshop, refusal)
    except Refusal as refusal:
        _stood_outside(workshop.code)
        return _ask_name(request, workshop, refusal.sentence, 409)
    return _let_in(request, workshop, done)


def _ask_who(request: HttpRequest, workshop: Workshop, taken: NameTaken) -> HttpResponse:
    """*Ben jij Ana?* A guest is asked for another name: that seat has a link of its own."""
    if taken.seat.guest:
        return _ask_name(request, workshop, taken.sentence, 409)
    looks = {"colour": _number(request, "colour"), "shape": _number(request, "shape")}
    context = {"workshop": workshop, "seat": taken.seat, "name": clean_line(request.POST.get("name", "")), **looks}
    return render(request, "door/is_it_you.html", context, status=409)


def _ask(request: HttpRequest, workshop: Workshop, action: str, data: dict[str, object]) -> Done:
    action_id = submissions.action_id_of(request)
    return perform(workshop_id=workshop.id, actor=at_the_door(request), action=action, data=data, action_id=action_id)


def _let_in(request: HttpRequest, workshop: Workshop, done: Done) -> HttpResponse:
    """To what this very form made: its seat, or its place before the door."""
    knocked = Knock.objects.filter(pk__in=done.created).first()
    if knocked is not None:
        return redirect("wait", code=workshop.code, knock=knocked.id)
    return _sit_down(request, Participant.objects.get(pk__in=done.created))


def _number(request: HttpRequest, field: str) -> int | None:
    text = request.POST.get(field, "")
    return int(text) if text in set("01234567") else None


def _sit_down(request: HttpRequest, seat: Participant) -> HttpResponse:
    response = redirect(f"/seat/{seat.id}/")
    access.give_seat(request, response, seat)
    access.keep(response, "kr_last_seat", seat.id, "/join/")
    know(request, response, f"seat:{seat.id}")
    return response


@never_cache
@require_http_methods(["GET", "POST"])
@slows_guessing()
def come_back(request: HttpRequest) -> HttpResponse:
    """The same seat on another device: workshop code and personal return code; also when the door is shut."""
    lent = "lent" in (request.GET if request.method == "GET" else request.POST)
    if request.method == "GET":
        return render(request, "door/come_back.html", {"code": _code(request.GET.get("code", "")), "lent": lent})
    code, own = _code(request.POST.get("code", "")), _code(request.POST.get("return_code", ""))
    seats = Participant.objects.filter(workshop__code=code, return_code=own, removed_at=None)
    seat = seats.first() if own else None
    if seat is None:
        return _wrong(request, "door/come_back.html", _no_pair(), code, lent=lent)
    return _lend(seat) if lent else _sit_down(request, seat)


def _lend(seat: Participant) -> HttpResponse:
    """A seat without a device on another person's screen, for what is private; any other has a screen of its own."""
    response = redirect(f"/seat/{seat.id}/")
    access.lend_screen(response, seat)
    return response


@require_POST
@for_viewer
def cover(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A lent screen is left: it shows nothing more of this seat until the return code is typed again."""
    response = redirect(f"{reverse('come_back')}?lent&code={viewer.workshop.code}")
    if viewer.seat is not None and viewer.lent:
        access.cover_screen(response, viewer.seat)
    return response


@never_cache
@require_POST
@knows_browser
@slows_guessing()
def knock(request: HttpRequest, code: str) -> HttpResponse:
    """*Ja, ik ben Ana, maar ik heb mijn code niet*: the facilitator lets in with one tap."""
    sent, seat_id = _sent_before(request, _code(code)), request.POST.get("seat", "")
    workshop = sent.workshop if sent else _open_workshop(_code(code))
    if sent is None:  # a knock asks something of a person: it is slowed like a wrong code
        guess_of(request).wrong(told=workshop is None)
    if workshop is None or not access.KEY.fullmatch(seat_id):
        raise Http404
    seat = get_object_or_404(Participant, pk=seat_id, workshop=workshop, removed_at=None)
    try:
        done = _ask(request, workshop, "lobby.knock", {"seat": seat.id, "secret": browser_of(request)})
    except Refusal as refusal:
        return _ask_name(request, workshop, refusal.sentence, 409)
    return _let_in(request, workshop, done)


@never_cache
@require_safe
def hello(request: HttpRequest, code: str) -> HttpResponse:
    """*Open dit op je telefoon*: a page that says whether a phone reaches this installation, sockets too.

    The same for every code: it would else tell a shut door from a code that never was.
    """
    return render(request, "door/hello.html")


@never_cache
@require_safe
@knows_browser
def wait(request: HttpRequest, code: str, knock: str) -> HttpResponse:
    """Wait for the facilitator's yes; the page asks again by itself, also when the code was renewed meanwhile."""
    asked = get_object_or_404(Knock.objects.select_related("participant", "workshop"), pk=knock)
    if not constant_time_compare(browser_of(request), asked.secret):
        return render(request, "closed.html", {"sentence": _unknown_code()}, status=404)
    language.follow(request, asked.workshop)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"admitted": asked.admitted})
    if asked.admitted and asked.participant is not None:
        return _sit_down(request, asked.participant)
    name = asked.participant.name if asked.participant else asked.name
    return render(request, "door/wait.html", {"name": name, "refused": asked.admitted is False})


@never_cache
@require_http_methods(["GET", "POST"])
@slows_guessing(named=lambda request: f"take over:{_code(request.POST.get('code', ''))}")
def take_over(request: HttpRequest) -> HttpResponse:
    """The second facilitator's way in, when the first one's laptop dies: the codes on the printable sheet."""
    if request.method == "GET":
        return render(request, "door/take_over.html")
    code, own = _code(request.POST.get("code", "")), _code(request.POST.get("takeover_code", ""))
    workshop = Workshop.objects.filter(code=code, takeover_code=own).first() if own else None
    if workshop is None:
        return _wrong(request, "door/take_over.html", _no_pair(), code)
    second = Actor("facilitator", chair="second")
    action_id = submissions.action_id_of(request)
    try:
        perform(workshop_id=workshop.id, actor=second, action="steps.take_chair", data={}, action_id=action_id)
    except AlreadySent as refusal:
        return render(request, "door/take_over.html", {"refusal": refusal.sentence, "code": code}, status=409)
    response = redirect("page", kind="console", key=workshop.id)
    access.give_chair(request, response, workshop, workshop.second_token)
    know(request, response, f"take over:{code}")
    return response


# --- codes --------------------------------------------------------------------------------------------------------


def _code(text: str) -> str:
    """A code as people type or paste it."""
    return links.code_in(text)


def _open_workshop(code: str) -> Workshop | None:
    return Workshop.objects.filter(code=code, door_open=True, closed_at=None).first()


def _stood_outside(code: str) -> None:
    """Tell the facilitator that somebody with the code could not come in."""
    for workshop in Workshop.objects.filter(code=code, closed_at=None):
        perform(workshop_id=workshop.id, actor=AT_THE_DOOR, action="lobby.stand_outside", data={},
                action_id=submissions.new_action_id())  # fmt: skip


def _unknown_code() -> str:
    """The same answer for a code that never was and for a door that is shut."""
    return _("Deze code werkt niet (meer). Kijk hem nog eens na, of vraag de begeleider de deur open te zetten.")


def _no_pair() -> str:
    return _("Deze codes horen niet bij elkaar. Kijk ze nog eens na.")


def _wrong(request: HttpRequest, template: str, sentence: str, code: str, **more: object) -> HttpResponse:
    """Count a wrong code, and say so; also that the next one takes a while, so that nobody thinks the page hangs."""
    guess = guess_of(request)
    guess.wrong()
    if guess.slow:
        sentence += " " + _("Er zijn hier net meer codes geprobeerd; daarom duurt nakijken nu een paar tellen.")
    return render(request, template, {"refusal": sentence, "code": code, **more}, status=404)
