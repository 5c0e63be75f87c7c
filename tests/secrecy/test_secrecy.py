"""Nothing private leaves for anyone else's browser, until it is public by the rules (docs/domain.md, promise 4).

Ana has a secret of every kind. The others look everywhere after each thing that she does; so does she, for a secret
that is not there leaks nowhere.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from secrecy.sight import OTHERS, Sight, browser, look, look_all, seen
from support import asserts, people
from support.people import act, figure, go, lay_table, seat

from sessions.access import seat_cookie
from sessions.board.news import news_of
from workshop.models import Participant, PrivateNote, Team, Workshop
from workshop.perform import Change, changed
from workshop.steps import Step, Zone

pytestmark = pytest.mark.slow

Scene = Callable[[Workshop, Participant], None]


@dataclass(frozen=True)
class Secret:
    """`marker` stands nowhere else. Ana sees it at the end of scene `seen`; others from scene `public` on, if ever.

    `erased`: closing takes it out of the database too.
    """

    what: str
    marker: str
    seen: str
    public: str = ""
    erased: bool = True

    def __str__(self) -> str:
        return self.what


SECRETS = (
    Secret("a customer that is not sorted", "zqonverdeeld", "typed"),
    Secret("a sorted customer that is never put on the table", "zqgesorteerd", "typed"),
    Secret("a customer that comes on the table", "zqgeplaatst", "typed", "placed", erased=False),
    Secret("the old name of a customer", "zqoudenaam", "typed"),
    Secret("the new name of a customer", "zqnieuwenaam", "renamed", "placed", erased=False),
    Secret("a customer that was removed again", "zqweggehaald", "typed"),
    Secret("a reason", "zqreden", "typed"),
    Secret("the reason of what never came on the table", "zqachtergebleven", "typed"),
    Secret("what a customer said", "zqsignaal", "typed", "settled", erased=False),
    Secret("what a customer said that nobody gave away", "zqtafelsignaal", "typed"),
    Secret("what a customer said that never came on the table", "zqthuissignaal", "typed"),
    Secret("a note", "zqnotitie", "listened"),
    Secret("a note that was forgotten", "zqvergeten", "listened"),
    Secret("a note that was shared in other words", "zqruwewoorden", "listened"),
    Secret("a note that was shared", "zqgedeeld", "listened", "harvested", erased=False),
    Secret("an answer to a difficult case", "zqraad", "harvested", "advised", erased=False),
    Secret("an answer to a case that never opened", "zqstilleraad", "asked_again"),
    Secret("the why of a slip that was stuck", "zqwaarom", "decided", "stuck", erased=False),
    Secret("the wish of a slip that was stuck", "zqwens", "decided", "stuck", erased=False),
    Secret("the first words of a slip", "zqeerstewoorden", "drafted"),
    Secret("the why of a draft", "zqconcept", "decided"),
    Secret("the wish of a draft", "zqconceptwens", "decided"),
    Secret("the why of a slip that became a keep", "zqtochhouden", "drafted"),
)


# --- what Ana does -------------------------------------------------------------------------------------------------


def typed(workshop: Workshop, ana: Participant) -> None:
    act(ana, "sheet.add", names=["zqonverdeeld"])
    act(ana, "sheet.add", names=["zqgesorteerd", "zqgeplaatst"], column=Zone.COSTS)
    act(ana, "sheet.add", names=["zqoudenaam", "zqweggehaald"], column=Zone.GIVES)
    act(ana, "sheet.reason", figure=line(workshop, "zqgeplaatst"), reason="zqreden")
    act(ana, "sheet.reason", figure=line(workshop, "zqgesorteerd"), reason="zqachtergebleven")
    for name, signal in (("geplaatst", "zqsignaal"), ("oudenaam", "zqtafelsignaal"), ("gesorteerd", "zqthuissignaal")):
        act(ana, "sheet.signal", figure=line(workshop, f"zq{name}"), signal=signal)


def renamed(workshop: Workshop, ana: Participant) -> None:
    act(ana, "sheet.rename", figure=line(workshop, "zqoudenaam"), name="zqnieuwenaam")
    act(ana, "sheet.remove", figure=line(workshop, "zqweggehaald"))


def table_opened(workshop: Workshop, ana: Participant) -> None:
    people.write_lists(workshop)
    go(workshop, Step.TABLE)
    for name in ("Bas", "Cem"):
        act(seat(workshop, name), "table.place_all")


def placed(workshop: Workshop, ana: Participant) -> None:
    for name, zone in (("zqgeplaatst", Zone.COSTS), ("zqnieuwenaam", Zone.NEUTRAL), ("Slager", Zone.COSTS)):
        act(ana, "table.place", figure=line(workshop, name), zone=zone)


def listened(workshop: Workshop, ana: Participant) -> None:
    go(workshop, Step.STORY)
    for text in ("zqnotitie", "zqvergeten", "zqruwewoorden", "zqgedeeld"):
        act(ana, "story.keep_note", text=text)
    people.tell_all(workshop)


def harvested(workshop: Workshop, ana: Participant) -> None:
    go(workshop, Step.THREAD)
    notes = {note.text: note.id for note in PrivateNote.objects.filter(workshop=workshop)}
    act(ana, "thread.forget_note", note=notes["zqvergeten"])
    act(ana, "thread.share_note", note=notes["zqruwewoorden"], heading="gives", text="Mooie woorden")
    act(ana, "thread.share_note", note=notes["zqgedeeld"], heading="gives")

    _ask(workshop, "Bas", "Hotel")
    act(ana, "case.answer", case=_case(workshop, "Hotel"), text="zqraad")


def _ask(workshop: Workshop, owner: str, customer: str) -> None:
    act(seat(workshop, owner), "case.park", figure=figure(workshop, owner, customer).id)
    act(workshop, "case.ask", case=_case(workshop, customer))


def _case(workshop: Workshop, customer: str) -> str:
    return workshop.cases.get(rating__customer__name=customer).id


def advised(workshop: Workshop, ana: Participant) -> None:
    act(workshop, "case.reveal", case=_case(workshop, "Hotel"))


def asked_again(workshop: Workshop, ana: Participant) -> None:
    _ask(workshop, "Cem", "Notaris")
    act(ana, "case.answer", case=_case(workshop, "Notaris"), text="zqstilleraad")


def drafted(workshop: Workshop, ana: Participant) -> None:
    go(workshop, Step.STACK)
    act(ana, "stack.give_away", figure=line(workshop, "zqgeplaatst"), why="zqeerstewoorden")
    act(ana, "stack.give_away", figure=line(workshop, "Slager"), why="zqtochhouden")


def decided(workshop: Workshop, ana: Participant) -> None:
    act(ana, "stack.give_away", figure=line(workshop, "zqgeplaatst"), why="zqwaarom", wish="zqwens")
    act(ana, "stack.give_away", figure=line(workshop, "zqnieuwenaam"), why="zqconcept", wish="zqconceptwens")
    act(ana, "stack.keep", figure=line(workshop, "Slager"))


def stuck(workshop: Workshop, ana: Participant) -> None:
    act(ana, "stack.stick", figure=line(workshop, "zqgeplaatst"))


def settled(workshop: Workshop, ana: Participant) -> None:
    go(workshop, Step.SWAP)
    slip = people.slip(workshop, "zqgeplaatst").id
    act(seat(workshop, "Bas"), "swap.answer", slip=slip, answer="take", expectation=Zone.GIVES)
    act(workshop, "swap.open", slip=slip)
    act(workshop, "swap.draw_lots", slip=slip)


def listed(workshop: Workshop, ana: Participant) -> None:
    go(workshop, Step.CLOSING)
    act(ana, "closing.success", success="Klaar")


SCENES: tuple[Scene, ...] = (
    typed,
    renamed,
    table_opened,
    placed,
    listened,
    harvested,
    advised,
    asked_again,
    drafted,
    decided,
    stuck,
    settled,
    listed,
)
ORDER = [scene.__name__ for scene in SCENES]


def line(workshop: Workshop, customer: str) -> str:
    return figure(workshop, "Ana", customer).id


# --- and what is seen of it ----------------------------------------------------------------------------------------


@dataclass
class Watch:
    """Per scene: what Ana sees, what each other role sees, what was said to all screens, and what was logged."""

    own: dict[str, Sight] = field(default_factory=dict)
    others: dict[str, dict[str, Sight]] = field(default_factory=dict)
    said: dict[str, Sight] = field(default_factory=dict)
    before_closing: str = ""
    after_closing: str = ""


class Log(logging.Handler):
    """Everything that any logger says, however unimportant."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.exc_text or record.exc_info or ''}")


