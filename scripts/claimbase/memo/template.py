"""The words of a memo, as data: a list of pieces with fill-ins, which Python and `assets/memo.js` fill in alike.

`{name}` stands for a fact (`facts`). A piece with `each` is made, or has its row or item made, once for each entry of
that list; one with `given` is left out where that fact is empty, one with `lacking` where it is not.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "text", "list", "numbered", "checks", "table", "code", "group"]
"""What a piece is; a group is a list of pieces."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the template."""

    kind: Kind
    """What it is."""
    text: str = ""
    """Text of a heading or paragraph, of each item of a list, of each line of code."""
    level: int = 0
    """Level of a heading."""
    each: str = ""
    """The list of facts of which each entry makes a row, item, line, or the pieces of a group."""
    given: str = ""
    """The fact without which the piece is left out."""
    lacking: str = ""
    """The fact with which the piece is left out."""
    head: tuple[str, ...] = ()
    """Column headings of a table."""
    row: tuple[str, ...] = ()
    """The cells of a row of a table."""
    pieces: tuple["Piece", ...] = ()
    """The pieces of a group."""
    language: str = ""
    """The language of code."""


def _heading(text: str, level: int = 2, given: str = "") -> Piece:
    return Piece("heading", text, level=level, given=given)


def _text(text: str, given: str = "", lacking: str = "") -> Piece:
    return Piece("text", text, given=given, lacking=lacking)


def _list(text: str, each: str, kind: Kind = "list") -> Piece:
    return Piece(kind, text, each=each, given=each)


def _table(head: tuple[str, ...], row: tuple[str, ...], each: str) -> Piece:
    return Piece("table", head=head, row=row, each=each, given=each)


_OPENING = (
    _heading("Decision memo: {series}", 1),
    _table(("", ""), ("{what}", "{value}"), "masthead"),
    _text(
        "**This memo was out of date on the day on which it was made:** findings on which it rests were due for "
        "another look on {expires}. Have them looked at before you decide.",
        given="overdue",
    ),
    _heading("The answer in short"),
    _table(("Question", "Recommendation"), ("{question}", "**{answer}**"), "decisions"),
    _list("**{answer}**: {meaning}", "answers-used"),
    Piece(
        "group",
        each="decisions",
        pieces=(
            _heading("{title}: {answer}", 3),
            _text("{rule}"),
            _text("What stands in the way:", given="blocks"),
            _list("{because} Instead: {do} ({label}; finding {findings})", "blocks"),
            _text("What may stand in the way, depending on an answer that is missing:", given="may-block"),
            _list("{because} Instead: {do} ({label}; finding {findings}; depends on: {depends})", "may-block"),
            _text("What speaks for it:", given="allows"),
            _list("{because} (finding {findings})", "allows"),
            _text("What may speak for it, depending on an answer that is missing:", given="may-allow"),
            _list("{because} (finding {findings}; depends on: {depends})", "may-allow"),
            _text("{count}", given="count"),
        ),
    ),
    _heading("How to read this memo"),
    _text(
        "QEMU is a program that runs virtual computers, here called guests, on a real one, the host. A release series "
        "of it is named by two numbers, such as 10.2; point releases, such as 10.2.4, correct it. “The project” means "
        "those who make QEMU, and “the article” a text about 10.2 that was examined sentence by sentence."
    ),
    _text(
        "The statements below are made about QEMU in public. Each was checked against evidence that anybody can look "
        "up: source code, test runs, measurements, package records. What is said of each follows from that evidence "
        "by published rules; nobody chose it. The verdicts mean:"
    ),
    _list("**{word}**: {meaning}", "verdicts"),
    _text("How sure a verdict is, is said beside it:", given="certainties"),
    _list("**{word}**: {meaning}", "certainties"),
    _text(
        "“Here” means in the environment of this memo, as far as it is described; “in general” means in all "
        "environments of which a statement speaks. A risk, a condition or a recommendation follows where a rule "
        "finds the outcome that it looks for; the rules that did are listed at the end."
    ),
)

_ENVIRONMENT = (
    _heading("Environment"),
    _table(("Question", "Answer"), ("{question}", "{answer}"), "answers"),
    _text("Nothing is known of the environment; the memo speaks of all that are possible.", lacking="answers"),
    _text("Not answered: {unanswered}.", given="unanswered"),
)

_FINDINGS = (
    _heading("Findings"),
    _text("The statements on which the recommendations rest, and those that decide an upgrade.", given="findings"),
    _table(
        ("No.", "Statement examined", "Speaks of this environment", "Verdict here", "Certainty here", "In general"),
        ("{number}", "{statement}", "{applies}", "{verdict}", "{certainty}", "{general}"),
        "findings",
    ),
    _text("No statement that was examined speaks of this environment.", lacking="findings"),
)

