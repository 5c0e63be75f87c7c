"""The news of one workshop in the order of its seq (docs/live.md, *Sequence*)."""

from sessions.board.news import News


class Order:
    """Puts news in order, whatever order it arrives in. Knows no clock and no screen.

    `head` is the seq up to which everything was handed on; None until the room has read it.
    """

    def __init__(self) -> None:
        self.head: int | None = None
        self.early: dict[int, News] = {}

    def hear(self, news: News) -> list[News]:
        """File one message; returns what may be handed on now."""
        if self.head is None or news["seq"] > self.head:
            self.early[news["seq"]] = news
        return self._ripe()

    def skip_to(self, seq: int) -> list[News]:
        """All up to `seq` is known some other way; returns what may be handed on after it."""
        self.head = seq
        self.early = {early: news for early, news in self.early.items() if early > seq}
        return self._ripe()

    @property
    def gap(self) -> bool:
        """Whether something later than the next news is waiting for it."""
        return self.head is not None and bool(self.early)

    def _ripe(self) -> list[News]:
        ripe: list[News] = []
        while self.head is not None and (news := self.early.pop(self.head + 1, None)):
            self.head += 1
            ripe.append(news)
        return ripe
