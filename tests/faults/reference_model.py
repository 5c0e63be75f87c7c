"""The simplest idea of a workshop that can be wrong about nothing: where each figure stands, and what must always hold.

It knows nothing of the rules: of every accepted act it is told only what it does to the table, and everything else must
leave the table alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from workshop.models import EnergyRating, SwapProposal, Workshop
from workshop.steps import Outcome, Zone

Table = dict[str, str]
Change = dict[str, tuple[str | None, str | None]]

TAKEN = {Outcome.SWAPPED, Outcome.TAKEN, Outcome.HELPED}


class Model:
    """`table`: figure → zone. `changes`: what each entry of the journal did to it, to be undone."""

    def __init__(self) -> None:
        self.table: Table = {}
        self.changes: dict[int, Change] = {}

    def did(self, seq: int, action: str, sent: Mapping[str, Any], created: Table, sorted_lines: Table) -> None:
        """An act was accepted as number `seq`. `created`: figures that stand on the table since; `sorted_lines`: the
        actor's lines that had a column and no zone before."""
        after: dict[str, str | None] = {}
        if action == "table.place":
            after = {sent["figure"]: sent["zone"]}
        elif action == "table.place_all":
            after = dict(sorted_lines)
        elif action == "table.lay":
            after = dict(created)
        elif action == "journal.take_back":
            after = {figure: before for figure, (before, _after) in self.changes.get(sent["entry"], {}).items()}
        self.changes[seq] = {figure: (self.table.get(figure), zone) for figure, zone in after.items()}
        for figure, zone in after.items():
            if zone is None:
                self.table.pop(figure, None)
            else:
                self.table[figure] = zone


def table_of(workshop: Workshop) -> Table:
    """Figure → zone, as it is."""
    return dict(EnergyRating.objects.filter(workshop=workshop, zone__isnull=False).values_list("pk", "zone"))


def assert_sound(workshop: Workshop, table: Table) -> None:
    """Every figure in one zone, every slip in one state, nothing taken past the ground rule."""
    figures = list(EnergyRating.objects.filter(workshop=workshop).select_related("participant"))
    assert {one.pk: one.zone for one in figures if one.zone} == table
    assert {one.zone for one in figures} <= {None, *Zone.values}
    pairs = [(one.participant_id, one.customer_id) for one in figures]
    assert len(pairs) == len(set(pairs)), "a customer stands twice with one person"
    for slip in SwapProposal.objects.filter(workshop=workshop).select_related("rating"):
        _assert_one_state(slip)
        _assert_ground_rule(slip, figures)


def _assert_one_state(slip: SwapProposal) -> None:
    draft = not slip.stuck
    waiting = slip.stuck and not slip.opened and not slip.outcome
    opened = slip.stuck and slip.opened and not slip.outcome
    ended = slip.stuck and bool(slip.outcome)
    assert [draft, waiting, opened, ended].count(True) == 1, vars(slip)
    assert not (draft and (slip.outcome or slip.opened)), vars(slip)
    assert bool(slip.taker_id) == (slip.outcome in TAKEN), vars(slip)
    assert bool(slip.helper_id) == (slip.outcome == Outcome.HELPED), vars(slip)
    assert slip.rating.zone is not None or draft, "a slip of what is not on the table"
    assert slip.giver_id == slip.rating.participant_id
    assert slip.taker_id != slip.giver_id


def _assert_ground_rule(slip: SwapProposal, figures: Iterable[EnergyRating]) -> None:
    if slip.outcome not in TAKEN:
        return
    leaks = {
        one.participant_id for one in figures if one.customer_id == slip.rating.customer_id and one.zone == "costs"
    }
    if slip.outcome == Outcome.HELPED:
        assert slip.helper_id not in leaks, "helped by somebody whose leak it is"
        assert slip.helper_id != slip.taker_id
    else:
        assert slip.taker_id not in leaks, "taken by somebody whose leak it is"
        assert slip.taker_energy in (Zone.GIVES, Zone.NEUTRAL), vars(slip)
