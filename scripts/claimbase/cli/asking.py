"""Questions in a terminal: asked again until the answer is right; a question mark shows the help."""

import contextlib
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .terminal import printable, say

if TYPE_CHECKING:
    from claimbase.scaffold import Choice, Form, Question

_MOST_LISTED = 14
"""Choices that are listed one a line; more stand in one paragraph."""


class NoMoreAnswersError(Exception):
    """The terminal was closed (Ctrl-D) before the last question."""


def can_ask() -> bool:
    """Whether somebody sits there: what comes through a pipe answers no questions."""
    return sys.stdin.isatty()


def ask(form: "Form", question: "Question") -> None:
    """Ask until the form takes the answer; an optional question takes an empty one."""
    _introduce(form, question)
    proposal = question.propose(form)
    choices = question.choices(form)
    while True:
        values = _answers(question, proposal, choices)
        if values == ["?"]:
            say(f"  {question.help}")
            _list(choices)
            continue
        if not values:
            if question.optional:
                form.answers[question.name] = ()
                return
            say("  an answer is needed here")
            continue
        wrong = form.take(question, values)
        if not wrong:
            return
        say(f"  {printable(wrong)}")


def _introduce(form: "Form", question: "Question") -> None:
    say("")
    say(f"{question.ask} (Enter: none)" if question.optional else question.ask)
    for row in question.show(form):
        say(printable(f"  {row}"))
    _list(question.choices(form))


def _list(choices: Sequence["Choice"]) -> None:
    if len(choices) > _MOST_LISTED:
        say(f"  {printable(', '.join(choice.value for choice in choices))}")
        return
    widest = max((len(choice.value) for choice in choices), default=0)
    for choice in choices:
        say(printable(f"  {choice.value:{widest}}  {choice.words}").rstrip())


def _answers(question: "Question", proposal: str, choices: Sequence["Choice"]) -> list[str]:
    """Return what was typed; an empty line ends several answers, and takes the proposal where nothing came before."""
    values: list[str] = []
    with _completed([choice.value for choice in choices]):
        while True:
            text = read_line(f"[{proposal}] > " if proposal and not values else "> ").strip()
            if not text:
                return values or ([proposal] if proposal else [])
            if not question.many or text == "?":
                return [text]
            values += _parted(text, choices)


def _parted(text: str, choices: Sequence["Choice"]) -> list[str]:
    """Return several words of a list at once, such as `10.1, 10.2`; anything else is one answer."""
    words = text.replace(",", " ").split()
    known = {choice.value for choice in choices}
    return words if words and all(word in known for word in words) else [text]


def agreed(question: str, *, otherwise: bool) -> bool:
    """Ask for a yes or a no; an empty answer is the one that `otherwise` says."""
    while True:
        text = read_line(f"{question} {'[Y/n]' if otherwise else '[y/N]'} ").strip().lower()
        if not text:
            return otherwise
        if text in ("y", "yes", "n", "no"):
            return text[0] == "y"


def read_line(prompt: str) -> str:
    """Return a line that was typed; raises NoMoreAnswersError at its end."""
    sys.stdout.flush()
    try:
        if sys.stdout.isatty():
            return input(prompt)
        # Results go to a file or a pipe: no prompt may get there.
        sys.stderr.write(prompt)
        sys.stderr.flush()
        line = sys.stdin.readline()
    except EOFError:
        raise NoMoreAnswersError from None
    except UnicodeDecodeError:
        return "\N{REPLACEMENT CHARACTER}"
    if not line:
        raise NoMoreAnswersError
    return line


@contextlib.contextmanager
def _completed(words: Sequence[str]) -> Iterator[None]:
    """Complete these words by the tabulator, where Python was built with readline."""
    try:
        import readline
    except ImportError:
        yield
        return

    def complete(text: str, number: int) -> str | None:
        fitting = [word for word in words if word.startswith(text)]
        return fitting[number] if number < len(fitting) else None

    before, delimiters = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(complete)
    readline.set_completer_delims(" \t\n,;=")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(delimiters)
