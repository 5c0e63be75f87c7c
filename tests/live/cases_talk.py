"""The cases of steps 0 to 4: coming in, the facilitator's lead, lists, the table, stories, threads."""

from live.case import (
    CLOSING,
    LOBBY,
    SHEET,
    STACK,
    STORY,
    SWAP,
    TABLE,
    THREAD,
    Case,
    also,
    case,
    entry,
    figure,
    given,
    hard,
    knocked,
    link,
    note,
    of,
    pair,
    same,
    shown,
    slip,
    thread,
    under,
    waiting,
)

from workshop.steps import Step

# --- 0 Binnenkomen -------------------------------------------------------------------------------------------------

case("lobby.join", "door", (LOBBY, STORY, SWAP, CLOSING), given(name="Gijs"))
case("lobby.knock", "door", LOBBY, of("seat", "Ana"))
case("lobby.stand_outside", "door", LOBBY)
case("lobby.admit", "Fleur", LOBBY, knocked)
case("lobby.turn_away", "Fleur", LOBBY, knocked)
case("lobby.open_door", "Fleur", LOBBY, first=[case("lobby.close_door", "Fleur", LOBBY)])
case("lobby.choose_address", "Fleur", (LOBBY, SHEET), given(address="http://10.0.0.5:8000"))
case("lobby.count_wrong_codes", "door", LOBBY, given(count=37))
case("team.renamed_elsewhere", "door", LOBBY)
case(
    "lobby.renew_code",
    "Fleur",
    (LOBBY, STORY),
    first=[case("lobby.count_wrong_codes", "door", (LOBBY, STORY), given(count=37))],
)
case("lobby.seat_without_device", "Fleur", (LOBBY, SWAP, CLOSING), given(name="Gijs"))
case("lobby.choose_look", "Ana", LOBBY, given(colour=6, shape=5))
case("lobby.choose_look", "Ana", LOBBY, given(colour=6, shape=5), back=True)
case("lobby.done", "Ana", (SHEET, SWAP), given(done=1))
case("lobby.done", "Bas", SHEET, given(done=0))
case("lobby.done", "Fleur/Eva", (SHEET, CLOSING), given(done=1))
case("lobby.back_on_device", "Eva", (TABLE, SWAP))
case("lobby.without_device", "Fleur", (TABLE, SWAP), of("seat", "Ana"))
case("lobby.without_device", "Fleur", SWAP, also(of("seat", "Eva"), given(without=0)))
case("lobby.lead", "Fleur", (LOBBY, CLOSING), of("seat", "Bas"))
case("lobby.lead", "Fleur", SWAP, of("seat", "Bas"), back=True)
case("lobby.rename", "Fleur", (STORY, SWAP), also(of("seat", "Ana"), given(name="Anna Bel")))
case("lobby.rename", "Fleur", SHEET, also(of("seat", "Dirk"), given(name="Dirk-Jan")))
case("lobby.remove", "Fleur", (SHEET, SWAP, CLOSING), of("seat", "Bas"))
case("lobby.remove", "Fleur", (STORY, SWAP), of("seat", "Ana"))
case("lobby.remove", "Fleur", SHEET, of("seat", "Dirk"))

# --- the facilitator leads -----------------------------------------------------------------------------------------

for step in list(Step)[:-1]:
    case("steps.go", "Fleur", step, given(to=step + 1))
for step, to in ((CLOSING, SWAP), (CLOSING, LOBBY), (STORY, TABLE), (LOBBY, CLOSING)):
    case("steps.go", "Fleur", step, given(to=int(to)))
case("steps.go", "Fleur", TABLE, given(to=6), back=True)
case("steps.resume", "Fleur", STORY, first=[case("steps.pause", "Fleur", (SHEET, STORY))])
case("steps.extend", "Fleur", STORY, given(minutes=5))
case("steps.extend", "Fleur", SWAP, given(minutes=-5))
case("steps.plan", "Fleur", (SHEET, STORY), given(minutes=[1, 2, 3, 4, 5, 6, 7, 8], break_minutes=9))
case("steps.ask", "Fleur", STORY, given(number=1, text="Wie maakt je blij?"))
case("steps.ask", "Fleur", THREAD, given(number=5, text="Wat valt op?"))
weighed = {step: case("steps.weigh", "Fleur", step, given(by="hours")) for step in (SHEET, STACK, CLOSING)}
locked = case("steps.lock", "Fleur", (SHEET, STACK), given(reason="Even luisteren"))
case("steps.unlock", "Fleur", STACK, first=[locked])
taken_over = case("steps.take_chair", "second", SWAP)
case("steps.take_chair", "Fleur", SWAP, first=[taken_over])

