"""Tables of what claims refer to: topics, dimensions, sources, the article, retired claims, moves, editions."""

from collections.abc import Iterator

from ..source_pages import authors
from .table import Base, Column, Row, table


@table(
    "topics",
    "A part of the subject.",
    Column("id", "Id of the topic."),
    Column("title", "Its title."),
    Column("question", "The question that it answers."),
    Column("place", "Place in lists, smallest first.", "integer"),
)
def topics(base: Base) -> Iterator[Row]:
    """Yield the topics, by place."""
    for topic in base.kb.topics:
        yield topic.id, topic.title, topic.question, topic.order


@table(
    "dimensions",
    "A property of the reader's environment on which a verdict may depend.",
    Column("id", "Id of the dimension."),
    Column("title", "Its name in plain words."),
    Column("question", "The question to the reader."),
    Column("find_out", "How to find the answer."),
)
def dimensions(base: Base) -> Iterator[Row]:
    """Yield the dimensions, in file order."""
    for each in base.kb.facets.dimensions:
        yield each.id, each.title, each.question, each.find_out


@table(
    "dimension_values",
    "One answer to the question of a dimension.",
    Column("dimension", "The dimension.", refers_to="dimensions"),
    Column("value", "Id of the value."),
    Column("title", "What it means."),
    key=("dimension", "value"),
)
def dimension_values(base: Base) -> Iterator[Row]:
    """Yield the values of each dimension, in file order."""
    for each in base.kb.facets.dimensions:
        for value in each.values:
            yield each.id, value.id, value.title


@table(
    "sources",
    "A source of the bibliography.",
    Column("id", "Id of the source."),
    Column("type", "CSL item type."),
    Column("title", "Title as published."),
    Column("authors", "The authors in one line; null where none is named.", required=False),
    Column("issued", "When it was published: year, month or day.", required=False),
    Column("publisher", "Who publishes it.", required=False),
    Column("url", "Public address.", required=False),
    Column("accessed", "Day on which it was read.", required=False),
    Column("archived", "Address of an archived copy.", required=False),
    Column("origin", "Who first observed what it states; sources of one origin count once."),
    Column("interest", "The outcome that it gains from; null where no interest is known.", required=False),
    Column("interest_why", "How it gains.", required=False),
)
def sources(base: Base) -> Iterator[Row]:
    """Yield the sources, by id."""
    for source in base.kb.sources.values():
        yield (
            source.id,
            source.type,
            source.title,
            authors(source) or None,
            source.issued,
            source.publisher,
            source.URL,
            source.accessed,
            source.archived,
            source.origin,
            source.interest.favours if source.interest else None,
            source.interest.why if source.interest else None,
        )


@table(
    "retired_claims",
    "A claim that was retired; its id is never used again.",
    Column("id", "Id of the claim."),
    Column("title", "The title that it had."),
    Column("how", "What became of it: moved, split or withdrawn."),
    Column("date", "Day of the retirement."),
    Column("reason", "Why."),
    Column("successors", "Ids of the claims that took its place, by spaces; null where there is none.", required=False),
)
def retired_claims(base: Base) -> Iterator[Row]:
    """Yield the retired claims, by id."""
    for each in base.kb.tombstones.values():
        notice = each.retired
        yield each.id, each.title, str(notice.how), notice.date, notice.reason, " ".join(notice.to) or None


@table(
    "article_sentences",
    "A sentence of the examined article, in our own words.",
    Column("number", "Place in the article.", "integer"),
    Column("paraphrase", "What it says."),
    Column("type", "What sort of sentence it is."),
    Column("not_checkable", "Why it cannot be checked, as a code; null where it can.", required=False),
)
def article_sentences(base: Base) -> Iterator[Row]:
    """Yield the sentences, in order."""
    for each in base.kb.article.sentences if base.kb.article else ():
        reason = str(each.not_checkable.code) if each.not_checkable else None
        yield each.number, each.paraphrase, str(each.type), reason


@table(
    "editions",
    "A frozen edition.",
    Column("name", "Name of the edition."),
    Column("date", "Day on which it was made."),
    Column("as_of", "Day as of which claims were assessed."),
    Column("sha256", "SHA-256 of its head."),
)
def editions(base: Base) -> Iterator[Row]:
    """Yield the editions, oldest first."""
    for edition in base.kb.editions:
        yield edition.name, edition.head.date, edition.head.as_of, edition.sha256


@table(
    "edition_entries",
    "What an edition holds under an id.",
    Column("edition", "The edition.", refers_to="editions"),
    Column("id", "Id of a claim, retired claim or source."),
    Column("kind", "What it is: claim, retired or source."),
    Column("title", "Its title then."),
    Column("verdict", "The verdict then; null for what has none.", required=False),
    Column("certainty", "The certainty then.", required=False),
    Column("sha256", "SHA-256 of the frozen JSON; tokens hold its first eight digits."),
    Column("held_in", "The edition whose file holds it, since which it has not changed.", refers_to="editions"),
    key=("edition", "id"),
)
def edition_entries(base: Base) -> Iterator[Row]:
    """Yield the entries of each edition, by id."""
    for edition in base.kb.editions:
        for name, entry in sorted(edition.head.entries.items()):
            verdict, certainty = (str(each) if each else None for each in (entry.verdict, entry.certainty))
            yield (
                edition.name, name, str(entry.kind), entry.title, verdict, certainty, entry.frozen, entry.held_in,
            )  # fmt: skip