@pytest.fixture(scope="module")
def watch(django_db_setup: None, django_db_blocker: Any) -> Watch:
    """The afternoon, played once, with everybody looking after each scene."""
    said: list[str] = []
    log = Log()

    def listen(change: Change, **kwargs: Any) -> None:
        news = news_of(change)
        said.append(f"{news['html']} {news['stale']}")

    changed.connect(listen)
    logging.getLogger().addHandler(log)
    with django_db_blocker.unblock():
        watch = Watch()
        workshop, ana = _sit_down()
        for scene in SCENES:
            said.clear(), log.lines.clear()
            scene(workshop, ana)
            watch.own[scene.__name__] = look(workshop, "Ana")
            watch.others[scene.__name__] = look_all(workshop)
            watch.said[scene.__name__] = {"news": "\n".join(said), "log": "\n".join(log.lines)}
        watch.before_closing = asserts.everything()
        act(workshop, "closing.close")
        watch.after_closing = asserts.everything()
        Workshop.objects.all().delete()
        Team.objects.all().delete()
        User.objects.all().delete()
    changed.disconnect(listen)
    logging.getLogger().removeHandler(log)
    return watch


def _sit_down() -> tuple[Workshop, Participant]:
    workshop = lay_table(Step.SHEET)
    act(workshop, "lobby.lead", seat=seat(workshop, "Cem").id)
    people.invite_dirk(workshop)
    return workshop, seat(workshop, "Ana")


