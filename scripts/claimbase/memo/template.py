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


def heading(text: str, level: int = 2, given: str = "") -> Piece:
    """Return a heading."""
    return Piece("heading", text, level=level, given=given)


def text_piece(text: str, given: str = "", lacking: str = "") -> Piece:
    """Return a paragraph."""
    return Piece("text", text, given=given, lacking=lacking)


def listed(text: str, each: str, kind: Kind = "list") -> Piece:
    """Return a list with an item for each entry, left out where there is none."""
    return Piece(kind, text, each=each, given=each)


def table(head: tuple[str, ...], row: tuple[str, ...], each: str) -> Piece:
    """Return a table with a row for each entry, left out where there is none."""
    return Piece("table", head=head, row=row, each=each, given=each)


_OPENING = (
    heading("Decision memo: {series}", 1),
    table(("", ""), ("{what}", "{value}"), "masthead"),
    text_piece(
        "**This memo was out of date on the day on which it was made:** findings on which it rests were due for "
        "another look on {expires}. Have them looked at before you decide.",
        given="overdue",
    ),
    heading("The answer in short"),
    table(("Question", "Recommendation"), ("{question}", "**{answer}**"), "decisions"),
    listed("**{answer}**: {meaning}", "answers-used"),
    Piece(
        "group",
        each="decisions",
        pieces=(
            heading("{title}: {answer}", 3),
            text_piece("{rule}"),
            text_piece("What stands in the way:", given="blocks"),
            listed("{because} Instead: {do} ({label}; finding {findings})", "blocks"),
            text_piece("What may stand in the way, depending on an answer that is missing:", given="may-block"),
            listed("{because} Instead: {do} ({label}; finding {findings}; depends on: {depends})", "may-block"),
            text_piece("What speaks for it:", given="allows"),
            listed("{because} (finding {findings})", "allows"),
            text_piece("What may speak for it, depending on an answer that is missing:", given="may-allow"),
            listed("{because} (finding {findings}; depends on: {depends})", "may-allow"),
            text_piece("{count}", given="count"),
        ),
    ),
    heading("How to read this memo"),
    text_piece(
        "QEMU is a program that runs virtual computers, here called guests, on a real one, the host. A release series "
        "of it is named by two numbers, such as 10.2; point releases, such as 10.2.4, correct it. “The project” means "
        "those who make QEMU, and “the article” a text about 10.2 that was examined sentence by sentence."
    ),
    text_piece(
        "The statements below are made about QEMU in public. Each was checked against evidence that anybody can look "
        "up: source code, test runs, measurements, package records. What is said of each follows from that evidence "
        "by published rules; nobody chose it. The verdicts mean:"
    ),
    listed("**{word}**: {meaning}", "verdicts"),
    text_piece("How sure a verdict is, is said beside it:", given="certainties"),
    listed("**{word}**: {meaning}", "certainties"),
    text_piece(
        "“Here” means in the environment of this memo, as far as it is described; “in general” means in all "
        "environments of which a statement speaks. A risk, a condition or a recommendation follows where a rule "
        "finds the outcome that it looks for; the rules that did are listed at the end."
    ),
)

_ENVIRONMENT = (
    heading("Environment"),
    table(("Question", "Answer"), ("{question}", "{answer}"), "answers"),
    text_piece("Nothing is known of the environment; the memo speaks of all that are possible.", lacking="answers"),
    text_piece("Not answered: {unanswered}.", given="unanswered"),
)

_FINDINGS = (
    heading("Findings"),
    text_piece("The statements on which the recommendations rest, and those that decide an upgrade.", given="findings"),
    table(
        ("No.", "Statement examined", "Speaks of this environment", "Verdict here", "Certainty here", "In general"),
        ("{number}", "{statement}", "{applies}", "{verdict}", "{certainty}", "{general}"),
        "findings",
    ),
    text_piece("No statement that was examined speaks of this environment.", lacking="findings"),
)

