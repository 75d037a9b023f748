"""The article and the findings: complete, in order, each sentence dealt with in one way."""

from collections.abc import Iterator

from .rule import Context, Found, rule

MAX_PARAPHRASE = 20
"""The largest number of words of a paraphrase."""


@rule(
    "A801",
    "unknown source of the article",
    why="The examined article is a source like any other.",
    bad="source: no-such-source",
    good="source: diskinternals-qemu-10-2-impact",
    fix="correct the id, or add the source under claims/sources/",
    subject="base",
)
def article_source(context: Context) -> Iterator[Found]:
    """Yield the article if its source does not exist."""
    article = context.kb.article
    if article and context.unknown(article.source, context.kb.sources):
        yield Found(("source",), f"there is no source {article.source}", "", file="article")


@rule(
    "A802",
    "sentence numbers not in order",
    why="Locators point at sentences by number; none may be left out.",
    bad="number: 1, then number: 3",
    good="number: 1, then number: 2",
    fix="number the sentences 1, 2, 3 … in the order of the article",
    subject="base",
)
def sentences_numbered(context: Context) -> Iterator[Found]:
    """Yield the first sentence whose number is not its place."""
    for index, sentence in enumerate(context.kb.article.sentences if context.kb.article else ()):
        if sentence.number != index + 1:
            message = f"sentence {sentence.number} stands at place {index + 1}"
            yield Found(("sentences", index, "number"), message, "", file="article")
            return


@rule(
    "A803",
    "sentence not dealt with in exactly one way",
    why="A sentence is answered by claims, or cannot be checked, or is still to be answered.",
    bad="a sentence with neither claims, not_checkable nor unanswered",
    good="claims: [live-update-guest-pause]",
    fix="give exactly one of claims, not_checkable and unanswered",
    subject="base",
)
def sentence_dealt_with(context: Context) -> Iterator[Found]:
    """Yield each sentence that has none or several of `claims`, `not_checkable` and `unanswered`."""
    for index, sentence in enumerate(context.kb.article.sentences if context.kb.article else ()):
        given = {
            "claims": bool(sentence.claims),
            "not_checkable": sentence.not_checkable is not None,
            "unanswered": sentence.unanswered is not None,
        }
        names = [name for name, is_given in given.items() if is_given]
        if len(names) != 1:
            has = " and ".join(names) if names else "none of claims, not_checkable and unanswered"
            yield Found(("sentences", index), f"sentence {sentence.number} has {has}", "", file="article")


@rule(
    "A804",
    "paraphrase too long",
    why="The article's sentences are not copied; a paraphrase says what is claimed in a few words of our own.",
    bad="a paraphrase of 40 words",
    good="a paraphrase of 12 words",
    fix=f"cut it to at most {MAX_PARAPHRASE} words",
    subject="base",
)
def paraphrase_short(context: Context) -> Iterator[Found]:
    """Yield each paraphrase of more than 20 words."""
    for index, sentence in enumerate(context.kb.article.sentences if context.kb.article else ()):
        words = len(sentence.paraphrase.split())
        if words > MAX_PARAPHRASE:
            yield Found(("sentences", index, "paraphrase"), f"the paraphrase has {words} words", "", file="article")


@rule(
    "A805",
    "claim given twice",
    why="A second mention in one list says nothing.",
    bad="claims: [a, a]",
    good="claims: [a, b]",
    fix="delete one of the two",
    subject="base",
)
def claims_once(context: Context) -> Iterator[Found]:
    """Yield each claim that stands twice among the findings or in one sentence."""
    seen: set[str] = set()
    for index, finding in enumerate(context.kb.findings.findings if context.kb.findings else ()):
        if finding.claim in seen:
            yield Found(("findings", index, "claim"), f"{finding.claim} is a finding already", "", file="findings")
        seen.add(finding.claim)
    for index, sentence in enumerate(context.kb.article.sentences if context.kb.article else ()):
        for number, claim in enumerate(sentence.claims):
            if claim in sentence.claims[:number]:
                yield Found(("sentences", index, "claims", number), f"{claim} is given twice", "", file="article")