@pytest.mark.parametrize("secret", SECRETS, ids=str)
def test_its_owner_sees_it(secret: Secret, watch: Watch) -> None:
    assert seen(watch.own[secret.seen], secret.marker)


@pytest.mark.parametrize("secret", SECRETS, ids=str)
def test_it_reaches_nobody_else_before_it_is_public(secret: Secret, watch: Watch) -> None:
    until = ORDER.index(secret.public) if secret.public else len(ORDER)
    leaks = {
        (scene, role): addresses
        for scene in ORDER[:until]
        for role, sight in (watch.others[scene] | {"all screens": watch.said[scene]}).items()
        if (addresses := seen(sight, secret.marker))
    }

    assert leaks == {}


@pytest.mark.parametrize("secret", [one for one in SECRETS if one.public], ids=str)
def test_once_public_everybody_at_the_table_sees_it(secret: Secret, watch: Watch) -> None:
    """So that the look of the others is known to find what is there."""
    blind = [
        role for role in OTHERS if role != "Mallory" and not seen(watch.others[secret.public][role], secret.marker)
    ]

    assert blind == []
    assert not seen(watch.others[secret.public]["Mallory"], secret.marker)


@pytest.mark.parametrize("secret", [one for one in SECRETS if one.erased], ids=str)
def test_closing_takes_it_out_of_the_database(secret: Secret, watch: Watch) -> None:
    assert (secret.marker in watch.before_closing, secret.marker in watch.after_closing) == (True, False)


def test_what_is_public_outlives_the_closing(watch: Watch) -> None:
    assert [one.what for one in SECRETS if not one.erased and one.marker not in watch.after_closing] == []


def test_the_search_looks_into_packed_files(watch: Watch) -> None:
    """The team lead's sheet is a packed file: the search opens it."""
    found = seen(watch.others["settled"]["Cem"], "zqwaarom")

    assert any("xlsx" in address for address in found)
    assert any("csv" in address for address in found)


