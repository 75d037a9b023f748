"""An event loop may be run while Playwright's rests in the same thread.

Its synchronous interface keeps a loop of its own "running" from the first use of the browser to the end of the session:
it waits in another greenlet, and whatever runs a loop then is refused. Tests of programs that speak QMP and tests that
drive the browser share a process, in any order, so the resting loop is set aside for as long as another one runs.
"""

import asyncio
from asyncio import base_events, events
from collections.abc import Callable
from functools import wraps
from typing import Any


def _aside(run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def alone(*arguments: Any, **options: Any) -> Any:
        resting = events._get_running_loop()
        events._set_running_loop(None)
        try:
            return run(*arguments, **options)
        finally:
            events._set_running_loop(resting)

    return alone


def allow() -> None:
    """Let every way of running a loop set a resting one aside."""
    asyncio.run = _aside(asyncio.run)
    loop: Any = base_events.BaseEventLoop
    loop.run_until_complete = _aside(loop.run_until_complete)
    loop.run_forever = _aside(loop.run_forever)
