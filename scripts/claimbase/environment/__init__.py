"""A reader's environment: a profile read from YAML or an address, and what each claim comes to in it; pure.

The one way through, for the command line, the memo and the tests of the page:

    reading = read_profile(data, "profile.yml", facets)      # or read_fragment("#profile=1&qemu=10.2", facets)
    reading.profile, reading.problems                        # what could be used, and what could not and why
    standings(claims, assessments, facets, reading.profile)  # one Standing a claim, in the order of the claims
    by_weight(standings, findings)                           # in the order in which a reader should look at them
    most_settling(claims, assessments, facets, profile)      # the open questions, the one that settles most first

No rule of the rubric is here: verdicts come from `assess.judged`, over the cells that the answers leave. What is said
of missing answers follows from comparing outcomes. The page does the same by look-up, from tables that `render` makes
of these functions: `assets/profile.js` reads and writes profiles, `assets/standings.js` gives
`claimbase.standings(profile)`, and `assets/environment.js` is the page; a test compares them with this package.

To add a part to the page: a section at the end of `templates/environment.html`, a script of its own that waits for
the event `claimbase:standings` on `document` (its `detail` holds profile and standings), and data as a classic script.
"""

from .answers import Reading
from .codes import PROFILE_CODES
from .fragment import fragment_of, read_fragment
from .possible import Possible, possible
from .reading import MAX_PROFILE_BYTES, read_profile
from .settling import Settling, by_weight, most_settling
from .standing import FittingAdvice, Ground, Judgement, Standing, standing, standings
from .writing import profile_text

__all__ = [
    "MAX_PROFILE_BYTES",
    "PROFILE_CODES",
    "FittingAdvice",
    "Ground",
    "Judgement",
    "Possible",
    "Reading",
    "Settling",
    "Standing",
    "by_weight",
    "fragment_of",
    "most_settling",
    "possible",
    "profile_text",
    "read_fragment",
    "read_profile",
    "standing",
    "standings",
]
