"""The formats in which a claim, a source or an edition is cited."""

from claimbase.model.base import Term


class Format(Term):
    """A way to write a citation."""

    APA = "apa", "Plain text as the American Psychological Association wants it, 7th edition."
    IEEE = "ieee", "Plain text as IEEE journals want it; the number in front is your own list's."
    CHICAGO = "chicago", "Plain text by the Chicago Manual of Style, 18th edition, author and date."
    HARVARD = "harvard", "Plain text as universities call Harvard, by Cite Them Right, 12th edition."
    BIBTEX = "bibtex", "An entry for BibTeX and biblatex."
    RIS = "ris", "A record that EndNote, Mendeley, Zotero and most others import."
    CSL_JSON = "csl-json", "Data for Pandoc, Zotero and whatever else uses the Citation Style Language."
    TOKEN = "token", "The token alone: the shortest, and the one that programs check."
    FOOTNOTE = "footnote", "A footnote for Markdown."

    @property
    def label(self) -> str:
        """Its name as people write it."""
        return _LABELS[self]


_LABELS = {
    Format.APA: "APA",
    Format.IEEE: "IEEE",
    Format.CHICAGO: "Chicago",
    Format.HARVARD: "Harvard",
    Format.BIBTEX: "BibTeX",
    Format.RIS: "RIS",
    Format.CSL_JSON: "CSL-JSON",
    Format.TOKEN: "Token",
    Format.FOOTNOTE: "Markdown footnote",
}

PLAIN = (Format.APA, Format.IEEE, Format.CHICAGO, Format.HARVARD)
"""The styles of plain text."""
