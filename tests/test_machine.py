import http.server
import threading
from functools import partial
from pathlib import Path

import machine
import pytest
from watched_page import stays_within

PLUGIN = Path(__file__).with_name("requirements_plugin.py")
SKIPPING = """
import pytest

@pytest.mark.needs("absent")
def test_needs(): ...

def test_skips_itself():
    pytest.skip("no wish")

@pytest.mark.xfail(reason="known", strict=True)
def test_known_defect():
    raise AssertionError
"""


@pytest.fixture
def absent_tool(monkeypatch):
    tool = machine.Tool(lambda: None, "apt-get install absent", ("absent",))
    monkeypatch.setitem(machine.TOOLS, "absent", tool)


@pytest.fixture
def inner(pytester, absent_tool, monkeypatch):
    monkeypatch.delenv("CLAIMBASE_NO_SKIP", raising=False)
    pytester.makeini("[pytest]\nmarkers = needs(*tools): tools\n")
    pytester.makepyfile(SKIPPING)
    return pytester


def test_missing_tool_is_named_with_the_line_that_installs_it(inner):
    result = inner.runpytest_inprocess("-p", "requirements_plugin", "-rs")
    result.assert_outcomes(skipped=2, xfailed=1)
    result.stdout.fnmatch_lines(["*needs absent, which this machine lacks: apt-get install absent"])


def test_no_skip_makes_each_skip_a_failure(inner):
    result = inner.runpytest_inprocess("-p", "requirements_plugin", "--no-skip")
    outcomes = result.parseoutcomes()
    assert "skipped" not in outcomes
    assert outcomes.get("failed", 0) + outcomes.get("errors", 0) == 2
    assert outcomes["xfailed"] == 1
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_environment_variable_does_as_the_switch(inner, monkeypatch):
    monkeypatch.setenv("CLAIMBASE_NO_SKIP", "1")
    assert inner.runpytest_inprocess("-p", "requirements_plugin").ret == pytest.ExitCode.TESTS_FAILED


def test_module_that_skips_itself_fails_under_no_skip(pytester):
    pytester.makepyfile("import pytest\npytest.skip('all', allow_module_level=True)")
    result = pytester.runpytest_inprocess("-p", "requirements_plugin", "--no-skip")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*skipped, which --no-skip forbids: all*"])


def test_unknown_tool_is_an_error_not_a_skip(pytester):
    pytester.makeini("[pytest]\nmarkers = needs(*tools): tools\n")
    pytester.makepyfile("import pytest\n@pytest.mark.needs('chromuim')\ndef test_it(): ...")
    result = pytester.runpytest_inprocess("-p", "requirements_plugin")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*no tool of tests/machine.py: chromuim*"])


def test_ci_installs_only_what_tests_name(tmp_path):
    # put together here, so that this very file does not name them
    text = '@pytest.mark.{0}("pandoc", "node")\n{1}("git")\n{0}("nothing")'
    (tmp_path / "test_a.py").write_text(text.format("needs", "require"))
    assert machine.named_in_tests(tmp_path) == {"pandoc", "node", "git"}


@pytest.mark.parametrize(
    ("url", "origin", "within"),
    [
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000", True),
        ("http://127.0.0.1:80001/a", "http://127.0.0.1:8000", False),
        ("https://example.org/", "http://127.0.0.1:8000", False),
        ("data:image/png;base64,", "http://127.0.0.1:8000", True),
        ("file:///tmp/a.html", "file://", True),
        ("https://example.org/", "file://", False),
    ],
)
def test_origin(url, origin, within):
    assert stays_within(url, origin) is within


@pytest.mark.needs("chromium")
def test_browser_sees_errors_and_foreign_requests(page_factory, tmp_path):
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>t</title><link rel=icon href='data:,'><p id=p>plain</p>"
        "<script>document.getElementById('p').textContent = 'scripted'</script>"
        "<script>console.error('said')</script><script>undefined.thrown</script>"
        "<img src='http://foreign.invalid/x.png' alt=''>"
    )
    handler = partial(QuietHandler, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_address[1]}"
        watched = page_factory(origin)
        watched.page.goto(origin + "/index.html")
        plain = page_factory(origin, java_script_enabled=False)
        plain.page.goto(origin + "/index.html")
        server.shutdown()
    assert watched.page.text_content("#p") == "scripted"
    assert plain.page.text_content("#p") == "plain"
    assert watched.foreign_requests == ["http://foreign.invalid/x.png"]
    assert any("said" in error for error in watched.console_errors)
    assert any("thrown" in error for error in watched.console_errors)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):  # noqa: A002 - the name in the base class
        pass