_RISKS = (
    heading("Risks"),
    Piece(
        "group",
        each="decisions",
        pieces=(
            heading("{title}", 3),
            listed("{label}: {because} (finding {findings})", "risks"),
            text_piece("These may apply; it depends on an answer that is missing:", given="may-risks"),
            listed("{label}: {because} (finding {findings}; depends on: {depends})", "may-risks"),
            text_piece("No rule names a risk for this environment.", lacking="any-risk"),
        ),
    ),
    text_piece(
        "Of low certainty, so that a better source could overturn it: finding {weak}. "
        "Count on it only where little hangs on it.",
        given="weak",
    ),
    heading("Conditions to meet"),
    Piece(
        "group",
        each="decisions",
        pieces=(
            heading("{title}", 3),
            text_piece("Only once nothing stands in the way any more:", given="later"),
            listed("{do} ({label})", "conditions", "checks"),
            text_piece("Only where the risk applies; it depends on an answer that is missing:", given="may-conditions"),
            listed("{do} ({label})", "may-conditions", "checks"),
            text_piece("None.", lacking="any-condition"),
        ),
    ),
)

_OPEN = (
    heading("Open questions"),
    text_piece("Answers that are missing, with the rules that each decides, alone or with others:", given="questions"),
    listed("**{question}** {find-out} (It decides {decides}.)", "questions"),
    text_piece("Findings that the evidence does not settle here, and the test that would settle each:", given="tests"),
    listed("Finding {number} ({state}): {test}", "tests"),
    text_piece(
        "None: every question that a rule asks is answered, and every finding is settled here.", lacking="any-open"
    ),
)

_RULES = (
    heading("Rules that led to the recommendations"),
    text_piece(
        "A rule that blocks makes the answer wait; one that sets a condition makes it go with conditions; without one "
        "that allows, or where an answer is missing that may block, the answer is not enough known.",
        given="applied",
    ),
    table(
        ("Rule", "Question", "Effect", "Looks for", "Fires"),
        ("`{id}`", "{title}", "{effect}", "{looks-for}", "{state}"),
        "applied",
    ),
    text_piece("None fires.", lacking="applied"),
)

_CITATIONS = (
    heading("Terms", given="terms"),
    listed("**{word}**: {definition}", "terms"),
    heading("Citations", given="findings"),
    text_piece(
        "Each finding is a claim of the collection “QEMU 10.2, examined”; its page is `claims/` followed by the word "
        "after the stroke and `.html`.",
        given="findings",
    ),
    text_piece(
        "The tokens name edition {edition}, in which text and verdict of a claim stay as they were. A token without "
        "an edition belongs to a claim that has changed since.",
        given="edition",
    ),
    text_piece(
        "There is no frozen edition yet, so that the tokens name none: what they stand for may still change. The day "
        "of this memo says which state was read.",
        lacking="edition",
    ),
    listed("`{token}` {title}", "findings", "numbered"),
)

_RENEWAL = (
    heading("Date, expiry, and how to make it again"),
    text_piece("Made on {date}. It expires on {expires}, when findings are due for another look:", given="expires"),
    text_piece("Made on {date}. No day is set on which it expires.", lacking="expires"),
    listed("{day}: finding {findings}", "days"),
    text_piece("Make it again earlier when one of these happens:", given="happenings"),
    listed("{what} (finding {findings})", "happenings"),
    text_piece("To make it again, save these lines as `profile.yml`:"),
    Piece("code", "{line}", each="profile-lines", language="yaml"),
    text_piece("and run the first of these commands; the second says only what has changed since this memo:"),
    Piece("code", "{line}", each="commands", language="sh"),
    text_piece("In a browser, open the page at `environment.html#{fragment}`."),
    heading("Decision", 2),
    table(
        ("Decided", "By", "Date", "Signature"),
        ("as recommended / otherwise, because:", "", "", ""),
        "once",
    ),
    heading("For the program"),
    text_piece("What `claimbase memo --against` compares; readers can skip it."),
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
    "commands": " Commands: {commands}.",
    "command": "`{command}`",
    "decides": "{count} that may {effect}",
    "block": "block",
    "condition": "set a condition",
    "allow": "allow",
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