case("projector.renew", "Fleur", TABLE)
door_shown = case("projector.show", "Fleur", LOBBY, given(what="join"))
case("lobby.close_door", "Fleur", LOBBY, first=[door_shown])
figure_shown = case("projector.show", "Fleur", TABLE, shown("figure", figure("Ana", "Slager"), "figure"))
case("projector.show", "Fleur", TABLE, given(what=""), first=[figure_shown])
case("table.place", "Ana", TABLE, figure("Ana", "Slager", zone="gives"), [figure_shown])
zone_open = case("projector.view", "Fleur", TABLE, given(view="costs"))
case("table.place", "Ana", TABLE, figure("Ana", "Slager", zone="gives"), [zone_open])
case("projector.view", "Fleur", TABLE, given(view=""), first=[zone_open])
question_shown = case("projector.show", "Fleur", THREAD, given(what="question:5"))
case("steps.ask", "Fleur", THREAD, given(number=5, text="Wat valt op?"), [question_shown])
heading_shown = case("projector.view", "Fleur", THREAD, given(view="more"))
case("thread.write", "Ana", THREAD, given(heading="more", text="Samen lunchen"), [heading_shown])
thread_shown = case("projector.show", "Fleur", THREAD, shown("thread", thread("Meedenken"), "thread"))
case("thread.reword", "Ana", THREAD, thread("Meedenken", text="Zij denken mee"), [thread_shown])
leaks_shown = case("projector.show", "Fleur", THREAD, given(what="leaks"))
case("table.split", "Fleur", THREAD, same, [leaks_shown])
chances_shown = case("projector.show", "Fleur", STACK, given(what="chances"))
case("stack.stick", "Ana", STACK, figure("Ana", "Bloemist"), [chances_shown])
slip_shown = case("projector.show", "Fleur", STACK, shown("slip", slip("Bakker"), "slip"))
case("stack.take_back", "Ana", STACK, figure("Ana", "Bakker"), [slip_shown])

# --- 1 Mijn klanten, and *inhalen* ---------------------------------------------------------------------------------

case("sheet.add", "Cem", SHEET, given(names="Een\nTwee\nNotaris", column="gives", kind="task"))
for step in (SHEET, STORY, THREAD, STACK):
    ready = [case("lobby.catch_up", "Fleur", step, of("seat", "Cem"))] if step > TABLE else []
    added = [*ready, Case("sheet.add", step, "Cem", given(names="Vergeten"))]
    sorted_ = case("sheet.sort", "Cem", step, figure("Cem", "Vergeten", column="gives"), added)
    if step in (SHEET, STACK):
        case("sheet.rename", "Cem", step, figure("Cem", "Vergeten", name="Onthouden", kind="task"), added)
        case("sheet.remove", "Cem", step, figure("Cem", "Vergeten"), added)
        case("sheet.reason", "Cem", step, figure("Cem", "Vergeten", reason="Geen idee"), added)
    if step in (THREAD, STACK):
        placed = case("table.place", "Cem", step, figure("Cem", "Vergeten", zone="costs"), added)
        case("sheet.rename", "Cem", step, figure("Cem", "Vergeten", name="Museum B.V."), [*added, placed])
        case("table.place_all", "Cem", step, first=[*added, sorted_])
        case("table.lay", "Cem", step, given(name="Museum BV", zone="gives"), ready)
case("table.place", "Cem", STACK, figure("Cem", "Vergeten", zone="gives"), [*added, placed])
case("lobby.catch_up", "Fleur", STACK, also(of("seat", "Cem"), given(on=0)), added)
case("sheet.weigh", "Cem", SHEET, figure("Cem", "Theater", weight=8), [weighed[SHEET]])
case("sheet.weigh", "Cem", STACK, figure("Cem", "Theater", weight=8), [weighed[STACK]])
case("sheet.reason", "Ana", TABLE, figure("Ana", "Slager", reason="Te vroeg"))
case("sheet.signal", "Ana", TABLE, figure("Ana", "Slager", signal="Jullie komen altijd laat"))
case("steps.ask", "Fleur", CLOSING, given(number=6, text="Hoe gaat het nu?"))

# --- the team's list that the facilitator made ---------------------------------------------------------------------

LISTED = '[["Wachtend", "customer", "Cem", ""], ["Nog een", "task", "Cem", ""], ["Zonder collega", "customer", "", ""]]'
for step in (LOBBY, SHEET, TABLE):
    filled = case("team_list.fill", "Fleur", step, given(rows=LISTED))
    case("team_list.clear", "Fleur", step, first=[filled])
    if step > LOBBY:
        case("team_list.accept", "Cem", step, given(owner="Cem"), [filled])
        case("team_list.decline", "Cem", step, given(owner="Cem"), [filled])
# A second Cem: whose list it is nobody knows any more.
case("lobby.join", "door", SHEET, given(name="Cem Bos"), [Case("team_list.fill", SHEET, "Fleur", given(rows=LISTED))])

# --- 2 Op tafel ----------------------------------------------------------------------------------------------------

case("table.place", "Ana", TABLE, figure("Ana", "Slager", zone="gives"))
case("table.place", "Bas", TABLE, figure("Bas", "Gemeente", zone="costs"))
case("table.place", "Fleur/Eva", TABLE, figure("Eva", "Lek van Eva", zone="gives"))
case("table.place", "Eva", TABLE, figure("Eva", "Lek van Eva", zone="gives"))
case("table.place", "Ana", TABLE, figure("Ana", "Kapper", zone="costs"), back=True)
case("table.place_all", "Bas", TABLE)
case("table.lay", "Ana", TABLE, given(name="Theater", zone="costs", kind="task"))
case("table.lay", "Fleur/Eva", TABLE, given(name="Slager", zone="costs"))
case("sheet.rename", "Bas", TABLE, figure("Bas", "Bakker", name="Bakkerij"))
case("sheet.rename", "Ana", TABLE, figure("Ana", "Slager", name="Slagerij"), back=True)