_RISKS = (
    _heading("Risks"),
    Piece(
        "group",
        each="decisions",
        pieces=(
            _heading("{title}", 3),
            _list("{label}: {because} (finding {findings})", "risks"),
            _text("These may apply; it depends on an answer that is missing:", given="may-risks"),
            _list("{label}: {because} (finding {findings}; depends on: {depends})", "may-risks"),
            _text("No rule names a risk for this environment.", lacking="any-risk"),
        ),
    ),
    _text(
        "Of low certainty, so that a better source could overturn it: finding {weak}. "
        "Count on it only where little hangs on it.",
        given="weak",
    ),
    _heading("Conditions to meet"),
    Piece(
        "group",
        each="decisions",
        pieces=(
            _heading("{title}", 3),
            _text("Only once nothing stands in the way any more:", given="later"),
            _list("{do} ({label})", "conditions", "checks"),
            _text("Only where the risk applies; it depends on an answer that is missing:", given="may-conditions"),
            _list("{do} ({label})", "may-conditions", "checks"),
            _text("None.", lacking="any-condition"),
        ),
    ),
)

_OPEN = (
    _heading("Open questions"),
    _text(
        "Answers that are missing, and how many rules each decides, alone or together with others:", given="questions"
    ),
    _table(
        ("Question", "How to find the answer", "Rules that may block", "that may set a condition", "that may allow"),
        ("{question}", "{find-out}", "{block}", "{condition}", "{allow}"),
        "questions",
    ),
    _text("Findings that the evidence does not settle here, and the test that would settle each:", given="tests"),
    _list("Finding {number} ({state}): {test}", "tests"),
    _text("None: every question that a rule asks is answered, and every finding is settled here.", lacking="any-open"),
)

_RULES = (
    _heading("Rules that led to the recommendations"),
    _text(
        "A rule that blocks makes the answer wait; one that sets a condition makes it go with conditions; without one "
        "that allows, or where an answer is missing that may block, the answer is not enough known.",
        given="applied",
    ),
    _table(
        ("Rule", "Question", "Effect", "Looks for", "Fires"),
        ("`{id}`", "{title}", "{effect}", "{looks-for}", "{state}"),
        "applied",
    ),
    _text("None fires.", lacking="applied"),
)

_CITATIONS = (
    _heading("Terms", given="terms"),
    _list("**{word}**: {definition}", "terms"),
    _heading("Citations", given="findings"),
    _text(
        "Each finding is a claim of the collection “QEMU 10.2, examined”; its page is `claims/` followed by the word "
        "after the stroke and `.html`.",
        given="findings",
    ),
    _text(
        "The tokens name edition {edition}, in which text and verdict of a claim stay as they were. A token without "
        "an edition belongs to a claim that has changed since.",
        given="edition",
    ),
    _text(
        "There is no frozen edition yet, so that the tokens name none: what they stand for may still change. The day "
        "of this memo says which state was read.",
        lacking="edition",
    ),
    _list("`{token}` {title}", "findings", "numbered"),
)

_RENEWAL = (
    _heading("Date, expiry, and how to make it again"),
    _text("Made on {date}. It expires on {expires}, when findings are due for another look:", given="expires"),
    _text("Made on {date}. No day is set on which it expires.", lacking="expires"),
    _list("{day}: finding {findings}", "days"),
    _text("Make it again earlier when one of these happens:", given="happenings"),
    _list("{what} (finding {findings})", "happenings"),
    _text("To make it again, save these lines as `profile.yml`:"),
    Piece("code", "{line}", each="profile-lines", language="yaml"),
    _text("and run the first of these commands; the second says only what has changed since this memo:"),
    Piece("code", "{line}", each="commands", language="sh"),
    _text("In a browser, open the page at `environment.html#{fragment}`."),
    _heading("Decision", 2),
    _table(
        ("Decided", "By", "Date", "Signature"),
        ("as recommended / otherwise, because:", "", "", ""),
        "once",
    ),
    _heading("For the program"),
    _text("What `claimbase memo --against` compares; readers can skip it."),
    Piece("code", "{line}", each="record-lines", language="yaml"),
)

TEMPLATE = (*_OPENING, *_ENVIRONMENT, *_FINDINGS, *_RISKS, *_OPEN, *_RULES, *_CITATIONS, *_RENEWAL)
"""The whole memo."""

WORDS = {
    "no-series": "QEMU, release series not named",
    "series": "QEMU {series}",
    "environment": "Environment",
    "no-name": "not named",
    "made-on": "Date",
    "expires": "Expires",
    "no-day": "no day set; see the end",
    "or": " or ",
    "list": ", ",
    "yes": "yes",
    "depends": "depends on: {depends}",
    "at": "looked at for {at}",
    "same": "the same",
    "none": "none",
    "in-general": "{verdict}, {certainty} certainty",
    "fires": "yes",
    "may-fire": "perhaps",
    "open": "open here, at least in part",
    "contested": "contested here, at least in part",
    "count": "Conditions to meet: {certain}; further ones that may apply: {perhaps}. They are listed below.",
    "make": "claimbase memo profile.yml",
    "compare": "claimbase memo --against memo.md",
    "looks-for": "finding {number}: {outcomes}",
    "risk": "R{number}",
}
"""Short texts that facts are put together from."""
