"""Every problem code of the program in one table: rule pages, SARIF and `claimbase rule` are made from it."""

from functools import cache

from .change_codes import CHANGE_CODES
from .citation_codes import CITATION_CODES
from .codes import Code, by_code
from .collector_codes import COLLECTOR_CODES
from .fixing import FIXERS
from .lint import codes as data_codes
from .locking import LOCK_CODES
from .site_codes import SITE_CODES
from .verification import VERIFICATION_CODES


@cache
def documented() -> tuple[Code, ...]:
    """Return the documentation of every code, sorted; a code given twice raises ValueError."""
    return tuple(
        sorted(
            by_code(
                [
                    *data_codes(),
                    *CHANGE_CODES,
                    *CITATION_CODES,
                    *COLLECTOR_CODES,
                    *LOCK_CODES,
                    *SITE_CODES,
                    *VERIFICATION_CODES,
                ]
            ).values()
        )
    )


def is_fixed(code: str) -> bool:
    """Whether `claimbase fix` can mend what has this code."""
    return code in FIXERS
