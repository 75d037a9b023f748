"""What a check found as SARIF 2.1.0, which CI systems and editors show beside the text.

Standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
"""

import hashlib
import json
from collections import Counter
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from claimbase.citation_codes import CITATION_CODES
from claimbase.errors import Problem
from claimbase.model import Level

from .checking import CheckedDocument, Report
from .judging import Judgement
from .places import Place
from .standing import FAILING, Standing

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
"""The address of the schema of SARIF; a name, nothing fetches it."""
_RULES: list[Standing] = [standing for standing in Standing if standing is not Standing.CURRENT]


def as_sarif(report: Report, version: str) -> str:
    """Return every citation that is not current as a result, and every document that could not be read as a notice."""
    run: dict[str, Any] = {
        "tool": {"driver": _driver(report, version)},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not any(each.level is Level.ERROR for each in report.problems),
                "toolExecutionNotifications": [_notification(problem) for problem in report.problems],
            }
        ],
        "artifacts": [{"location": {"uri": uri(document.path)}} for document in report.documents],
        "results": [result for document in report.documents for result in _results(document, report)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _driver(report: Report, version: str) -> dict[str, Any]:
    driver: dict[str, Any] = {
        "name": "claimbase check-citations",
        "version": version,
        "rules": [_rule(standing) for standing in _RULES],
        "notifications": [
            {
                "id": code.code,
                "shortDescription": {"text": _sentence(code.title)},
                "fullDescription": {"text": code.why},
                "help": {"text": _sentence(code.fix)},
            }
            for code in CITATION_CODES
        ],
    }
    if report.registry.site:
        driver["informationUri"] = report.registry.site
    return driver


def _rule(standing: Standing) -> dict[str, Any]:
    return {
        "id": standing,
        "name": "".join(word.capitalize() for word in standing.split("-")),
        "shortDescription": {"text": _sentence(standing.words)},
        "fullDescription": {"text": standing.doc},
        "help": {"text": _sentence(standing.mend)},
        "defaultConfiguration": {"level": _level(standing, FAILING)},
    }


def _level(standing: Standing, failing: frozenset[Standing]) -> str:
    if standing in failing:
        return "error"
    return "note" if standing is Standing.NO_EDITION else "warning"


def _results(document: CheckedDocument, report: Report) -> list[dict[str, Any]]:
    told = [each for each in document.judgements if each.standing is not Standing.CURRENT]
    seen: Counter[str] = Counter()
    results = []
    for judgement in told:
        key = f"{document.path}\0{judgement.citation.written}\0{judgement.standing}"
        seen[key] += 1
        print_ = hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:32]
        results.append(_result(document, judgement, report, print_))
    return results


def _result(document: CheckedDocument, judgement: Judgement, report: Report, fingerprint: str) -> dict[str, Any]:
    citation = judgement.citation
    # Braces would stand for arguments of the message.
    text = f"{citation.written}: {judgement.message}.".replace("{", "{{").replace("}", "}}")
    return {
        "ruleId": judgement.standing,
        "ruleIndex": _RULES.index(judgement.standing),
        "level": _level(judgement.standing, report.failing),
        "message": {"text": text},
        "locations": [_location(document.path, citation.place)],
        "partialFingerprints": {"citation/v1": fingerprint},
    }


def _location(path: str, place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(path)}}
    if place.line:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
        return {"physicalLocation": physical}
    # Pages and paragraphs are no regions of a file.
    return {"physicalLocation": physical, "logicalLocations": [{"name": str(place)}]}


def _notification(problem: Problem) -> dict[str, Any]:
    return {
        "descriptor": {"id": problem.code, "index": [code.code for code in CITATION_CODES].index(problem.code)},
        "level": "error" if problem.level is Level.ERROR else "warning",
        "message": {"text": f"{_sentence(problem.message)} {_sentence(problem.fix)}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(problem.path)}}}],
    }


def uri(path: str) -> str:
    """Return a path as the reference that SARIF asks for: relative where the path is, else with `file:`."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:].rstrip('.')}."
