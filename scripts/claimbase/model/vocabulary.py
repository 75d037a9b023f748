"""The controlled vocabulary; legend, method page and JSON Schema are made from these docstrings."""

from .base import Term


class ClaimType(Term):
    """What sort of sentence a claim is."""

    FACT = "fact", "States something that is so or not so."
    COMPARISON = "comparison", "States that one thing is more, less or the same as another."
    CAUSAL = "causal", "States that one thing brings about another."
    PREDICTION = "prediction", "States what will be so by a day that the claim names."
    ADVICE = "advice", "Says what to do; it is answered by other claims, not assessed."
    QUESTION = "question", "Asks; the claim is worded as what the question takes for granted."
    OPINION = "opinion", "Values something; no observation could decide it."
    PROMOTION = "promotion", "Praises a product or asks for attention; no observation could decide it."

    @property
    def assessable(self) -> bool:
        """Whether evidence can decide a claim of this type."""
        return self not in {ClaimType.ADVICE, ClaimType.OPINION, ClaimType.PROMOTION}


class Direction(Term):
    """Which side of the claim an evidence item takes."""

    SUPPORTS = "supports", "Speaks for the statement."
    CONTRADICTS = "contradicts", "Speaks against the statement."
    CONTEXT = "context", "Helps to understand the statement; takes no side and has no level."


class EvidenceKind(Term):
    """What sort of observation an evidence item is; the start level comes from here."""

    SOURCE_CODE = "source-code", "Lines of source code at a commit."
    TEST_RUN = "test-run", "A run of our own: with its commands and what was seen, or bound to recorded outcomes."
    MEASUREMENT = "measurement", "An assertion evaluated from raw samples that the project keeps."
    PACKAGE_RECORD = "package-record", "What a package archive records: name, version, suite."
    RELEASE_DOCUMENT = "release-document", "Documentation or announcement that belongs to a release."
    CHANGE_RECORD = "change-record", "A commit message or the change that it describes."
    MAINTAINER_STATEMENT = "maintainer-statement", "What a maintainer of the code wrote in public."
    REPORTED_MEASUREMENT = "reported-measurement", "Figures that someone else measured and published."
    THIRD_PARTY_REPORT = "third-party-report", "An account by someone outside the project."
    VENDOR_STATEMENT = "vendor-statement", "What a vendor says about its own field or product."
    SURVEY_STATISTIC = "survey-statistic", "A figure from a survey."
    INFERENCE = "inference", "A conclusion of ours from other facts."
    SEARCH_RECORD = "search-record", "Where we looked, for what, when, and how much was found; has no level."

    @property
    def primary(self) -> bool:
        """Whether the item is the observation itself and not somebody's account of it."""
        return self in {
            EvidenceKind.SOURCE_CODE,
            EvidenceKind.TEST_RUN,
            EvidenceKind.MEASUREMENT,
            EvidenceKind.PACKAGE_RECORD,
            EvidenceKind.RELEASE_DOCUMENT,
            EvidenceKind.CHANGE_RECORD,
            EvidenceKind.MAINTAINER_STATEMENT,
        }


class LimitDomain(Term):
    """Why an item counts for less than its kind; the domains of GRADE (Guyatt et al. 2008)."""

    RISK_OF_BIAS = "risk-of-bias", "The source gains from the side it takes, or the method leans to one side."
    INCONSISTENCY = "inconsistency", "The source disagrees with itself or with its own figures."
    INDIRECTNESS = "indirectness", "The item is not the observation that the test names."
    IMPRECISION = "imprecision", "The figure is too coarse or rests on too few observations."
    PUBLICATION_BIAS = "publication-bias", "Only the favourable cases are likely to have been published."


class Outcome(Term):
    """What the evidence says in one cell of a claim's scope."""

    HOLDS = "holds", "The evidence for the statement outweighs the evidence against it here."
    FAILS = "fails", "The evidence against the statement outweighs the evidence for it here."
    CONTESTED = "contested", "Good evidence stands on both sides here and neither outweighs the other."
    OPEN = "open", "No evidence of at least level 2 speaks to this environment."


class Verdict(Term):
    """The computed answer to a claim."""

    SUPPORTED = "supported", "Holds in every environment that the claim speaks of."
    SUPPORTED_WITH_LIMITS = "supported-with-limits", "Holds where checked; other environments are open."
    OVERSTATED = "overstated", "Holds in some environments and fails in others."
    CONTESTED = "contested", "Good evidence stands on both sides in at least one environment."
    REFUTED = "refuted", "Fails wherever it was checked."
    UNSUPPORTED = "unsupported", "We looked and found no evidence of weight for or against it."
    NOT_ASSESSED = "not-assessed", "Not a statement that evidence can decide yet, or nobody has looked."

    @property
    def words(self) -> str:
        """How pages word the verdict."""
        return {
            Verdict.SUPPORTED_WITH_LIMITS: "holds where checked",
            Verdict.NOT_ASSESSED: "not assessed",
        }.get(self, str(self))


