"""The command that prints citations."""

import argparse
from pathlib import Path

from claimbase.errors import stopping

from .commands import OK, PROBLEMS, WRONG_CALL
from .terminal import report, say


def cite(root: Path, options: argparse.Namespace) -> int:
    """Print citations of claims and sources, each once, in the order in which they are asked for."""
    from claimbase.adapters.mkdocs import settings_of
    from claimbase.citing import Format, cited
    from claimbase.pipeline import examine
    from claimbase.render import UnknownError, chosen, citing_of, with_data

    examination = examine(root)
    kb = examination.sound
    if kb is None:
        report(stopping(examination.problems))
        return PROBLEMS
    full = with_data(kb, examination.evaluations)
    # Only what is asked for is written as plain text, which is slow.
    citing = citing_of(full, examination.assessments, settings_of(root), examination.evaluations, lambda _: ())
    try:
        items = chosen(full, citing, options.id, options.edition or "", with_sources=options.with_sources)
    except UnknownError as error:
        say(f"claimbase: {error}")
        return WRONG_CALL
    form = next(form for form in Format if form.value == options.style)
    if form is Format.TOKEN and not all(item.token for item in items):
        say("claimbase: the base as a whole has a token only as an edition; name one with --edition")
        return WRONG_CALL
    print(cited(items, form), end="")
    return OK
