"""The tone in which a verdict is told where a terminal has colours."""

from .model import Verdict
from .outline import Tone

VERDICT_TONES = {
    Verdict.SUPPORTED: Tone.FOR,
    Verdict.SUPPORTED_WITH_LIMITS: Tone.FOR,
    Verdict.REFUTED: Tone.AGAINST,
    Verdict.OVERSTATED: Tone.UNSURE,
    Verdict.CONTESTED: Tone.UNSURE,
}
"""Verdicts that are not named here take no side."""
