"""What can go wrong, as two kinds: a record that cannot be used (Skip), or a run that cannot go on (Stop)."""


class DragomanError(Exception):
    """Any error that Dragoman raises on purpose; its text is written for the person who runs it."""


class Skip(DragomanError):
    """One record cannot be used; it is written down with stage and reason, and the run goes on.

    `stage` is the part that gave up (read, language, code, store); `where` names the file and line or the
    article, so that the message can be acted upon.
    """

    def __init__(self, reason: str, *, stage: str = "read", where: str = "") -> None:
        super().__init__(f"{where}: {reason}" if where else reason)
        self.reason = reason
        self.stage = stage
        self.where = where


class Stop(DragomanError):
    """Someone must change something before the run can go on; the message says what and how."""

    def __init__(self, reason: str, *, remedy: str = "") -> None:
        super().__init__(f"{reason} {remedy}".strip())
        self.reason = reason
        self.remedy = remedy
