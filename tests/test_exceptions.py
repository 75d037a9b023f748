"""Exceptions from rules: they carry a reason, hide one warning of one file, and go when nothing needs them."""

import re

from edited_base import PAUSE, RUNNING, SOURCE, copy_base, edit, problems_of, said


def with_exception(root, file, code):
    """Give the file an exception from the rule."""
    path = root / "claims" / file
    path.write_text(
        f"{path.read_text('utf-8')}exceptions:\n  - {{code: {code}, reason: The hedge is the claim.}}\n", "utf-8"
    )


def test_a_warning_with_an_exception_is_not_reported(tmp_path):
    root = copy_base(tmp_path)
    edit(root, PAUSE, "shortens the pause", "can shorten the pause")
    assert [problem.code for problem in problems_of(root)] == ["W904"]
    with_exception(root, PAUSE, "W904")
    assert problems_of(root) == ()


def test_an_exception_holds_for_its_file_and_its_code_alone(tmp_path):
    root = copy_base(tmp_path)
    for file in (PAUSE, RUNNING):
        path = root / "claims" / file
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(?m)^(statement: .*)\.$", r"\1, and nobody notices. It is so.", text), "utf-8")
    assert [problem.code for problem in problems_of(root)] == ["W902", "W905", "W902", "W905"]
    with_exception(root, RUNNING, "W905")
    assert [(problem.path.removeprefix("claims/"), problem.code) for problem in problems_of(root)] == [
        (PAUSE, "W902"),
        (PAUSE, "W905"),
        (RUNNING, "W902"),
    ]


def test_an_exception_that_nothing_needs_is_an_error_at_its_place(tmp_path):
    root = copy_base(tmp_path)
    with_exception(root, RUNNING, "W904")
    assert said(problems_of(root)) == [f"{RUNNING}:47:12: I318"]


def test_errors_and_rules_about_several_files_have_no_exceptions(tmp_path):
    root = copy_base(tmp_path)
    with_exception(root, RUNNING, "R401")
    with_exception(root, SOURCE, "Q999")
    assert [problem.code for problem in problems_of(root)] == ["I319", "I319"]


def test_an_exception_without_a_reason_cannot_be_read(tmp_path):
    root = copy_base(tmp_path)
    path = root / "claims" / RUNNING
    path.write_text(path.read_text("utf-8") + "exceptions: [{code: W904}]\n", "utf-8")
    assert [problem.code for problem in problems_of(root)] == ["M202"]
