"""Whether every git locator of the base still leads where it says: compared with real clones."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from claimbase.clones import Clone
from claimbase.codes import Code
from claimbase.errors import Path, Problem
from claimbase.model import Claim, CommitLocator, FileLocator, LocatedEvidence, Locator
from claimbase.repository import KnowledgeBase

VERIFICATION_CODES = (
    Code(
        "V801",
        "cited text has moved",
        "A reader who follows the locator finds something else.",
        "lines: [331, 334]",
        "the lines at which the text stands",
        "put in the place that the message names",
    ),
    Code(
        "V802",
        "cited text is another",
        "The finding may no longer be what the source says.",
        "a digest of other lines",
        "the digest of the cited lines",
        "read the source again; mend the locator, or the finding as well",
    ),
    Code(
        "V803",
        "cited object is not in the repository",
        "Nobody can check the item.",
        "a commit that no clone has",
        "the full hash of a published commit",
        "name a commit, path or repository that exists",
    ),
    Code(
        "V804",
        "introduced_by is not an ancestor",
        "A later commit cannot have brought the cited fact in, so the origin is wrong.",
        "introduced_by a commit of the next release",
        "the commit that git blame names",
        "name the commit that brought the cited lines in",
    ),
)
"""What `verify-sources` can find."""


class State(Enum):
    """What became of a locator."""

    OK = "ok"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Cited:
    """A locator with its place in the base."""

    file: str
    """Path of the claim file from the root."""
    at: Path
    """Path of the locator in the file."""
    locator: Locator
    """The locator."""
    introduced_by: str | None
    """The commit that is said to have brought the fact in."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of checking the locators of a base."""

    states: Mapping[State, int]
    """How many git locators are in each state."""
    unchecked: Mapping[str, int]
    """How many locators were not checked, by repository or sort."""
    problems: tuple[Problem, ...]
    """Everything that is not ok, sorted."""


Introduced = dict[tuple[Clone, str], list[tuple[Cited, str]]]
"""Locators with the commit that is said to have brought the fact in, by clone and cited commit."""


def cited(kb: KnowledgeBase) -> Iterator[Cited]:
    """Yield every locator of the base, of evidence and of who makes a claim."""
    for name, claim in kb.claims.items():
        yield from _cited_by(claim, kb.files[name])


def _cited_by(claim: Claim, file: str) -> Iterator[Cited]:
    for index, asserter in enumerate(claim.asserted_by):
        yield Cited(file, ("asserted_by", index, "locator"), asserter.locator, None)
    for index, item in enumerate(claim.evidence):
        if isinstance(item, LocatedEvidence):
            yield Cited(file, ("evidence", index, "locator"), item.locator, item.introduced_by)


def verify(kb: KnowledgeBase, clones: Mapping[str, Clone]) -> Verified:
    """Check every git locator against the clone of its repository, by name; others are counted as not checked."""
    states: Counter[State] = Counter()
    unchecked: Counter[str] = Counter()
    problems: list[Problem] = []
    introduced: Introduced = {}
    for each in cited(kb):
        locator = each.locator
        if not isinstance(locator, FileLocator | CommitLocator):
            unchecked[type(locator).__name__.removesuffix("Locator").lower()] += 1
            continue
        clone = clones.get(locator.repo)
        if clone is None:
            unchecked[f"repository {locator.repo}"] += 1
            continue
        state, code, message = _file(clone, locator) if isinstance(locator, FileLocator) else _commit(clone, locator)
        states[state] += 1
        if state is not State.OK:
            problems.append(_problem(kb, each, code, f"{state.value}: {message}"))
        elif each.introduced_by:
            introduced.setdefault((clone, locator.commit), []).append((each, each.introduced_by))
    problems.extend(_later(kb, introduced))
    return Verified({state: states[state] for state in State}, dict(sorted(unchecked.items())), tuple(sorted(problems)))


def _later(kb: KnowledgeBase, introduced: Introduced) -> Iterator[Problem]:
    """Yield a problem for each locator whose commit came before that which is said to have brought the fact in."""
    for (clone, commit), locators in introduced.items():
        later = clone.not_before((by for _, by in locators), commit)
        for each, by in locators:
            if by in later:
                message = f"introduced_by {by[:12]} is not an ancestor of the cited commit"
                yield _problem(kb, each, "V804", message)


def _problem(kb: KnowledgeBase, each: Cited, code: str, message: str) -> Problem:
    fix = next(known.fix for known in VERIFICATION_CODES if known.code == code)
    return Problem(each.file, *kb.position(each.file, each.at), code, message, fix)


_OK = (State.OK, "", "")


def _file(clone: Clone, locator: FileLocator) -> tuple[State, str, str]:
    """Return the state of a file locator, with code and message."""
    if clone.commit_subject(locator.commit) is None:
        return State.GONE, "V803", f"commit {locator.commit[:12]} is not in the clone"
    found = clone.object(f"{locator.commit}:{locator.path}")
    if found is None or found[1] != "blob":
        return _path_gone(clone, locator)
    blob, _, content = found
    lines = content.split(b"\n")
    first, last = locator.lines
    if digest(lines, first, last) == locator.digest:
        if blob == locator.blob:
            return _OK
        return State.CHANGED, "V802", f"the cited lines are right, but the file's blob hash is {blob}"
    place = _find(lines, last - first + 1, locator.digest)
    if place:
        return (
            State.MOVED,
            "V801",
            f"the cited text stands at lines {place} to {place + last - first} of {locator.path}",
        )
    return State.CHANGED, "V802", f"lines {first} to {last} of {locator.path} are not the text that was cited"


def _path_gone(clone: Clone, locator: FileLocator) -> tuple[State, str, str]:
    paths = tuple(clone.paths_of_blob(locator.commit, locator.blob))
    if paths:
        return State.MOVED, "V801", f"the file is {paths[0]} at that commit"
    return State.GONE, "V803", f"there is no file {locator.path} at commit {locator.commit[:12]}"


def _commit(clone: Clone, locator: CommitLocator) -> tuple[State, str, str]:
    subject = clone.commit_subject(locator.commit)
    if subject == locator.subject:
        return _OK
    if subject is not None:
        return State.CHANGED, "V802", f"the subject of the commit is: {subject}"
    others = clone.commits_with_subject(locator.subject)
    if others:
        return State.MOVED, "V801", f"a commit with this subject is {others[0]}"
    return State.GONE, "V803", f"commit {locator.commit[:12]} is not in the clone"


def digest(lines: list[bytes], first: int, last: int) -> str:
    """Return the SHA-256 of lines `first` to `last`, each with its LF; empty where the file is shorter."""
    # A file that ends with LF has an empty string after its last line.
    count = len(lines) - (lines[-1] == b"")
    if last > count:
        return ""
    return "sha256:" + hashlib.sha256(b"".join(line + b"\n" for line in lines[first - 1 : last])).hexdigest()


def _find(lines: list[bytes], length: int, wanted: str) -> int:
    """Return the first line, from 1, of the run of lines that has a digest; 0 where there is none."""
    starts = range(1, len(lines) - length + 2)
    return next((start for start in starts if digest(lines, start, start + length - 1) == wanted), 0)
