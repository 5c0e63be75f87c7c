"""Who sits at the table and what lies on it, as everybody may see it; read once for all screens (shared.py)."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Q
from django.utils.safestring import SafeString

from sessions.board.cache import Lists, Sharer, shared
from sessions.board.figures import figure_list, name_with_owner, options
from workshop import name_matching
from workshop.bidi import isolated
from workshop.models import Customer, EnergyRating, Participant, SameCustomer
from workshop.steps import Zone
from workshop.table_order import in_order, mark_joined


class SeatsById(dict[str, Participant]):
    """All seats by id. A seat that was made after these were read is looked up by itself: rows that are read later in
    the same painting may name it already. It leaves no trace, since other threads walk through this."""

    def __missing__(self, key: str) -> Participant:
        return Participant.objects.get(pk=key)


class Table(Sharer):
    """The seats of one workshop, the figures, and which customers may be one."""

    # --- who is here ---

    @shared
    def everyone(self) -> list[Participant]:
        """All seats that ever were, guests and removed ones too: public results name them."""
        return list(Participant.objects.filter(workshop=self.workshop))

    @shared
    def seats(self) -> list[Participant]:
        return [seat for seat in self.everyone if not seat.guest and not seat.removed]

    @shared
    def guests(self) -> list[Participant]:
        return [seat for seat in self.everyone if seat.guest and not seat.removed]

    @shared
    def agreement_owners(self) -> list[Participant]:
        """Whose an agreement can be: who sits at the table, and a team lead who is a guest."""
        return self.seats + [guest for guest in self.guests if guest.team_lead]

    @shared
    def by_id(self) -> dict[str, Participant]:
        return SeatsById({seat.id: seat for seat in self.everyone})

    # --- the table ---

    @shared
    def figures(self) -> list[EnergyRating]:
        """All figures on the table, in the order in which they were placed."""
        rows = EnergyRating.objects.filter(workshop=self.workshop, zone__isnull=False).select_related("customer")
        for figure in (figures := list(rows.defer("reason", "signal", "column"))):
            figure.participant = self.by_id[figure.participant_id]
        mark_joined(figures)
        return figures

    @shared
    def figure_by_id(self) -> dict[str, EnergyRating]:
        return {figure.id: figure for figure in self.figures}

    @shared
    def zones(self) -> dict[str, list[EnergyRating]]:
        """The figures of each zone, in the order of the table."""
        figures = in_order(self.figures)
        return {zone: [figure for figure in figures if figure.zone == zone] for zone in Zone}

    @shared
    def painted(self) -> dict[str, SafeString]:
        """The figures of each zone as HTML: the same bytes for every screen."""
        return {zone: figure_list(figures) for zone, figures in self.zones.items()}

    @shared
    def figures_of(self) -> Lists[EnergyRating]:
        """The figures of each customer; more than one where colleagues share it."""
        by_customer = Lists[EnergyRating]()
        # Not in the order of the table: a move is no news for what names its owners.
        for figure in sorted(self.figures, key=lambda figure: figure.participant.place):
            by_customer.add(figure.customer_id, figure)
        return by_customer

    @shared
    def customers(self) -> list[Customer]:
        """The customers on the table, by name; of one name always in the same order, by their random ids: when each was
        typed is private."""
        shown = {figure.customer_id: figure.customer for figure in self.figures}
        return sorted(shown.values(), key=lambda customer: (customer.name.casefold(), customer.id))

    @shared
    def customer_options(self) -> SafeString:
        """The customers on the table to choose from; the same bytes under each thread and on every screen."""
        return options((customer.id, isolated(customer.name)) for customer in self.customers)

    @shared
    def figure_options(self) -> SafeString:
        """The figures on the table to choose from, by the names of their customers."""
        figures = sorted(self.figures, key=lambda figure: (figure.customer.name.casefold(), figure.id))
        return options((f"figure:{figure.id}", name_with_owner(figure)) for figure in figures)

    @shared
    def list_counts(self) -> dict[str, Counter[str]]:
        """Per seat: customers on the list, sorted ones, and those on the table. Numbers only."""
        rows = EnergyRating.objects.filter(workshop=self.workshop).values("participant").order_by()
        counted = rows.annotate(all=Count("id"), sorted=Count("id", filter=~Q(column="")), placed=Count("zone"))
        return {
            row["participant"]: Counter(all=row["all"], sorted=row["sorted"], placed=row["placed"]) for row in counted
        }

    # --- same customer? ---

    @shared
    def same_answers(self) -> list[SameCustomer]:
        return list(SameCustomer.objects.filter(workshop=self.workshop).select_related("kept", "other"))

    @shared
    def unjudged(self) -> list[name_matching.Pair]:
        """Look-alike names on the table of which nobody has said whether they are one customer: their places among
        `customers`, the most alike first. Of one person's two customers nobody asks: they know."""
        answered = {frozenset((answer.kept_id, answer.other_id)) for answer in self.same_answers}
        found = name_matching.pairs([customer.name for customer in self.customers])
        pairs = [(pair, [self.customers[place].id for place in pair]) for pair in found]
        return [pair for pair, ids in pairs if frozenset(ids) not in answered and not self._share_owner(*ids)]

    def _share_owner(self, one: str, other: str) -> bool:
        owners = ({figure.participant_id for figure in self.figures_of[customer]} for customer in (one, other))
        return bool(set.intersection(*owners))