# --- other ends ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_private_to_a_removed_seat_is_erased() -> None:
    workshop = lay_table(Step.SHEET)
    ana = seat(workshop, "Ana")
    for scene in SCENES[: ORDER.index("decided") + 1]:
        scene(workshop, ana)
    private = [one.marker for one in SECRETS if one.erased]
    assert [marker for marker in private if marker not in asserts.everything()] == []

    act(workshop, "lobby.remove", seat=ana.id)

    left = asserts.everything()
    assert [marker for marker in [*private, "zqwaarom", "zqwens"] if marker in left] == []
    assert "zqgeplaatst" in left


@pytest.mark.django_db
def test_the_same_name_on_two_lists_is_not_betrayed_before_both_stand() -> None:
    workshop = lay_table(Step.SHEET)
    ana, bas, _cem = people.seats(workshop)
    for one in (ana, bas):
        act(one, "sheet.add", names=["zqtweeling"], column=Zone.GIVES)
    go(workshop, Step.TABLE)
    act(bas, "table.place", figure=figure(workshop, "Bas", "zqtweeling").id, zone=Zone.GIVES)
    assert _asked(workshop) == set()

    act(ana, "table.place", figure=figure(workshop, "Ana", "zqtweeling").id, zone=Zone.COSTS)
    assert _asked(workshop) == {"Ana", "Bas", "Fleur"}


def _asked(workshop: Workshop) -> set[str]:
    """Whose pages ask whether two customers are the same."""
    pages = {one.name: people.browser_of(one).get(people.base_of(one)) for one in people.seats(workshop)}
    pages["Fleur"] = people.chair_of(workshop).get(people.base_of(workshop))
    return {name for name, page in pages.items() if "Is dit dezelfde klant?" in page.content.decode()}


@pytest.mark.django_db
def test_a_joined_figure_that_went_back_to_its_list_marks_nothing() -> None:
    """It is still one customer with Bas' figure: nobody may read that off his."""
    workshop = lay_table(Step.SHEET)
    people.invite_dirk(workshop)
    ana, bas, _cem = people.seats(workshop)
    for one in (ana, bas):
        act(one, "sheet.add", names=["zqtweeling"], column=Zone.GIVES)
    go(workshop, Step.TABLE)
    hers, his = (figure(workshop, name, "zqtweeling") for name in ("Ana", "Bas"))
    placed = [
        act(one, "table.place", figure=rating.id, zone=Zone.GIVES).seq for one, rating in ((bas, his), (ana, hers))
    ]
    act(workshop, "table.join", kept=hers.customer_id, other=his.customer_id)
    mark = f'data-joined="{hers.customer_id}"'
    assert [role for role, sight in look_all(workshop).items() if not seen(sight, mark)] == ["Mallory"]

    act(workshop, "journal.take_back", entry=placed[1])

    assert figure(workshop, "Ana", "zqtweeling").customer_id == figure(workshop, "Bas", "zqtweeling").customer_id
    shown = {role: seen(sight, mark) + seen(sight, f"f-{hers.id}") for role, sight in look_all(workshop).items()}
    assert shown == {role: [] for role in OTHERS}
    move = act(bas, "table.place", figure=his.id, zone=Zone.COSTS).change
    assert "data-joined" not in news_of(move)["html"]


@pytest.mark.django_db
def test_a_pasted_list_is_shown_to_who_pasted_it_and_kept_nowhere() -> None:
    workshop = lay_table(Step.SHEET)
    ana = seat(workshop, "Ana")
    client = browser(**{seat_cookie(ana.id): ana.token})
    answer = client.post(f"{people.base_of(ana)}preview/", {"text": "1. zqgeplakt\n2. zqgeplakt"})

    assert "zqgeplakt" in answer.content.decode()
    assert "zqgeplakt" not in asserts.everything()
    for role in ("Bas", "Cem", "Fleur", "beamer", "Mallory"):
        assert seen(look(workshop, role), "zqgeplakt") == []