BAKERS, TOWNS = (("Ana", "Bakker"), ("Cem", "Bakker")), (("Ana", "Gemeente"), ("Bas", "Gemeente"))
joined = case("table.join", "Ana", TABLE, pair(*BAKERS))
case("table.split", "Ana", TABLE, same, [joined])
case("table.place", "Ana", TABLE, figure("Ana", "Bakker", zone="gives"), [joined])
# What Bas has is one customer with Ana's; his leaves the table, so that hers stands alone, and comes back.
one = case("table.join", "Bas", TABLE, pair(("Bas", "Bakker"), ("Ana", "Bakker")))
alone = case("journal.take_back", "Fleur", TABLE, entry("table.place"), [one])
case("table.place", "Bas", TABLE, figure("Bas", "Bakker", zone="costs"), [one, alone])
case("table.place_all", "Bas", TABLE, first=[one, alone])
for step in (STORY, THREAD, STACK, SWAP):
    case("table.join", "Fleur", step, pair(*TOWNS))
differed = case("table.differ", "Fleur", (THREAD, STACK), pair(*TOWNS))
case("table.split", "Fleur", STACK, same, [differed])
case("table.split", "Fleur", (STORY, THREAD), same)
case("table.join", "Fleur", CLOSING, pair(("Cem", "Bakker"), ("Ana", "Bakker")))
case("table.join", "Fleur", STACK, pair(("Ana", "Kapper"), ("Cem", "Theater")))

# --- 3 Verhalen ----------------------------------------------------------------------------------------------------

person = case("story.mode", "Fleur", STORY, given(mode="person"))
case("story.move", "Fleur", STORY, also(waiting, given(by=-1)), [person])
second = case("story.next_question", "Ana", STORY, first=[person])
third = case("story.next_question", "Fleur", STORY, first=[person, second])
case("story.previous_question", "Ana", STORY, first=[person, second])
case("table.place", "Ana", STORY, figure("Ana", "Kapper", zone="gives"), [person, second, third])
case("story.pass_word", "Ana", STORY)
case("story.pass_word", "Fleur", STORY, first=[person])
passed = [Case("story.pass_word", STORY, who) for who in ("Ana", "Bas", "Cem")]
case("story.pass_word", "Eva", STORY, first=[person, *passed])
case("story.skip", "Ana", STORY, first=[person])
case("story.give_turn", "Fleur", STORY, waiting)
case("story.keep_note", "Bas", STORY, given(text="Zelfs op zondag"))

# --- 4 Rode draad --------------------------------------------------------------------------------------------------

for who in ("Ana", "Fleur", "Fleur/Eva"):
    case("thread.write", who, THREAD, given(heading="more", text="Samen lunchen"))
case("thread.share_note", "Bas", THREAD, note("Bellen", heading="no_more", text="Niet meer bellen"))
case("thread.forget_note", "Bas", (STORY, THREAD), note("Bellen"))
case("thread.reword", "Fleur", THREAD, thread("Meedenken", text="Zij denken mee"))
improved = case("thread.improve", "Bas", THREAD, thread("Facturen"))
case("thread.improve", "Ana", THREAD, thread("Facturen", improve=0), [improved])
case("thread.link", "Ana", THREAD, link("Facturen", "Bas", "Hotel"))
case("thread.link", "Bas", THREAD, also(link("Meedenken", "Ana", "Slager"), given(linked=0)))
grouped = case("thread.group", "Fleur", THREAD, under("Spoed", "Facturen"))
case("thread.group", "Fleur", THREAD, thread("Spoed"), [grouped])
case("thread.remove", "Fleur", THREAD, thread("Facturen"), [grouped])
case("thread.remove", "Ana", THREAD, thread("Meedenken"))

# --- a difficult customer as a case --------------------------------------------------------------------------------

for step in (THREAD,):
    parked = case("case.park", "Bas", step, figure("Bas", "Hotel"))
    case("case.park", "Fleur/Eva", step, figure("Eva", "Lek van Eva"))
    case("case.withdraw", "Bas", step, hard("Hotel"), [parked])
    asked = case("case.ask", "Fleur", step, hard("Hotel"), [parked])
    answered = case("case.answer", "Ana", step, also(hard("Hotel"), given(text="Samen gaan")), [parked, asked])
    case("case.answer", "Ana", step, also(hard("Hotel"), given(text="Bellen")), [parked, asked, answered])
    opened = case("case.reveal", "Fleur", step, hard("Hotel"), [parked, asked, answered])
    case("case.withdraw", "Fleur", step, hard("Hotel"), [parked, asked, answered])
    case("projector.show", "Fleur", step, given(what=""), [parked, asked, answered, opened])
