"""Makes the runs of a session: each in a lab of its own, none lost, whatever ends the session."""

import contextlib
import datetime
import fcntl
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimbase.model import Run

from .binaries import QemuBinary
from .errors import BenchError
from .host import wait_until_quiet
from .process import Lab
from .scenario import Choice, Observation, Plan, Scenario
from .session import Session, Step, Subject

DISTURBED_SHARE = 0.20
"""Share of the processors for others from which on a run is set aside and made again."""
_AGAIN = 3
_QUIET_SECONDS = 30.0
_MAX_LOG_LINES = 40
_MAX_LINE = 300


@dataclass(frozen=True)
class Progress:
    """How far a session is."""

    done: int
    """Runs made."""
    total: int
    """Runs in all, as far as known."""
    seconds_left: float
    """Estimate of the time left."""
    what: str
    """What is run next, or came of the last run."""


@dataclass
class Runner:
    """Runs the steps of a session that are still to be run."""

    scenario: Scenario
    """The scenario."""
    session: Session
    """The session, to which each run is added as it is made."""
    subjects: Sequence[Subject]
    """What is examined, in the order of the session's header."""
    choice: Choice
    """What the user chose."""
    tell: Callable[[Progress], None]
    """Takes progress."""
    lock: Path | None = None
    """A file that is locked during each run, so that other work on the machine can keep out of its way."""
    wait: bool = True
    """Whether to wait for a quiet machine before each run."""
    _durations: list[float] = field(default_factory=list)

    def run(self) -> int:
        """Make every run that is due and return how many gave no result; an interrupt keeps what was made.

        A run that was disturbed is made again, at once and then after all others; if it stays disturbed, it is left
        set aside, and a later `--resume` tries again.
        """
        steps = list(enumerate(self.session.header.steps, 1))
        for round_ in ("first", "again"):
            for position, (number, step) in enumerate(steps):
                if number not in self.session.done:
                    self._report(position if round_ == "first" else len(self.session.done), len(steps), step)
                    self._made(number, step)
        self.tell(Progress(len(steps), len(steps), 0.0, ""))
        return sum(run.failed is not None for _, run in self.session.runs if run.set_aside is None)

    def _made(self, number: int, step: Step) -> None:
        for _ in range(_AGAIN):
            run = self._one(number, step)
            self.session.append(step.subject, run)
            if run.set_aside is None:
                break

    def _report(self, position: int, total: int, step: Step) -> None:
        each = sum(self._durations) / len(self._durations) if self._durations else self.scenario.seconds
        left = sum(number not in self.session.done for number in range(1, total + 1))
        told = " ".join(str(value) for value in step.setting.values())
        version = self.session.header.subjects[step.subject].version
        self.tell(Progress(position, total, left * each, f"{version} {told}{' (warm-up)' if step.warmup else ''}"))

    def _one(self, number: int, step: Step) -> Run:
        began = time.monotonic()
        share = wait_until_quiet(_QUIET_SECONDS) if self.wait else 0.0
        with self._locked():
            started = moment()
            seen = self._observe(step)
        self._durations.append(time.monotonic() - began)
        others = seen.others_cpu
        disturbed = others is not None and others > DISTURBED_SHARE and not step.warmup
        facts = dict(seen.facts)
        if share > DISTURBED_SHARE:
            facts["others-cpu-before"] = share
        return Run(
            number=number,
            started=started,
            setting=dict(step.setting),
            warmup=step.warmup,
            set_aside=f"Other processes took {others:.0%} of the processors meanwhile." if disturbed else None,
            samples={name: tuple(round(value, 4) for value in values) for name, values in seen.samples.items()},
            expected=seen.expected,
            observed=seen.observed,
            failed=seen.failed,
            others_cpu=others,
            facts=facts,
            log=tuple(line[:_MAX_LINE].strip() for line in seen.log[-_MAX_LOG_LINES:]),
        )

    def _observe(self, step: Step) -> Observation:
        plan = self._plan(step)
        with Lab() as lab:
            try:
                seen = self.scenario.run(plan, lab, self.choice)
            except BenchError as error:
                seen = Observation(failed=error.message, log=error.log)
            except OSError as error:
                seen = Observation(failed=f"{error.strerror or error}")
            binaries = [subject for subject in self.subjects if isinstance(subject, QemuBinary)]
            hidden = [(str(lab.folder), "…"), *((str(one.path.parent), "…") for one in binaries)]
        return _without_paths(seen, hidden)

    def _plan(self, step: Step) -> Plan:
        others = (self.subjects[index] for index in step.others)
        binaries = tuple(other for other in others if isinstance(other, QemuBinary))
        return Plan(self.subjects[step.subject], step.setting, 1, binaries)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        if self.lock is None:
            yield
            return
        with self.lock.open("a") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield


def _without_paths(seen: Observation, hidden: list[tuple[str, str]]) -> Observation:
    """Return the observation with this machine's folders replaced: results are read elsewhere."""

    def clean(text: str) -> str:
        for path, shown in hidden:
            text = text.replace(path, shown)
        return "".join(each if each.isprintable() else " " for each in text)

    return Observation(
        samples=seen.samples,
        expected=seen.expected,
        observed=seen.observed,
        failed=clean(seen.failed) if seen.failed else None,
        others_cpu=seen.others_cpu,
        facts=seen.facts,
        log=tuple(map(clean, seen.log)),
    )


def moment() -> str:
    """Return now, in UTC, as result files write it."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
