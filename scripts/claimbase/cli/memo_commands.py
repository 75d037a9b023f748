"""`claimbase memo`: a decision memo for a profile, or what has changed since an old one."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimbase.errors import Problem, stopping

from .commands import OK, PROBLEMS, WRONG_CALL, today
from .terminal import report, say, shown

if TYPE_CHECKING:
    from claimbase.memo import Block, OldMemo, Sheet
    from claimbase.model import Profile
    from claimbase.pipeline import Examination
    from claimbase.repository import KnowledgeBase

_STDIN = "-"
_GLOSSARY = "docs/glossary.md"


def memo(root: Path, options: argparse.Namespace) -> int:
    """Write the memo of a profile; with --against what has changed since an old one."""
    from claimbase.memo import memo_of
    from claimbase.pipeline import examine

    if options.profile is None and options.against is None:
        say("claimbase memo: name the file of a profile, or an old memo with --against")
        return WRONG_CALL
    if options.format == "docx" and options.out is None and sys.stdout.isatty():
        say("claimbase memo: a Word file is nothing for a terminal; name a file with --out")
        return WRONG_CALL
    examination = examine(root)
    kb = examination.sound
    sheet = _sheet(root, examination, kb) if kb else None
    if kb is None or sheet is None:
        report(stopping(examination.problems), aside=True)
        say("no memo can be made" + ("" if kb is None else " of a base without claims/recommendations.yml"))
        return PROBLEMS
    given = _given(options, kb)
    if given is None:
        return WRONG_CALL
    old, profile, problems = given
    report(problems, aside=True)
    if stopping(problems) and not (profile.name or profile.answers):
        say("nothing of the profile can be used, so no memo was made")
        return PROBLEMS
    made = memo_of(sheet, kb, examination.assessments, profile, options.date or today())
    failed = bool(stopping(problems))
    if old is None:
        from claimbase.memo import memo_blocks

        _write(memo_blocks(made), made.date, options)
        return PROBLEMS if failed else OK
    from claimbase.memo import changes_since

    changes = changes_since(made, old, kb.tombstones)
    _write(changes.blocks, made.date, options)
    return PROBLEMS if changes.any or failed else OK


def _sheet(root: Path, examination: "Examination", kb: "KnowledgeBase") -> "Sheet | None":
    from claimbase.memo import Frozen, sheet_of
    from claimbase.render import SiteSettings, citing_of, frozen_of, terms_of, with_data

    glossary = root / _GLOSSARY
    terms = terms_of(glossary.read_text("utf-8")) if glossary.is_file() else ()
    told = [(term.word, term.meaning) for term in terms]
    assessments, evaluations = examination.assessments, examination.evaluations
    frozen = Frozen()
    if kb.editions:
        # Which claims an edition holds as they are today does not hang on where the site is; no text is wanted.
        full = with_data(kb, evaluations)
        frozen = frozen_of(kb, citing_of(full, assessments, SiteSettings(""), evaluations, lambda _: ()))
    return sheet_of(kb, assessments, evaluations, told, frozen)


def _given(
    options: argparse.Namespace, kb: "KnowledgeBase"
) -> tuple["OldMemo | None", "Profile", tuple[Problem, ...]] | None:
    """Return the old memo, and the profile with what of it cannot be used; None, and say why, for unreadable files."""
    from claimbase.memo import UnreadableMemoError

    try:
        old = _old(options.against, kb) if options.against else None
        return old, *_profile(options.profile, old, kb)
    except UnreadableMemoError as error:
        say(f"claimbase memo: {error}")
    except OSError as error:
        say(f"claimbase memo: {error.filename}: {error.strerror}")
    return None


def _old(path: Path, kb: "KnowledgeBase") -> "OldMemo":
    from claimbase.memo import MAX_MEMO_BYTES, read_memo

    with path.open("rb") as file:
        return read_memo(file.read(MAX_MEMO_BYTES + 1), str(path), kb.facets)


def _profile(given: str | None, old: "OldMemo | None", kb: "KnowledgeBase") -> tuple["Profile", tuple[Problem, ...]]:
    """Return the profile that was named, else that of the old memo, with what of it cannot be used."""
    from claimbase.environment import MAX_PROFILE_BYTES, read_profile

    if given is None and old is not None:
        return old.profile, old.problems
    if given == _STDIN:
        reading = read_profile(sys.stdin.buffer.read(MAX_PROFILE_BYTES + 1), "standard input", kb.facets)
    else:
        with Path(str(given)).open("rb") as file:
            reading = read_profile(file.read(MAX_PROFILE_BYTES + 1), str(given), kb.facets)
    return reading.profile, reading.problems


def _write(blocks: "Sequence[Block]", date: str, options: argparse.Namespace) -> None:
    """Write the document to the file that was named, or to standard output, in UTF-8 wherever it goes."""
    from claimbase.files import write_atomically
    from claimbase.memo import html_page, markdown

    if options.format == "docx":
        from claimbase.memo.word import word_file

        content = word_file(blocks, date)
    else:
        content = (html_page(blocks) if options.format == "html" else markdown(blocks)).encode()
    if options.out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    write_atomically(options.out, content)
    print(f"wrote {shown(options.out)}")
