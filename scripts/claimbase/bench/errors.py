"""What ends a run or a command of the harness: one message and one mend, never a traceback."""


class BenchError(Exception):
    """Something that the user or a binary did wrong, with the way to mend it."""

    def __init__(self, message: str, mend: str = "", log: tuple[str, ...] = ()) -> None:
        """Say what is wrong, how to mend it, and which lines of output tell more."""
        super().__init__(message)
        self.message = message
        """What is wrong, without a full stop."""
        self.mend = mend
        """How to mend it; empty where nothing can be said."""
        self.log = log
        """The telling lines of what a program printed."""

    def __str__(self) -> str:
        """Return message and mend on one line."""
        return f"{self.message} — {self.mend}" if self.mend else self.message


class QmpRefused(BenchError):  # noqa: N818 - reads as what happened where it is caught
    """A QMP command that QEMU refused."""


class Died(BenchError):  # noqa: N818 - reads as what happened where it is caught
    """A QEMU that ended while it was needed."""
