"""A browser page that remembers what a page of the site must not do; made by the fixture `page_factory`."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class WatchedPage:
    """A page, and what it did that a page of the site must not do."""

    page: "Page"
    console_errors: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Errors and warnings of the console."""
    failed_requests: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)

    def watch(self, origin: str) -> None:
        """Notes errors and each request that leaves the origin."""

        def note_request(url: str) -> None:
            if not stays_within(url, origin):
                self.foreign_requests.append(url)

        def note_message(message: Any) -> None:
            text = f"{message.text} ({message.location.get('url', '')})"
            if message.type == "error":
                self.console_errors.append(text)
            if message.type in {"error", "warning", "assert"}:
                self.complaints.append(text)

        def note_error(error: Any) -> None:
            self.console_errors.append(str(error))
            self.complaints.append(str(error))

        def note_response(response: Any) -> None:
            if response.status >= 400:
                self.failed_requests.append(f"{response.status} {response.url}")

        self.page.on("console", note_message)
        self.page.on("pageerror", note_error)
        self.page.on("requestfailed", lambda request: self.failed_requests.append(request.url))
        self.page.on("response", note_response)
        self.page.on("request", lambda request: note_request(request.url))
        self.page.on("websocket", lambda socket: note_request(socket.url))


def stays_within(url: str, origin: str) -> bool:
    """Whether a request stays within an origin such as `http://127.0.0.1:8000` or `file://`."""
    if url.startswith(("data:", "blob:", "about:")):
        return True
    origin = origin.rstrip("/")
    return url == origin or url.startswith(origin + "/") or (origin == "file:" and url.startswith("file:///"))
