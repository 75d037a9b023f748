"""Problems as text for programs: JSON, SARIF 2.1.0, and the annotations that GitHub shows beside a line."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .codes import Code
from .errors import Problem
from .model import Level

SARIF_VERSION = "2.1.0"
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning"}


def as_json(problems: Iterable[Problem]) -> str:
    """Return the problems as a JSON list of objects with path, line, column, code, level, message and fix."""
    listed = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "code": problem.code,
            "level": problem.level.value,
            "message": problem.message,
            "fix": problem.fix,
        }
        for problem in problems
    ]
    return json.dumps(listed, indent=2, ensure_ascii=False) + "\n"


def as_sarif(problems: Sequence[Problem], codes: Iterable[Code], version: str, site_url: str = "") -> str:
    """Return the problems as SARIF 2.1.0 (OASIS), with the rules that were broken.

    `version` is the program's; `site_url` is where the rules have their pages, empty where that is not known.
    """
    named = {code.code: code for code in codes}
    broken = sorted({problem.code for problem in problems})
    places = {code: index for index, code in enumerate(broken)}
    driver: dict[str, Any] = {
        "name": "claimbase",
        "version": version,
        "rules": [_sarif_rule(code, named.get(code), site_url) for code in broken],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(problem, places) for problem in problems],
    }
    log = {"$schema": _SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _sarif_rule(name: str, code: Code | None, site_url: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": name}
    if code is not None:
        rule["shortDescription"] = {"text": code.title}
        rule["fullDescription"] = {"text": code.why}
        rule["help"] = {"text": f"To mend it: {code.fix}."}
        rule["defaultConfiguration"] = {"level": _SARIF_LEVELS[code.level]}
        if site_url:
            rule["helpUri"] = f"{site_url.rstrip('/')}/rules/{name}.html"
    return rule


def _sarif_result(problem: Problem, places: Mapping[str, int]) -> dict[str, Any]:
    region = {"startLine": problem.line, "startColumn": problem.column}
    location = {"artifactLocation": {"uri": problem.path, "uriBaseId": "%SRCROOT%"}, "region": region}
    return {
        "ruleId": problem.code,
        "ruleIndex": places[problem.code],
        "level": _SARIF_LEVELS[problem.level],
        "message": {"text": f"{problem.message} — {problem.fix}"},
        "locations": [{"physicalLocation": location}],
    }


def as_annotations(problems: Iterable[Problem]) -> str:
    """Return a workflow command of GitHub Actions for each problem: the site shows it beside the line.

    What commands use as signs is escaped, so that no text of a file can give a command of its own.
    """
    return "".join(
        f"::{problem.level.value} file={_property(problem.path)},line={problem.line},col={problem.column},"
        f"title={_property(problem.code)}::{_data(f'{problem.message} — {problem.fix}')}\n"
        for problem in problems
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
