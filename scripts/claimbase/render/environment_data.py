"""What the page of a reader's environment looks up: questions, reasons, what excludes each other, and judgements."""

from collections.abc import Iterator, Sequence

from claimbase.assess import judged_cells
from claimbase.assessment import Cell
from claimbase.frozen import LETTERS
from claimbase.model import PROFILE_FORMAT, Certainty, Facets, Outcome, Preset, Verdict, WhyNot

from .files import SiteFile
from .prose import plain
from .table import numbers_of, script
from .table_rows import CERTAINTY_LETTERS

SYMBOLS = (
    *((outcome, certainty) for outcome in (Outcome.HOLDS, Outcome.FAILS) for certainty in Certainty),
    (Outcome.CONTESTED, None),
    (Outcome.OPEN, None),
)
"""What a cell can be: its outcome and how sure it is. The bit of each in a set of cells is its place."""

_VERDICTS, _CERTAINTIES = list(Verdict), list(Certainty)


def judgements() -> tuple[str, str, str]:
    """Return the verdict of every set of symbols, where somebody looked and where nobody did, and the certainty.

    A digit for each set, at the place of its bits read as a number; no set, and no certainty, are a hyphen.
    """
    looked, not_looked, sure = ["-"], ["-"], ["-"]
    for bits in range(1, 1 << len(SYMBOLS)):
        chosen = [symbol for place, symbol in enumerate(SYMBOLS) if bits >> place & 1]
        cells = [Cell((), 0, 0, (), (), outcome, certainty) for outcome, certainty in chosen]
        verdict, certainty = judged_cells(cells, looked=True)
        looked.append(str(_VERDICTS.index(verdict)))
        not_looked.append(str(_VERDICTS.index(judged_cells(cells, looked=False)[0])))
        sure.append(str(_CERTAINTIES.index(certainty)) if certainty else "-")
    return "".join(looked), "".join(not_looked), "".join(sure)


def environment_data(facets: Facets, presets: Sequence[Preset], findings: Sequence[int]) -> Iterator[SiteFile]:
    """Yield the script that tells the page what it looks up; `findings` are the rows of the claims that decide."""
    numbers, reasons = numbers_of(facets), list(WhyNot)
    looked, not_looked, sure = judgements()
    told = {
        "format": PROFILE_FORMAT,
        "dimensions": [
            [
                dimension.id,
                dimension.title,
                plain(dimension.question),
                [[each.id, each.title, reasons.index(each.outside or dimension.outside)] for each in dimension.values],
            ]
            for dimension in facets.dimensions
        ],
        "reasons": [[reason, reason.words, reason.doc] for reason in reasons],
        "contradictions": [
            [[numbers(name, values) for name, values in each.answers.items()], plain(each.why)]
            for each in facets.contradictions
        ],
        "presets": {preset.id: {name: answer.values for name, answer in preset.answers.items()} for preset in presets},
        "findings": findings,
        "symbols": [LETTERS[outcome] + CERTAINTY_LETTERS[certainty] for outcome, certainty in SYMBOLS],
        "looked": looked,
        "unseen": not_looked,
        "sure": sure,
    }
    yield SiteFile("data/environment.js", "", script("claimbase.setting", told))
