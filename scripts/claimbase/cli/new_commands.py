"""The command `claimbase new`: fills a form by options and questions, shows what it would write, and writes it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from claimbase.errors import stopping

from .asking import NoMoreAnswersError, agreed, ask, can_ask
from .commands import OK, PROBLEMS, WRONG_CALL, today
from .terminal import printable, report, say

if TYPE_CHECKING:
    from claimbase.scaffold import Draft, Form, Question, Scaffold


def new(scaffold: "Scaffold", root: Path, options: argparse.Namespace) -> int:
    """Make something new; nothing is left behind where it does not come to an end."""
    from claimbase.pipeline import examine
    from claimbase.scaffold import Form, ScaffoldError
    from claimbase.trial import TrialError

    examination = examine(root)
    kb = examination.sound
    if kb is None:
        report(stopping(examination.problems))
        say("claimbase: mend these first; a new file could not be checked")
        return PROBLEMS
    form = Form(kb, options.date or today(), _given(scaffold, options))
    try:
        if not _filled(scaffold, form):
            return WRONG_CALL
        return _made(root, scaffold.draft(form).passed(tuple(options.different_from)), dry=options.dry_run)
    except NoMoreAnswersError:
        say("\nclaimbase: no more answers; nothing was written")
        return PROBLEMS
    except (ScaffoldError, TrialError) as error:
        say(f"claimbase: {printable(str(error))}")
        return PROBLEMS
    finally:
        for clone in form.clones.values():
            clone.close()


def _given(scaffold: "Scaffold", options: argparse.Namespace) -> dict[str, tuple[str, ...]]:
    answers = {question.name: getattr(options, f"answer {question.name}") for question in scaffold.questions}
    return {name: (given,) if isinstance(given, str) else tuple(given) for name, given in answers.items() if given}


def _filled(scaffold: "Scaffold", form: "Form") -> bool:
    """Fill the form in the order of its questions; whether nothing is wrong or missing."""
    missing: list[Question] = []
    for question in scaffold.questions:
        given = form.given.get(question.name, ())
        if given:
            # What an earlier answer that is missing would make of it cannot be told.
            due = question.due(form) or bool(missing)
            wrong = _wrong(form, question, given) if due else "does not go with the other answers"
            if wrong:
                say(f"claimbase: {_option(scaffold, question)}: {printable(wrong)}")
                return False
        elif question.due(form) and not _answered(form, question):
            missing.append(question)
    _tell_missing(scaffold, missing)
    return not missing


def _wrong(form: "Form", question: "Question", given: tuple[str, ...]) -> str:
    if len(given) > 1 and not question.many:
        return f"it is given {len(given)} times"
    return form.take(question, given)


def _answered(form: "Form", question: "Question") -> bool:
    """Answer a question for which there is no option, as far as possible; whether it needs no option now."""
    known = question.known(form)
    if known:
        form.take(question, [known])
    elif can_ask() and question.asked:
        ask(form, question)
    elif question.assumed and question.propose(form):
        form.take(question, [question.propose(form)])
    else:
        return question.optional or question.assumed
    return True


def _tell_missing(scaffold: "Scaffold", missing: list["Question"]) -> None:
    if missing:
        say("claimbase: this is not a terminal, so nothing can be asked; missing are")
        for question in missing:
            say(f"  {_option(scaffold, question)} {question.metavar}    {question.help}")


def _option(scaffold: "Scaffold", question: "Question") -> str:
    return question.name.upper() if question.name == scaffold.about_one else f"--{question.name}"


def _made(root: Path, draft: "Draft", *, dry: bool) -> int:
    """Show the draft and what it would do, and write it unless something stands against it."""
    from claimbase.scaffold import write
    from claimbase.scaffold.outlook import outlook

    # Whoever was asked has seen them.
    for row in () if can_ask() else draft.look:
        say(printable(row))
    if draft.alike and not _told_apart(draft):
        return PROBLEMS
    with outlook(root, draft) as expected:
        report([*expected.errors, *expected.warnings])
        if expected.errors:
            say(f"claimbase: {draft.path} would not be valid; nothing was written")
            return PROBLEMS
        moves = [change.id for change in expected.comparison.claims if change.moved]
    if dry or can_ask():
        print(printable_text(draft.part), end="")
    if dry:
        return OK
    if can_ask() and not agreed(f"Write {draft.path}?", otherwise=True):
        say("nothing was written")
        return OK
    write(root, draft)
    print(f"wrote {draft.path}")
    if moves:
        say(f"With it a verdict moves: {', '.join(moves)} (claimbase try shows how).")
    say("Next:")
    for step in draft.next:
        say(f"  {step}")
    return OK


def printable_text(text: str) -> str:
    """Return lines that no terminal can be tricked by."""
    return "".join(f"{printable(row)}\n" for row in text.splitlines())


def _told_apart(draft: "Draft") -> bool:
    """Show what may be the same; whether the author says that it is not."""
    same = [each for each in draft.alike if each.same]
    say("This is in the base already:" if same else "This may be in the base already:")
    for each in draft.alike:
        say(printable(f"  {each.id}  ({round(100 * each.likeness)} % alike)  {each.text}"))
    if same:
        say("claimbase: nothing was written; add to what is there")
        return False
    if can_ask():
        return agreed("Is yours another one?", otherwise=False)
    names = " ".join(f"--different-from {each.id}" for each in draft.alike)
    say(f"claimbase: nothing was written; if yours is another one, say so with {names}")
    return False
