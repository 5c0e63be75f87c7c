"""How much and how long: minutes per step, people, customers, lengths of what is typed."""

from __future__ import annotations

from typing import Final

#: Minutes for steps 0 to 7 and the break after step 3, by the hours that the facilitator picks.
PLANS: Final = {
    2: (5, 15, 10, 30, 15, 10, 25, 10),
    3: (10, 20, 10, 50, 20, 15, 35, 10),
    4: (15, 25, 15, 70, 30, 20, 40, 10),
}
BREAKS: Final = {2: 0, 3: 10, 4: 15}

FEWEST_SEATS: Final = 2
MOST_SEATS: Final = 8
#: Who waits at the door for the facilitator's yes: more is somebody playing.
MOST_KNOCKS: Final = 12
#: From this many people on a turn goes through all four questions (*persoon voor persoon*).
PERSON_BY_PERSON_FROM: Final = 5
MOST_CUSTOMERS: Final = 80
#: On the list that the facilitator makes for the whole team.
MOST_LISTED: Final = 500
#: Hours per week that one customer may weigh.
MOST_HOURS: Final = 60
#: People in a ring of swaps, at most: more is a plan, not a chance that four people can talk about.
LONGEST_RING: Final = 4
LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 1000
LONGEST_SEAT_NAME: Final = 40
LONGEST_TEAM_NAME: Final = 80
#: Of a colleague and of a note on the team's list; longer ones are cut.
LONGEST_OWNER: Final = 40
LONGEST_NOTE: Final = 300
#: A sentence that a customer said.
LONGEST_SIGNAL: Final = 300
