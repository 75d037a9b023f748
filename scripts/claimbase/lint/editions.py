"""Editions against each other, against their list, and against what they rest on: none may change, none may be lost."""

from collections.abc import Iterator, Mapping

from ..editionfile import Edition
from ..model import EditionReference, edition_order
from .rule import Context, Found, rule

_RESTORE = "take it as it was committed: git checkout the commit that added it"


@rule(
    "F108",
    "edition not in the list",
    why="The list shows that an edition is the one that was made, not one that was written anew.",
    bad="editions/2026.12.json without a line in editions/index.yml",
    good="a line for each edition, as `claimbase edition` writes it",
    fix="delete the file and let `claimbase edition` make it, or restore the line of the list",
    subject="base",
)
def edition_listed(context: Context) -> Iterator[Found]:
    """Yield each edition that the list lacks."""
    listed = _listed(context)
    for edition in context.kb.editions:
        if edition.name not in listed:
            message = f"editions/index.yml does not list the edition {edition.name}"
            yield Found((), message, "", file=_file(edition.name))


@rule(
    "F109",
    "listed edition missing",
    why="Reports cite editions; none is ever deleted.",
    bad="a line for 2026.12 in editions/index.yml without editions/2026.12.json",
    good="the file and its line",
    fix=_RESTORE,
    subject="base",
)
def listed_there(context: Context) -> Iterator[Found]:
    """Yield each line of the list without its edition."""
    names = {edition.name for edition in context.kb.editions}
    for index, line in enumerate(_lines(context)):
        if line.name not in names and _file(line.name) not in context.kb.failed:
            yield Found(("editions", index), f"there is no claims/editions/{line.name}.json", "", file="editions")


@rule(
    "F110",
    "edition written anew",
    why="Editions are cited; an edition with other hashes is another one.",
    bad="editions/2026.12.json made a second time",
    good="editions/2026.12.json as it was committed, and a new edition beside it",
    fix=_RESTORE,
    subject="base",
)
def edition_as_listed(context: Context) -> Iterator[Found]:
    """Yield each edition that is not the one that the list names."""
    listed = _listed(context)
    for edition in context.kb.editions:
        line = listed.get(edition.name)
        if line is not None and line != edition.reference:
            message = f"the edition {edition.name} is not the one that editions/index.yml lists"
            yield Found((), message, "", file=_file(edition.name))


@rule(
    "F111",
    "chain of editions broken",
    why="Each edition names the one before with its hash, so that none can be changed or slipped in unseen.",
    bad="an edition whose `previous` is not the edition before it",
    good="an edition that names the one before it in editions/index.yml",
    fix=_RESTORE,
    subject="base",
)
def chain_whole(context: Context) -> Iterator[Found]:
    """Yield each edition that does not follow on the one before, and each line that is not in order."""
    before: Edition | None = None
    for edition in context.kb.editions:
        if edition.head.previous != (before.reference if before else None) and not _unread(context):
            wanted = f"the edition {before.name} as it is" if before else "no edition before it"
            yield Found((), f"{edition.name} does not follow on {wanted}", "", file=_file(edition.name))
        before = edition
    names = [line.name for line in _lines(context)]
    for index, name in enumerate(names):
        if index and edition_order(name) <= edition_order(names[index - 1]):
            yield Found(("editions", index), f"{name} does not come after {names[index - 1]}", "", file="editions")


@rule(
    "F112",
    "entry held nowhere",
    why="What has not changed since an earlier edition is held there alone.",
    bad='"held_in":"2026.12" where that edition has another entry under the id',
    good="the edition in which the entry stands",
    fix=_RESTORE,
    subject="base",
)
def entry_held(context: Context) -> Iterator[Found]:
    """Yield each entry that the edition named as its holder does not hold."""
    editions = {edition.name: edition for edition in context.kb.editions}
    for edition in context.kb.editions:
        for name, entry in edition.head.entries.items():
            holder = editions.get(entry.held_in)
            if holder is None and _file(entry.held_in) in context.kb.failed:
                continue
            held = holder.head.entries.get(name) if holder else None
            if holder is None or name not in holder.places or held != entry:
                message = f"{entry.held_in} does not hold {name} as {edition.name} says"
                yield Found((), message, "", file=_file(edition.name))


@rule(
    "F113",
    "samples of an edition changed",
    why="A frozen verdict rests on them; results are only ever added.",
    bad="a result file edited after it was frozen",
    good="the result file as it was committed",
    fix="take the result file as it was committed; a better run is a new file",
    subject="base",
)
def samples_kept(context: Context) -> Iterator[Found]:
    """Yield each edition that rests on a result file that is gone or another one, by its first such file."""
    hashes = {path: file.sha256 for path, file in context.kb.parsed.items() if file.sha256}
    for edition in context.kb.editions:
        for path, sha256 in edition.head.samples.items():
            if hashes.get(path) != sha256 and not _failed(context, path):
                what = "another one now" if path in hashes else "gone"
                yield Found((), f"{edition.name} rests on {path}, which is {what}", "", file=_file(edition.name))


@rule(
    "F114",
    "frozen id gone",
    why="Pages of editions lead to what became of a claim; ids are never deleted.",
    bad="the file of a claim deleted that an edition holds",
    good="a tombstone under its id, which says what became of it",
    fix="restore the file, or write a tombstone with the id",
    subject="base",
)
def ids_kept(context: Context) -> Iterator[Found]:
    """Yield each id of an edition that the base has no longer."""
    kb = context.kb
    for edition in kb.editions:
        for name in edition.head.entries:
            if name not in kb.files:
                message = f"the base has nothing under {name}, which {edition.name} holds"
                yield Found((), message, "", file=_file(edition.name))


def _file(name: str) -> str:
    return f"editions/{name}"


def _lines(context: Context) -> tuple[EditionReference, ...]:
    return context.kb.edition_index.editions if context.kb.edition_index else ()


def _listed(context: Context) -> Mapping[str, EditionReference]:
    return {line.name: line for line in _lines(context)}


def _unread(context: Context) -> bool:
    """Whether some edition could not be read: the chain then has a gap that is reported already."""
    return any(name.startswith("editions/") for name in context.kb.failed)


def _failed(context: Context, path: str) -> bool:
    file = context.kb.parsed.get(path)
    return file is not None and file.value is None
