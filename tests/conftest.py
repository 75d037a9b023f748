"""What all tests share: determinism, the rule about skips, a browser, and the built sites that it looks at."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import own_loop
import pytest
from hypothesis import HealthCheck, settings
from machine import chromium
from made_once import made_once
from served import served
from site_pages import REAL, ROOT, SMALL, Sites, write_small_base
from watched_page import WatchedPage

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ["requirements_plugin", "pytester"]

own_loop.allow()

# The same examples on every machine and in every run: a red test is the change's own doing.
# How long an example takes says more about the machine than about the code.
settings.register_profile(
    "claimbase",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("claimbase")

BROWSER_FLAGS = [
    "--headless=new",
    "--no-sandbox",  # Chromium refuses its sandbox as root, which CI is; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that asks another host gets no answer; that it asked is seen in foreign_requests.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The system's Chromium, headless; the test is skipped where there is none."""
    from requirements_plugin import require

    require("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS, chromium_sandbox=False)
        yield instance
        instance.close()


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The sites of the real base and of the small one, built once in a run and served over loopback."""
    from claimbase.site import build_site

    def build(folder: Path) -> None:
        roots = {REAL: ROOT, SMALL: write_small_base(folder / "base")}
        for name, root in roots.items():
            report = build_site(root, folder / name, lambda *_: None)
            assert report.built, report.problems

    folder = made_once(tmp_path_factory, "sites", build)
    folders = {name: folder / name for name in (REAL, SMALL)}
    with served(folders[REAL]) as real, served(folders[SMALL]) as small:
        yield Sites(folders, {REAL: real, SMALL: small})


@pytest.fixture
def page_factory(browser: "Browser") -> Generator[Callable[..., WatchedPage]]:
    """Opens watched pages, each in a context of its own: `page_factory(origin, java_script_enabled=False)`.

    What the second argument on names goes to Playwright's `new_context` (color_scheme, viewport, offline …).
    """
    contexts = []

    def open_page(origin: str, **options: Any) -> WatchedPage:
        context = browser.new_context(**options)
        contexts.append(context)
        watched = WatchedPage(context.new_page())
        watched.watch(origin)
        return watched

    yield open_page
    for context in contexts:
        context.close()
