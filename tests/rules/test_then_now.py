"""Then and now, without a database: which customer of then is which of today, and which way its energy went."""

from workshop.models import Customer, Earlier, EnergyRating
from workshop.steps import Outcome, Zone
from workshop.then_now import Arrow, arrows, energy, people

COSTS, NEUTRAL, GIVES = Zone
SEATS = {"Ana": "a", "Bas": "b"}


def then(person: str, name: str, zone: Zone, outcome: str = "", taker: str = "", again: bool = False) -> Earlier:
    return Earlier(person=person, name=name, zone=zone, outcome=outcome, taker=taker, again=again)


def now(seat: str, name: str, zone: Zone, customer: str = "") -> EnergyRating:
    kind = Customer(id=customer or f"c{name}"[:10], name=name)
    return EnergyRating(participant_id=seat, customer=kind, zone=zone)


def told(found: list[Arrow]) -> list[tuple[str, str, str]]:
    """Name, whose it is now, which way it went."""
    return [(one.name, one.now.participant_id if one.now else "", one.turn) for one in found]


def test_what_changed_hands_is_found_with_its_taker():
    earlier = [then("Ana", "Bakker", COSTS, Outcome.TAKEN, "Bas"), then("Bas", "Bakker", NEUTRAL)]
    figures = [now("b", "Bakker", GIVES), now("a", "Bakker", COSTS)]
    assert told(arrows(earlier, figures, SEATS)) == [
        ("Bakker", "b", "better"),
        ("Bakker", "b", "better"),
        ("Bakker", "a", "new"),
    ]


def test_a_hand_over_that_begins_anew_has_not_happened():
    earlier = [then("Ana", "Bakker", COSTS, Outcome.TAKEN, "Bas", again=True)]
    figures = [now("b", "Bakker", GIVES), now("a", "Bakker", COSTS)]
    assert told(arrows(earlier, figures, SEATS))[0] == ("Bakker", "a", "same")


def test_what_was_let_go_is_gone_and_where_a_colleague_still_serves_it_the_contact_ended():
    earlier = [then("Ana", "Bakker", COSTS, Outcome.ENDED), then("Bas", "Bakker", GIVES)]
    earlier.append(then("Ana", "Slager", COSTS, Outcome.DROPPED))
    assert told(arrows(earlier, [now("b", "Bakker", NEUTRAL)], SEATS)) == [
        ("Bakker", "", "ended"),
        ("Bakker", "b", "worse"),
        ("Slager", "", "gone"),
    ]


def test_of_somebody_who_left_it_is_found_with_whoever_has_it_now():
    earlier = [then("Cem", "Bakker", COSTS), then("Cem", "Slager", GIVES)]
    assert told(arrows(earlier, [now("a", "bakker", NEUTRAL)], SEATS)) == [
        ("Bakker", "a", "better"),
        ("Slager", "", "away"),
    ]


def test_a_customer_that_was_joined_today_is_found_under_the_name_that_was_kept():
    earlier, kept = [then("Ana", "Bakkerij Jansen", COSTS)], now("a", "Bakker", GIVES, "kept")
    assert told(arrows(earlier, [kept], SEATS, {"bakkerij jansen": "kept"})) == [("Bakkerij Jansen", "a", "better")]


def test_people_are_counted_per_zone_and_who_is_new_or_gone_has_one_side():
    earlier = [then("Ana", "Bakker", COSTS, Outcome.TAKEN, "Bas"), then("Cem", "Hotel", GIVES)]
    found = arrows(earlier, [now("b", "Bakker", GIVES), now("d", "Museum", NEUTRAL)], SEATS)
    counted = [(one.name, one.then, one.now) for one in people(found, {"a": "Ana", "b": "Bas", "d": "Dina"}, SEATS)]
    assert counted == [
        ("Ana", {COSTS: 1}, {}),
        ("Bas", None, {GIVES: 1}),
        ("Dina", None, {NEUTRAL: 1}),
        ("Cem", {GIVES: 1}, None),
    ]


def test_of_the_team_only_numbers_are_kept():
    assert energy(["costs", "gives", "gives"]) == {"costs": 1, "neutral": 0, "gives": 2}