class Certainty(Term):
    """How sure the verdict is."""

    HIGH = "high", "Rests on direct observation, and the best objection is answered."
    MODERATE = "moderate", "Rests on good evidence that is one step away, or is opposed."
    LOW = "low", "Rests on evidence that a better source could overturn."


class RelationKind(Term):
    """How one claim bears on another."""

    DEPENDS_ON = "depends-on", "This claim stands only if the other does."
    REFINES = "refines", "This claim is a narrower form of the other."
    CONTRADICTS = "contradicts", "Both cannot hold."
    SAME_AS = "same-as", "Both say the same."


class NotCheckable(Term):
    """Why a sentence of the article has no claim."""

    PROMOTION = "promotion", "It advertises."
    ADVICE = "advice", "It tells the reader what to do."
    OPINION = "opinion", "It values; no observation could decide it."
    TRANSITION = "transition", "It leads from one part of the text to the next."
    ANSWERED_BY_PRESUPPOSITION = (
        "answered-by-presupposition",
        "It only takes for granted what another sentence states; that one is answered.",
    )


class Retirement(Term):
    """Why a claim id is no longer in use."""

    MOVED = "moved", "Another claim has taken its place."
    SPLIT = "split", "Several claims have taken its place."
    WITHDRAWN = "withdrawn", "It should not have been made."


class Applicability(Term):
    """Whether a claim speaks of a reader's environment."""

    APPLIES = "applies", "The claim speaks of this environment."
    MAY_APPLY = "may-apply", "Whether the claim speaks of this environment depends on an answer that is missing."
    DOES_NOT_APPLY = "does-not-apply", "The claim speaks of other environments."


class WhyNot(Term):
    """Why a claim does not, or may not, speak of a reader's environment."""

    VERSION_OUT_OF_RANGE = "version-out-of-range", "It speaks of other release series."
    FEATURE_NOT_USED = "feature-not-used", "It speaks of something that is not in use here."
    COMPONENT_NOT_BUILT = "component-not-built", "It speaks of a part of QEMU that is not in this build."
    HOST_NOT_AFFECTED = "host-not-affected", "It speaks of another kind of host."
    MITIGATED_BY_CONFIGURATION = "mitigated-by-configuration", "The configuration here avoids what it speaks of."
    ANSWER_MISSING = "answer-missing", "It speaks of some of the answers that are still possible, not of others."

    @property
    def words(self) -> str:
        """How pages word the reason."""
        return str(self).replace("-", " ")


class Level(Term):
    """How grave a problem is."""

    ERROR = "error", "Must be mended before the base can be built."
    WARNING = "warning", "Should be mended; the base still builds."


class Effect(Term):
    """What it means for a recommendation that one of its rules fires."""

    BLOCK = "block", "Speaks against it: the answer is to wait until this has changed."
    CONDITION = "condition", "Has to be seen to: the answer is to go only if what it says is done."
    ALLOW = "allow", "Speaks for it: without at least one of these the answer is not to go."


class Recommendation(Term):
    """What a memo answers to a question."""

    GO = "go", "Something speaks for it, and nothing known here stands in the way."
    GO_WITH_CONDITIONS = "go-with-conditions", "Something speaks for it, if the conditions are met."
    WAIT = "wait", "Something that is known here speaks against it."
    NOT_ENOUGH_KNOWN = "not-enough-known", "An answer is missing that could block it, or nothing speaks for it."

    @property
    def words(self) -> str:
        """How memos word the recommendation."""
        return str(self).replace("-", " ")


class MeasurementOutcome(Term):
    """What raw samples or recorded outcomes say about an assertion."""

    SUPPORTS = "supports", "The whole interval lies on the asserted side; or all test-runs ended as asserted."
    CONTRADICTS = "contradicts", "The whole interval lies on the other side; or no test-run ended as asserted."
    INCONCLUSIVE = "inconclusive", "The interval lies across the threshold; or some test-runs ended as asserted."
    UNDERPOWERED = (
        "underpowered",
        "Too few samples or runs; or an interval across the threshold, wider than the smallest effect of interest.",
    )
    NO_SAMPLES = "no-samples", "No samples or runs of this definition are in the base yet."
