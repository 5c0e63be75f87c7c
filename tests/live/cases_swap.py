"""The cases of steps 5 to 7, and of undo."""

from live.case import (
    CLOSING,
    SHEET,
    SOON,
    STACK,
    SWAP,
    TABLE,
    THREAD,
    Case,
    agreement,
    also,
    case,
    claim,
    direct_swap,
    entry,
    figure,
    figures,
    given,
    helpers,
    of,
    pair,
    slip,
    success,
    swap_of,
    thread,
)

# --- 5 Weggeven ----------------------------------------------------------------------------------------------------

case("stack.give_away", "Ana", STACK, figure("Ana", "Kapper", why="Te ver", wish="Neem de trein"))
case("stack.give_away", "Ana", STACK, figure("Ana", "Slager", why="Te ver", wish=""))
case("stack.keep", "Ana", STACK, figure("Ana", "Slager"))
case("stack.stick", "Ana", STACK, figure("Ana", "Slager"))
case("stack.stick", "Ana", STACK, figure("Ana", "Bloemist"))
case("stack.stick_all", "Ana", STACK)
case("stack.lay", "Fleur/Eva", STACK, figure("Eva", "Klant van Eva", why="Ook van papier"))
case("stack.take_back", "Ana", STACK, figure("Ana", "Bakker"))
case("stack.take_back", "Fleur/Eva", STACK, figure("Eva", "Lek van Eva"))
case("stack.wish", "Bas", STACK, figure("Ana", "Slager"))
case("stack.wish", "Bas", STACK, figure("Ana", "Bloemist"))
case("stack.wish", "Cem", STACK, figure("Ana", "Slager", on=0))

YES = also(direct_swap, given(expectation="gives"))
BARTER = swap_of(("Ana", "Kapper"), ("Cem", "Theater"))
for step in (STACK, SWAP):
    case("stack.propose", "Ana", step, BARTER)
    case("stack.accept", "Bas", step, YES)
    case("stack.decline", "Bas", step, direct_swap)
case("stack.decline", "Cem", STACK, direct_swap)
RING = also(figures(("Ana", "Kapper"), ("Bas", "Museum"), ("Cem", "Theater")), given(expectation="gives"))
ring = case("stack.ring", "Ana", STACK, RING)
half = case("stack.accept", "Bas", STACK, YES, [ring])
case("stack.accept", "Cem", STACK, YES, [ring, half])

# --- 6 Ruilen ------------------------------------------------------------------------------------------------------

WANTED = slip("Notaris", answer="take", expectation="gives")
ASKED = also(slip("Slager", answer="help", expectation="costs"), helpers("Bas", "Eva"))
case("swap.answer", "Bas", SWAP, WANTED)
case("swap.answer", "Ana", SWAP, WANTED)
case("swap.answer", "Cem", SWAP, slip("Slager", answer="no"))
case("swap.answer", "Ana", SWAP, slip("Hotel", answer="take", expectation="gives"))
asked = case("swap.answer", "Cem", SWAP, ASKED)
case("swap.answer", "Fleur/Eva", SWAP, slip("Slager", answer="take", expectation="gives"))
case("swap.refuse_rest", "Cem", SWAP)
case("swap.help", "Fleur/Eva", SWAP, claim("Cem", "Slager", yes=1, expectation="neutral"), [asked])
helped = case("swap.help", "Cem", SWAP, claim("Ana", "Hotel", yes=1, expectation="neutral"))
case("swap.help", "Cem", SWAP, claim("Ana", "Hotel", yes=0))
opened = case("swap.open", "Fleur", SWAP, slip("Notaris"))
shared = case("swap.open", "Fleur", SWAP, slip("Bakker"))
put = case("swap.ask", "Fleur", SWAP, also(slip("Bakker"), of("seat", "Bas")), [shared])
case("swap.answer", "Bas", SWAP, slip("Bakker", answer="take"), [shared, put])
case("swap.close", "Fleur", SWAP)
case("swap.settle", "Fleur", SWAP, claim("Bas", "Slager"))
case("swap.settle", "Fleur", SWAP, claim("Ana", "Hotel"), [helped])
case("swap.draw_lots", "Fleur", SWAP, slip("Slager"))
chooses = case("swap.let_giver_choose", "Fleur", SWAP, slip("Slager"))
case("swap.choose", "Ana", SWAP, claim("Cem", "Slager"), [chooses])
case("swap.keep", "Ana", SWAP, slip("Slager"))
case("swap.keep", "Ana", SWAP, slip("Bakker"))
case("swap.keep", "Fleur/Eva", SWAP, slip("Lek van Eva"))
looked = case("swap.look", "Fleur", SWAP, slip("Notaris"), [opened])
case("swap.look", "Fleur", SWAP, slip("Notaris"), [opened, looked])
case("swap.let_go", "Fleur", SWAP, slip("Notaris"), [opened, looked])
case("swap.leave_open", "Fleur", SWAP, slip("Slager"))

# --- 7 Afsluiten ---------------------------------------------------------------------------------------------------

