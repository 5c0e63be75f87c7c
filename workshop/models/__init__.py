"""The tables of a workshop."""

from workshop.models.case import CaseAnswer, HardCase
from workshop.models.closing import Agreement, Success
from workshop.models.comeback import Earlier
from workshop.models.journal import JournalEntry, Submission
from workshop.models.story import PrivateNote, Thread, ThreadLink, Turn
from workshop.models.swap import Claim, DirectSwap, DirectSwapLeg, Help, SwapProposal, TakeRequest
from workshop.models.table import EnergyRating, WishMark
from workshop.models.team import Customer, SameCustomer, Team
from workshop.models.team_list import ListedCustomer, ListRefusal
from workshop.models.workshop import Knock, Participant, Workshop

__all__ = [
    "Agreement",
    "CaseAnswer",
    "Claim",
    "Customer",
    "DirectSwap",
    "DirectSwapLeg",
    "Earlier",
    "EnergyRating",
    "HardCase",
    "Help",
    "JournalEntry",
    "Knock",
    "ListRefusal",
    "ListedCustomer",
    "Participant",
    "PrivateNote",
    "SameCustomer",
    "Submission",
    "Success",
    "SwapProposal",
    "TakeRequest",
    "Team",
    "Thread",
    "ThreadLink",
    "Turn",
    "WishMark",
    "Workshop",
]
