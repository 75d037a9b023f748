"""What is seen of a page in three visits: in windows from a phone's to a desktop's, without scripts, and from a file.

To open a page costs more than to measure it, so each visit takes all that it can tell, in an order in which no
measurement disturbs the next.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from quality.keyboard import walked
from quality.layout import FAULTS
from site_pages import Sites
from watched_page import WatchedPage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
DESKTOP = {"width": 1280, "height": 800}
HALF = {"width": 640, "height": 400}
"""A desktop zoomed to 200 %: half as many pixels of CSS."""
PHONE = {"width": 360, "height": 740}
WALKED_ON_A_PHONE = ("home", "claims browser", "claim, measured", "glossary", "comparison, filled", "benchmark")

RUN_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.html.slice(0, 160)).join(" | ")}`);
}"""

TWICE_THE_TEXT = """() => {
  const root = document.documentElement;
  root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;
}"""

LARGEST = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const last = list.getEntries().at(-1);
    resolve({ text: (last.element?.textContent ?? "").trim(), address: last.url });
  }).observe({ type: "largest-contentful-paint", buffered: true });
})"""

BLOCKING = """() => [...document.querySelectorAll("script[src]:not([defer], [async])")].map((e) => e.outerHTML)"""


@dataclass
class Seen:
    """What the visits to the page of one type showed; lists of faults, each in words."""

    noise: dict[str, list[str]] = field(default_factory=dict)
    """By visit (served, plain, file): what the console says, requests that failed, and requests to others."""
    axe: dict[str, list[str]] = field(default_factory=dict)
    layout: dict[str, list[str]] = field(default_factory=dict)
    keyboard: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    first_view: dict[str, str] = field(default_factory=dict)
    """What a phone with an empty cache loads: the path of each file, and what it is."""
    largest: dict[str, str] = field(default_factory=dict)
    plain: dict[str, object] = field(default_factory=dict)
    from_file: dict[str, int] = field(default_factory=dict)


def settled(page: "Page", address: str) -> None:
    """Opens a page and waits until its scripts have drawn what they draw."""
    page.goto(address)
    drawn(page)
    filled(page)


def filled(page: "Page") -> None:
    """Lets the lists of the environment fill, which wait for a reader who comes near."""
    if page.locator("#env-do").count():
        page.evaluate("document.getElementById('result').scrollIntoView()")
        page.wait_for_selector("#env-do li")
        page.evaluate("scrollTo(0, 0)")


def drawn(page: "Page") -> None:
    """Waits until the scripts of a page have drawn what they draw, and stops what moves."""
    listed = "compare" in page.url or "claims/index" in page.url
    page.wait_for_selector("#results:not([aria-busy])" if listed else "h1")
    # Links fade from one colour to another when the scheme is set; what counts is where they arrive.
    page.add_style_tag(content="*, ::before, ::after { transition: none !important; animation: none !important }")


def axe(page: "Page", *schemes: str) -> dict[str, list[str]]:
    """What axe finds in each of these schemes, light and dark; the page is left in the last."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found = {}
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        value = {"light": "default", "dark": "slate"}[scheme]
        page.wait_for_function("value => document.body.dataset.mdColorScheme === value", arg=value)
        found[scheme] = page.evaluate(RUN_AXE)
    return found


class Visitor:
    """Visits the page of a type in the sites with a browser."""

    def __init__(self, browser: "Browser", sites: Sites, name: str) -> None:
        """Takes the browser, and the name of the type."""
        self.browser, self.sites, self.name = browser, sites, name
        self.seen = Seen()

    def visit(self, kind: str, look: Callable[[WatchedPage, str], None], **options: object) -> None:
        """Opens the page in a context of its own, which has an empty cache, and looks at it."""
        local = kind == "file"
        with closing(self.browser.new_context(color_scheme="light", **options)) as context:  # type: ignore[arg-type]
            watched = WatchedPage(context.new_page())
            watched.watch("file:" if local else self.sites.origin(self.name))
            look(watched, f"file://{self.sites.file(self.name)}" if local else self.sites.address(self.name))
            self.seen.noise[kind] = watched.complaints + watched.failed_requests + watched.foreign_requests

    def served(self, watched: WatchedPage, address: str) -> None:
        """The first view of a phone, then the same page in wider windows."""
        page, loaded = watched.page, self.seen.first_view

        def note(request: "Request") -> None:
            loaded.setdefault(urlsplit(request.url).path, request.resource_type)

        page.on("request", note)
        page.goto(address)
        self.seen.first_view = dict(loaded)
        drawn(page)
        self.seen.largest = page.evaluate(LARGEST)
        filled(page)
        self.seen.layout["phone"] = page.evaluate(FAULTS)
        self.seen.axe["phone, light"] = axe(page, "light")["light"]
        page.set_viewport_size(HALF)  # type: ignore[arg-type]
        self.seen.layout["zoom of 200 %"] = page.evaluate(FAULTS)
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        self.seen.axe |= {f"desktop, {scheme}": found for scheme, found in axe(page, "dark", "light").items()}
        self.seen.keyboard["desktop"] = walked(page)
        page.evaluate(TWICE_THE_TEXT)
        self.seen.layout["text of twice the size"] = page.evaluate(FAULTS)
        if self.name in WALKED_ON_A_PHONE:
            page.set_viewport_size(PHONE)  # type: ignore[arg-type]
            settled(page, address)
            self.seen.keyboard["phone"] = walked(page)

    def plain(self, watched: WatchedPage, address: str) -> None:
        """What there is without scripts."""
        page = watched.page
        page.goto(address)
        self.seen.plain = {
            "headings": page.locator("main h1").count(),
            "article": page.inner_text("main article"),
            "text": page.locator("body").text_content(),
            "idle": page.locator("button:visible:not([type=submit])").count(),
            "blocking": page.evaluate(BLOCKING),
        }

    def file(self, watched: WatchedPage, address: str) -> None:
        """Whether it has its styles and content."""
        page = watched.page
        settled(page, address)
        sheets, headings = page.evaluate("document.styleSheets.length"), page.locator("main h1").count()
        self.seen.from_file = {"sheets": sheets, "headings": headings}


def seen(browser: "Browser", sites: Sites, name: str) -> Seen:
    """Makes all visits to the page of a type. Only a server shows the page for a missing address."""
    visitor = Visitor(browser, sites, name)
    visitor.visit("served", visitor.served, viewport=PHONE)
    visitor.visit("plain", visitor.plain, viewport=DESKTOP, java_script_enabled=False)
    if name != "missing":
        visitor.visit("file", visitor.file)
    return visitor.seen
