"""Steps 0 to 4 of a practice workshop: come in, write lists, lay the table, tell, harvest."""

from __future__ import annotations

from sessions.practice import data
from sessions.practice.game import Game
from sessions.practice.lists import Line, compose
from workshop.models import EnergyRating, Participant, PrivateNote, Thread
from workshop.steps import SHEET_ORDER, Kind, StoryMode, Zone
from workshop.texts import DOUBT_QUESTION, QUESTIONS


def come_in(game: Game) -> None:
    """Step 0: everyone sits down; the team lead is a guest."""
    for name in data.PEOPLE[: game.people]:
        game.door("lobby.join", name=name)
    game.seats = list(Participant.objects.filter(workshop=game.workshop, guest=False))
    game.lead("lobby.invite_guest", name=data.LEAD)


def write_lists(game: Game) -> None:
    """Step 1: all names on the lists and sorted, here and there a reason, here and there one still to sort."""
    for seat, lines in zip(game.seats, compose(game.people, game.customers), strict=True):
        _write_list(game, seat, lines)
        _give_reasons(game, seat)
    game.all_done()


def _write_list(game: Game, seat: Participant, lines: list[Line]) -> None:
    for zone in SHEET_ORDER:
        sorted_ones = [line for line in lines if line.zone == zone and not line.unsorted]
        for kind in Kind:
            names = [line.name for line in sorted_ones if line.kind == kind]
            if names:
                game.act(seat, "sheet.add", names=names, column=zone, kind=kind)
    left = [line.name for line in lines if line.unsorted]
    if left:
        game.act(seat, "sheet.add", names=left)


def _give_reasons(game: Game, seat: Participant) -> None:
    place = game.seats.index(seat)
    for zone, reasons in data.REASONS.items():
        for line in game.lines(seat, column=zone)[:1]:
            game.act(seat, "sheet.reason", figure=line.id, reason=reasons[place % len(reasons)])


def lay_table(game: Game) -> None:
    """Step 2: what was left is sorted, and all figures stand on the table."""
    for seat in game.seats:
        for line in game.lines(seat, column=""):
            game.act(seat, "sheet.sort", figure=line.id, column=Zone.NEUTRAL)
        game.act(seat, "table.place_all")
    game.all_done()


def join_same(game: Game) -> None:
    """After step 2: the customer that all have is one customer; the other questions are still open."""
    figures = EnergyRating.objects.filter(workshop=game.workshop, customer__name=data.SHARED[0])
    kept, *others = figures.order_by("participant__place").values_list("customer_id", flat=True)
    for other in others:
        game.lead("table.join", kept=kept, other=other)


def begin_stories(game: Game) -> None:
    """Step 3: the first one has told (or all have answered question 1), and somebody is at question 2."""
    for seat, note in zip(game.seats[1:], data.NOTES, strict=False):
        game.act(seat, "story.keep_note", text=note)
    if game.workshop.story_mode == StoryMode.PERSON:
        _tell_all(game)
        _next_question(game)
    else:
        for _ in game.seats:
            _pass_word(game)


def finish_stories(game: Game) -> None:
    """Everybody has had the word."""
    while game.speaking() is not None:
        _tell_all(game)


def _tell_all(game: Game) -> None:
    """The speaker answers all questions of this turn and passes the word."""
    if game.workshop.story_mode == StoryMode.PERSON:
        while (turn := game.speaking()) and turn.question < len(QUESTIONS):
            _next_question(game)
    _pass_word(game)


def _next_question(game: Game) -> None:
    turn = game.speaking()
    assert turn is not None
    game.act(turn.participant_id, "story.next_question")
    if turn.question + 1 == DOUBT_QUESTION and turn.participant_id == game.seats[0].id:
        _think_again(game, game.seats[0])


def _think_again(game: Game, seat: Participant) -> None:
    """One neutral customer gives energy after all; not one that colleagues have too."""
    neutral = game.lines(seat, zone=Zone.NEUTRAL)
    for figure in [figure for figure in neutral if figure.customer.name not in data.SHARED][:1]:
        game.act(seat, "table.place", figure=figure.id, zone=Zone.GIVES)


def _pass_word(game: Game) -> None:
    turn = game.speaking()
    assert turn is not None
    game.act(turn.participant_id, "story.pass_word")


def harvest(game: Game) -> None:
    """Step 4: threads under all five headings, one to improve, one about a customer, one that was a private note."""
    for number, (heading, texts) in enumerate(data.THREADS.items()):
        for offset, text in enumerate(texts):
            writer = game.seats[(number + offset) % len(game.seats)]
            game.act(writer, "thread.write", heading=heading, text=text)
    first, second = Thread.objects.filter(workshop=game.workshop)[:2]
    game.act(game.seats[0], "thread.improve", thread=second.id)
    figure = game.lines(game.seats[0])[0]
    game.act(game.seats[0], "thread.link", thread=first.id, customer=figure.customer_id)
    note = PrivateNote.objects.get(workshop=game.workshop, text=data.NOTES[0])
    game.act(note.participant_id, "thread.share_note", note=note.id, heading="more")
