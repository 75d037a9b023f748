"""The profile as it is given out: YAML with where each answer comes from, a link, or everything as JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimbase.environment import fragment_of
from claimbase.errors import Problem
from claimbase.model import Facets, Profile
from claimbase.yamlio import dump

from .facts import Answer, Fact, Sureness, Unknown

PAGE = "environment.html"
"""The page of the site that takes a profile."""

_LONGEST = 240


@dataclass(frozen=True)
class Report:
    """Everything that was found."""

    answers: tuple[Answer, ...]
    """The dimensions that are answered, in the order of the facets."""
    unknown: tuple[Unknown, ...]
    """The dimensions that are not, in that order."""
    facts: tuple[Fact, ...]
    """What was read besides."""
    problems: tuple[Problem, ...]
    """What kept a VM from being read."""

    @property
    def profile(self) -> Profile:
        """The profile."""
        return Profile(answers={each.dimension: each.values for each in self.answers})


def link(profile: Profile, site: str) -> str:
    """Return the address that opens the page with the profile; relative to the site where its address is not known."""
    base = site.rstrip("/") + "/" if site else ""
    return f"{base}{PAGE}#{fragment_of(profile)}"


def yaml_text(report: Report, site: str, facets: Facets | None) -> str:
    """Return the profile as YAML; comments say where each answer comes from and how to find those that are missing."""
    lines = [
        "# Profile of an environment, read by claimbase profile. Nothing was changed, nothing was sent.",
        "# Open it on the site" + (":" if site else "; put its address in front:"),
        f"# {link(report.profile, site)}",
        *_fact_lines(report.facts),
        *(f"# The VM could not be read, or not wholly: {one_line(each.message)}" for each in report.problems),
        "#",
        *dump({"format": report.profile.format}).splitlines(),
    ]
    if not report.answers:
        lines += ["answers: {}"]
    else:
        lines += ["answers:", *(line for each in report.answers for line in _answer_lines(each))]
    if report.unknown:
        lines += ["# Not known:", *_unknown_lines(report.unknown, facets)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def json_text(report: Report, site: str) -> str:
    """Return everything that was found as JSON, for programs."""
    tree = {
        "profile": {
            "format": report.profile.format,
            "answers": {each.dimension: list(each.values) for each in report.answers},
        },
        "link": link(report.profile, site),
        "answers": [
            {
                "dimension": a.dimension,
                "values": list(a.values),
                "from": one_line(a.origin),
                "sureness": str(a.sureness),
            }
            for a in report.answers
        ],
        "unknown": [{"dimension": each.dimension, "why": one_line(each.why)} for each in report.unknown],
        "facts": [{"name": f.name, "value": one_line(f.value), "from": one_line(f.origin)} for f in report.facts],
        "problems": [
            {"code": p.code, "message": one_line(p.message), "fix": p.fix, "path": one_line(p.path)}
            for p in report.problems
        ],
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def one_line(text: str) -> str:
    """Return a text of unknown origin as one line in which nothing is hidden: no line feed, no control character."""
    shown = "".join(each if each.isprintable() else "?" for each in text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _fact_lines(facts: Sequence[Fact]) -> Iterator[str]:
    width = max((len(each.name) for each in facts), default=0)
    if facts:
        yield "#"
    for each in facts:
        yield f"#   {each.name:{width}}  {one_line(each.value)}" + (
            f"  ({one_line(each.origin)})" if each.origin else ""
        )


def _answer_lines(answer: Answer) -> Iterable[str]:
    values = answer.values[0] if len(answer.values) == 1 else list(answer.values)
    mark = "follows: " if answer.sureness is Sureness.DERIVED else ""
    yield f"  # {mark}{one_line(answer.origin)}"
    yield from (f"  {line}" for line in dump({answer.dimension: values}).splitlines())


def _unknown_lines(unknown: Sequence[Unknown], facets: Facets | None) -> Iterator[str]:
    dimensions = {each.id: each for each in facets.dimensions} if facets else {}
    for each in unknown:
        yield f"#   {each.dimension}: {one_line(each.why)}"
        dimension = dimensions.get(each.dimension)
        if dimension is not None:
            ways = [f"$ {one_line(command)}" for command in dimension.commands]
            yield from (f"#     {way}" for way in ways or [" ".join(dimension.find_out.split())])