AGREED = also(of("owner", "Ana"), given(text="Bellen", first_step="Morgen", on=SOON))
case("closing.attention", "Ana", CLOSING, figure("Ana", "Bloemist", attention_with="Elke maand koffie"))
case("closing.success", "Bas", CLOSING, given(success="Ik vroeg om hulp"))
case("closing.success", "Fleur/Eva", CLOSING, given(success="Op papier"))
withdrawn = case("closing.withdraw", "Bas", CLOSING, agreement)
case("closing.withdraw", "Fleur", CLOSING, agreement)
case("closing.agree", "Ana", CLOSING, AGREED)
case("closing.agree", "Fleur/Eva", CLOSING, AGREED)
case("closing.agree", "Fleur", CLOSING, AGREED, [withdrawn])
case("closing.accept", "Bas", CLOSING, agreement)
case("closing.farewell", "Cem", CLOSING, slip("Notaris", why="Klaar", teller="Cem", on=SOON, to="Een ander"))
case("closing.decide_by", "Bas", CLOSING, slip("Gemeente", who="Dirk", on=SOON))
HANDED = slip("Slager", teller="Ana", talk_on=SOON, must_know="Belt op vrijdag", first_contact_before=SOON)
case("closing.hand_over", "Ana", CLOSING, HANDED)
case("closing.comeback", "Fleur", CLOSING, given(on=SOON))
case("closing.comeback", "Fleur", CLOSING, given(on="2031-05-05"))
closed = case("closing.close", "Fleur", CLOSING)
case("closing.forget", "Bas", CLOSING, first=[closed])
case("closing.decide_by", "Dirk", CLOSING, slip("Gemeente", who="Dirk", on=SOON), [closed])

# --- the follow-up ---

agreed = case("closing.accept", "Bas", CLOSING, agreement)
case("follow_up.hand_over", "Ana", CLOSING, slip("Slager", side="giver"), [closed])
ticked = case("follow_up.hand_over", "Dirk", CLOSING, slip("Slager", side="taker"), [closed])
case("follow_up.hand_over", "Fleur", CLOSING, slip("Slager", side="taker", done=0), [closed, ticked])
case("follow_up.hand_over", "Cem", CLOSING, slip("Notaris", side="giver"))
case("follow_up.hear", "Bas", CLOSING, slip("Slager", said="Eindelijk iemand die belt"), [closed])
case("follow_up.tend", "Bas", CLOSING, also(agreement, given(on=SOON)), [agreed, closed])
case("follow_up.done", "Bas", CLOSING, agreement, [agreed, closed])
HUNG = given(column="more", text="Samen beginnen")
hung = case("wall.add", "Ana", CLOSING, HUNG, [closed])
case("wall.tend", "Dirk", CLOSING, thread("Samen beginnen", state="busy", owner="Bas"), [closed, hung])
case("wall.tend", "Fleur", CLOSING, thread("Samen beginnen", state="done"), [hung])
slide_shown = case("projector.view", "Fleur", CLOSING, given(view="agreements"))
case("closing.agree", "Ana", CLOSING, AGREED, [slide_shown])
attention_shown = case("projector.view", "Fleur", CLOSING, given(view="attention"))
case("closing.success", "Ana", CLOSING, given(success="Nee gezegd"), [attention_shown])
wall_shown = case("projector.show", "Fleur", CLOSING, given(what="wall"), [hung])
case("wall.add", "Bas", CLOSING, given(column="improve", text="Sneller bellen"), [hung, wall_shown])
told = case("follow_up.tell", "Ana", CLOSING, given(text="De klant belde zelf"), [closed])
case("follow_up.untell", "Dirk", CLOSING, success, [closed, told])

# --- undo ----------------------------------------------------------------------------------------------------------


def undone(done: Case, who: str = "") -> None:
    """The same person, or `who`, undoes what was done last."""
    case("journal.take_back", who or done.who, done.step, entry(done.action), [*done.first, done])


undone(Case("sheet.add", SHEET, "Ana", given(names="Vergeten")))
undone(Case("sheet.reason", SHEET, "Ana", figure("Ana", "Bibliotheek", reason="Stil")))
undone(Case("table.place", TABLE, "Ana", figure("Ana", "Slager", zone="gives")))
undone(Case("table.place", TABLE, "Ana", figure("Ana", "Bibliotheek", zone="gives")), "Fleur")
undone(Case("table.lay", TABLE, "Fleur/Eva", given(name="Slager", zone="costs")), "Fleur")
undone(Case("table.join", THREAD, "Ana", pair(("Ana", "Gemeente"), ("Bas", "Gemeente"))), "Fleur")
undone(Case("thread.remove", THREAD, "Ana", thread("Meedenken")), "Fleur")
undone(Case("stack.stick_all", STACK, "Ana"))
undone(Case("stack.lay", STACK, "Fleur/Eva", figure("Eva", "Klant van Eva", why="Papier")), "Fleur")
undone(Case("stack.take_back", STACK, "Ana", figure("Ana", "Bakker")))
undone(Case("stack.wish", STACK, "Bas", figure("Ana", "Slager")))
undone(Case("stack.propose", STACK, "Ana", BARTER))
undone(Case("stack.accept", SWAP, "Bas", YES), "Fleur")
undone(Case("swap.answer", SWAP, "Ana", WANTED))
undone(Case("swap.answer", SWAP, "Cem", ASKED), "Fleur")
undone(Case("swap.help", SWAP, "Cem", claim("Ana", "Hotel", yes=1, expectation="neutral")))
undone(Case("swap.settle", SWAP, "Fleur", claim("Bas", "Slager")))
undone(Case("swap.let_go", SWAP, "Fleur", slip("Notaris"), (opened, looked)))
undone(Case("closing.success", CLOSING, "Bas", given(success="Hulp")))
undone(Case("closing.comeback", CLOSING, "Fleur", given(on=SOON)))
