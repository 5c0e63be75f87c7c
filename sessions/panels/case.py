"""A difficult customer as a case: what all see of it, and the own part."""

from __future__ import annotations

from collections import defaultdict

from sessions.board.viewer import Board
from workshop.models import CaseAnswer, HardCase
from workshop.steps import Step

Context = dict[str, object]


def is_time(board: Board) -> bool:
    """Step 4, and the end of a comeback (actions/case.py)."""
    workshop = board.workshop
    return workshop.step == Step.THREAD or (workshop.step == Step.CLOSING and workshop.comes_back)


def region(board: Board) -> Context | None:
    """The case that is asked, those that wait, and those of which the answers are open; for everybody alike."""
    if not is_time(board) or not board.cases:
        return None
    return shown(board) | {
        "parked": [case for case in board.cases if case.state == HardCase.State.PARKED],
        "acts": not board.workshop.closed_at,
    }


def shown(board: Board) -> Context:
    """What is asked, and what is open."""
    return {"asked": board.asked_case, "opened": _opened(board)}


def _opened(board: Board) -> list[tuple[HardCase, list[CaseAnswer]]]:
    """What is open, the newest first, with its answers."""
    opened = [case for case in board.cases if case.state == HardCase.State.OPEN]
    opened.sort(key=lambda case: -case.seq)
    answers = _open_answers(board) if opened else {}
    return [(case, answers[case.id]) for case in opened]


def _open_answers(board: Board) -> dict[str, list[CaseAnswer]]:
    """The answers to open cases, per case."""
    rows = CaseAnswer.objects.filter(case__workshop=board.workshop, case__state=HardCase.State.OPEN)
    by_case: dict[str, list[CaseAnswer]] = defaultdict(list)
    for one in rows:
        one.participant = board.by_id[one.participant_id]
        by_case[one.case_id].append(one)
    return by_case


def own(board: Board) -> Context:
    """One's own leaks to lay before the others, and one's own answer."""
    if not is_time(board) or board.workshop.closed_at:
        return {}
    laid = {case.rating_id for case in board.cases}
    asked = board.asked_case
    return {
        "leaks": [line for line in board.own_lines if line.leak and line.id not in laid],
        "answering": asked if asked and asked.rating.participant_id != board.me else None,
        "own_answer": _own_answer(board, asked) if asked else "",
    }


def _own_answer(board: Board, asked: HardCase) -> str:
    """What the viewer answered to the case that is asked."""
    mine = CaseAnswer.objects.filter(case=asked, participant=board.viewer.seat)
    return mine.values_list("text", flat=True).first() or "" if board.viewer.seat else ""


def enlarged(board: Board) -> Context | None:
    """On the beamer: what is asked, else what was opened last."""
    if board.asked_case:
        return {"case": board.asked_case, "answers": []}
    return next(({"case": case, "answers": answers} for case, answers in _opened(board)), None)
