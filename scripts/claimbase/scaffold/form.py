"""Questions as values: a terminal asks the same that options take, and the same functions check the answers."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimbase.clones import Clone
from claimbase.model import Model
from claimbase.repository import KnowledgeBase
from claimbase.validation import validate
from claimbase.yamlio import refused

LONGEST = 4000
"""The most characters of an answer; what is longer belongs into the file with an editor."""
_TOLD = 20
"""The most choices that are told where an answer is none of them; of more, those that are written most alike."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that a question has."""

    value: str
    """What is written."""
    words: str = ""
    """What it means."""


@dataclass
class Form:
    """The answers so far, and what they are checked against."""

    kb: KnowledgeBase
    """The base."""
    today: str
    """The day on which the form is filled."""
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What options say, by question."""
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What was taken, by question."""
    clones: dict[str, Clone] = field(default_factory=dict)
    """The clones that were opened, by the name of the repository; whoever fills the form closes them."""

    def get(self, name: str) -> str:
        """Return the first answer to a question; empty where there is none."""
        return next(iter(self.answers.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return every answer to a question."""
        return self.answers.get(name, ())

    def take(self, question: "Question", values: Sequence[str]) -> str:
        """Take answers to a question, or return what is wrong with one of them."""
        taken = []
        for value in values:
            text = " ".join(value.split())
            wrong = _unfit(text) or self._no_choice(question, text) or question.check(self, text)
            if wrong:
                return wrong
            taken.append(question.read(self, text))
        self.answers[question.name] = tuple(taken)
        return ""

    def _no_choice(self, question: "Question", text: str) -> str:
        choices = [choice.value for choice in question.choices(self)]
        if not choices or not question.closed or text in choices:
            return ""
        if len(choices) <= _TOLD:
            return f"{text!a} is none of {', '.join(choices)}"
        close = difflib.get_close_matches(text, choices, 3, 0.5)
        hint = f"; did you mean {' or '.join(close)}?" if close else f", such as {choices[0]}"
        return f"{text!a} is none of the {len(choices)} that there are{hint}"


def _unfit(text: str) -> str:
    if not text:
        return "the answer is empty"
    if len(text) > LONGEST:
        return f"the answer has {len(text):,} characters; at most {LONGEST:,} are taken"
    hidden = refused(text)
    return f"the answer holds the character {hidden}" if hidden else ""


def _always(_form: Form) -> bool:
    return True


def _no_choices(_form: Form) -> Sequence[Choice]:
    return ()


def _no_lines(_form: Form) -> Sequence[str]:
    return ()


def _nothing(_form: Form) -> str:
    return ""


def _right(_form: Form, _text: str) -> str:
    return ""


def _as_it_is(_form: Form, text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked; also an option of the command, of the same name."""

    name: str
    """Name of the option, without its dashes."""
    ask: str
    """The question, as a terminal shows it."""
    help: str
    """What the option is for."""
    metavar: str = "TEXT"
    """What stands for the answer in the help."""
    optional: bool = False
    """Whether it may stay without an answer."""
    many: bool = False
    """Whether it takes several answers."""
    asked: bool = True
    """Whether a terminal asks it; else it is an option only."""
    closed: bool = True
    """Whether an answer must be one of the choices."""
    show: Callable[[Form], Sequence[str]] = _no_lines
    """Lines that whoever answers should have before his eyes."""
    due: Callable[[Form], bool] = _always
    """Whether it makes sense, after the answers before it."""
    choices: Callable[[Form], Sequence[Choice]] = _no_choices
    """The answers that there are; empty where any text is one."""
    known: Callable[[Form], str] = _nothing
    """The answer where it follows from what is known; it is then not asked."""
    propose: Callable[[Form], str] = _nothing
    """What a terminal proposes."""
    assumed: bool = False
    """Whether the proposal is taken where nobody can be asked."""
    check: Callable[[Form, str], str] = _right
    """What is wrong with an answer; empty where nothing is."""
    read: Callable[[Form, str], str] = _as_it_is
    """What is taken for a right answer, such as the full hash of a commit."""


def of_model(model: type[Model], key: str, read: Callable[[str], Any] = str) -> Callable[[Form, str], str]:
    """Return a check that says what the model says of a value, in the words of `validate`."""

    def check(_form: Form, text: str) -> str:
        _, faults = validate(model, {key: read(text)})
        return next((f"{fault.message}: {fault.fix}" for fault in faults if fault.at[:1] == (key,)), "")

    return check


def in_list(text: str) -> list[str]:
    """Return a text as the one entry of a list."""
    return [text]


def terms(words: type[Any]) -> Callable[[Form], Sequence[Choice]]:
    """Return the members of a vocabulary as choices."""
    choices = tuple(Choice(str(word), word.doc) for word in words)
    return lambda _form: choices
