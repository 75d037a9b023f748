"""Skips a test whose tools the machine lacks, naming the line that installs them; `--no-skip` forbids it.

Mark a test `@pytest.mark.needs("chromium")`, or call `require("chromium")` in a fixture.
With `--no-skip`, with CLAIMBASE_NO_SKIP=1, and so in `make test STRICT=1`, any skip is a failure, whatever
its reason: what CI did not run it must not call passed.
"""

import os
from collections.abc import Generator

import pytest
from machine import TOOLS, missing


def require(*names: str) -> None:
    """Skips the running test unless the machine has all of these."""
    unknown = sorted(set(names) - TOOLS.keys())
    if unknown or not names:
        pytest.fail(f"needs names no tool of tests/machine.py: {', '.join(unknown) or 'nothing'}", pytrace=False)
    reasons = [reason for reason in map(missing, names) if reason]
    if reasons:
        pytest.skip("; ".join(reasons))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the switch."""
    parser.addoption("--no-skip", action="store_true", help="a skipped test fails (also: CLAIMBASE_NO_SKIP=1)")


def skips_are_failures(config: pytest.Config) -> bool:
    """Whether this run allows no skip."""
    switch: bool = config.getoption("--no-skip")
    return switch or os.environ.get("CLAIMBASE_NO_SKIP", "") not in {"", "0"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Looks at each `needs` mark before the test's fixtures are made."""
    for mark in item.iter_markers("needs"):
        require(*mark.args)


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turns a skip into a failure that keeps its reason; an expected failure (xfail) is none."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"skipped, which --no-skip forbids: {reason.removeprefix('Skipped: ')}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Applies the switch to each test."""
    report = yield
    if skips_are_failures(item.config):
        fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Applies the switch to a module that skips itself as a whole."""
    report = yield
    if skips_are_failures(collector.config):
        fail_if_skipped(report)
    return report
