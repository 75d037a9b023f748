"""A banner above every page that a preview serves, whatever serves it."""

import re
from collections.abc import Callable, Iterable
from typing import Any

_BODY = re.compile(rb"<body[^>]*>")


def with_banner(serve: Callable[..., Iterable[bytes]], banner: Callable[[], str]) -> Callable[..., Any]:
    """Return a WSGI application that puts a banner above every page that another one serves."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def remember(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            started.append((status, headers))

        content = serve(environ, remember)
        status, headers = started[-1]
        shown = banner()
        if not shown or ("Content-Type", "text/html") not in headers:
            start_response(status, headers)
            return content
        page = b"".join(content)
        opened = _BODY.search(page)
        at = opened.end() if opened else 0
        page = page[:at] + shown.encode() + page[at:]
        kept = [(name, value) for name, value in headers if name != "Content-Length"]
        start_response(status, [*kept, ("Content-Length", str(len(page)))])
        return [page]

    return application
