"""Counts from the sources of the releases: options, interfaces, machine types, lines, words, deprecations, commits."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from claimbase.bench import source_releases
from claimbase.bench.binaries import QemuBinary
from claimbase.bench.errors import BenchError
from claimbase.bench.process import Lab
from claimbase.bench.scenario import Choice, Observation, Plan, Scenario
from claimbase.clones import Clone, CloneError
from claimbase.model import Benchmark, Metric, SourceTree

_QUICK_RELEASES = 2


def _count(id: str, title: str, unit: str) -> Metric:
    return Metric(id=id, title=title, unit=unit, better="neither", exact=True)


DEFINITION = Benchmark(
    id="source-counts",
    title="Counts from the sources of the releases",
    question="How do the size of QEMU, of its interfaces and of its manual change from release to release?",
    metrics=(
        _count("configure-options", "options of the script configure", "options"),
        _count("meson-options", "options in meson_options.txt", "options"),
        _count("command-line-options", "top-level options of the command line", "options"),
        _count("option-keys", "option keys shown in the built-in help", "keys"),
        _count("hmp-commands", "commands of the human monitor", "commands"),
        _count("qapi-commands", "QMP commands in the schema", "commands"),
        _count("qapi-events", "QMP events in the schema", "events"),
        _count("qapi-members", "members of objects in the schema", "members"),
        _count("qapi-enum-values", "values of enumerations in the schema", "values"),
        _count("qapi-deprecated", "parts of the schema marked as deprecated", "parts"),
        _count("qapi-unstable", "parts of the schema marked as unstable", "parts"),
        _count("migration-parameters", "migration parameters", "parameters"),
        _count("migration-capabilities", "migration capabilities", "capabilities"),
        _count("migration-modes", "migration modes", "modes"),
        _count("migration-settings", "migration parameters, capabilities and modes together", "settings"),
        _count("pc-machine-types", "versioned pc and q35 machine types on offer", "machine types"),
        _count("deprecated-features", "entries of the list of deprecated features", "entries"),
        _count("removed-features", "entries of the list of removed features that went with the release", "entries"),
        _count("c-lines", "lines of C", "lines"),
        _count("rust-lines", "lines of Rust", "lines"),
        _count("python-lines", "lines of Python", "lines"),
        _count("code-lines", "lines of C and Rust together", "lines"),
        _count("code-lines-growth", "growth in lines of C and Rust since the release before", "lines"),
        _count(
            "code-lines-growth-per-day", "growth in lines of C and Rust a day since the release before", "lines per day"
        ),
        _count("manual-words", "words of the manual", "words"),
        _count("user-manual-words", "words of the manual's parts for users and operators", "words"),
        _count("commits", "commits since the release before, merges left out", "commits"),
        _count("authors", "e-mail addresses of the authors of these commits", "addresses"),
        _count("days", "days since the release before", "days"),
    ),
    procedure=" ".join(
        (
            "The first release of each series is the commit that names it in its subject and in the file VERSION.",
            "Its files are read by git, nothing is built. Configure options: labels of the case branches of",
            "configure and scripts/meson-buildoptions.sh, enable and disable as one. Meson options: lines that",
            "begin with option( in meson_options.txt. Command line: lines that begin with DEF( in",
            "qemu-options.hx; keys: words before a = in its lines of help, each time they are shown. Schema:",
            "definitions in qapi/*.json; a member is a name in the data of a struct, or in the inline data of a",
            "command or event, or in the inline base of a union; inherited members and branches are not counted",
            "again. Machine types: DEFINE_I440FX_MACHINE and DEFINE_Q35_MACHINE, less those that the rule of age",
            "in boards.h leaves out. Deprecated: lines with (since in the list; removed: lines with (removed in",
            "and the release. Lines: newlines of .c and .h, .rs, .py, tests and imported headers included. Words",
            "of the manual, parted by white space: .rst below docs, and .texi; for users: docs/about, interop,",
            "system, tools and user, and .texi. The release before is the first one of the series before.",
        )
    ),
    fewest=1,
    cannot_show=" ".join(
        (
            "A count says how much there is, not how hard it is to use. What a build offers depends on its",
            "features and targets; the schema of the sources is that of all builds together. A person with two",
            "e-mail addresses counts twice. Before 6.2 Meson options are a part of the options of configure",
            "only, and before 5.0 there is no list of removed features. Six of the features that 10.2 removed are",
            "headed with since instead of removed in, and are not counted as removed.",
        )
    ),
    command="claimbase bench run source-counts --repo CLONE",
)


class SourceCounts(Scenario):
    """Counts in the trees of a clone."""

    definition = DEFINITION
    seconds = 5.0
    needs_binaries = False

    def __init__(self) -> None:
        # Of the trees read so far: the growth of a release needs the one before as well.
        self._trees: dict[str, source_releases.Tree] = {}

    def plans(self, binaries: Sequence[QemuBinary], choice: Choice) -> Iterator[Plan]:  # noqa: ARG002
        """Yield each release of the clone once; the first one only serves the growth of the next."""
        clone = _clone(choice)
        try:
            found = source_releases.releases(clone)
        finally:
            clone.close()
        for release in found[-_QUICK_RELEASES:] if choice.quick else found[1:]:
            series = f"{release.series[0]}.{release.series[1]}"
            subject = SourceTree(version=release.version, series=series, repo="qemu", commit=release.commit)
            yield Plan(subject, {}, 1)

    def run(self, plan: Plan, lab: Lab, choice: Choice) -> Observation:  # noqa: ARG002
        """Count in one tree."""
        clone = _clone(choice)
        try:
            return self._observed(clone, plan.subject.version)
        finally:
            clone.close()

    def _observed(self, clone: Clone, version: str) -> Observation:
        found = source_releases.releases(clone)
        place = next((place for place, each in enumerate(found) if each.version == version), 0)
        if place == 0:
            raise BenchError(f"the clone has no release {version} with one before it", "name a clone with all history")
        before, release = found[place - 1], found[place]
        tree, past = self._tree(clone, release.commit), source_releases.history_counts(clone, before, release)
        samples: dict[str, float] = {
            **source_releases.file_counts(clone, release),
            **source_releases.tree_counts(tree),
            **source_releases.growth(self._tree(clone, before.commit), tree, past["days"]),
            **past,
        }
        settings = ("migration-parameters", "migration-capabilities", "migration-modes")
        samples["migration-settings"] = sum(samples[name] for name in settings)
        return Observation(
            samples={name: (float(value),) for name, value in samples.items()},
            facts={"day": release.day, "release-before": before.version},
        )

    def _tree(self, clone: Clone, commit: str) -> source_releases.Tree:
        if commit not in self._trees:
            self._trees[commit] = source_releases.Tree.of(clone, commit)
        return self._trees[commit]


def _clone(choice: Choice) -> Clone:
    if choice.repo is None:
        raise BenchError("there is no clone to count in", "name one of QEMU's repository with --repo FOLDER")
    try:
        return Clone(Path(choice.repo))
    except CloneError as error:
        raise BenchError(str(error), "name a clone of QEMU's repository with --repo FOLDER") from None


SCENARIO = SourceCounts()
