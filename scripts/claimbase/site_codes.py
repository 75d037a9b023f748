"""What can be wrong with a site while it is built, documented like every other problem."""

from .codes import Code
from .model import Level

SITE_CODES = (
    Code(
        "B101",
        "hand-written page cannot be rendered",
        "A page of docs/ would be missing, or be another than its source says.",
        "an include of a file that is not there",
        "an include of a file that is",
        "mend the page or setting that the message names",
    ),
    Code(
        "B102",
        "link to a page that the site lacks",
        "Who follows it finds nothing.",
        "[the claim](claims/no-such-claim.html)",
        "[the claim](claims/cpr-exec-peak-memory.html)",
        "mend the link, or add what it leads to",
    ),
    Code(
        "B103",
        "link to an anchor that the page lacks",
        "The reader lands at the top of a page and must look for what was meant.",
        "[the item](claims/cpr-exec-peak-memory.html#e99)",
        "[the item](claims/cpr-exec-peak-memory.html#e1)",
        "mend the anchor",
    ),
    Code(
        "B104",
        "page loads something from elsewhere",
        "A reader's visit would be told to somebody else, and the page would need a network.",
        "an image with an address on another host",
        "the image as a file of docs/",
        "keep what pages load in the site itself",
    ),
    Code(
        "B105",
        "folder is not ours to replace",
        "A build replaces the whole folder; what is in it would be lost.",
        "--out with a folder of photographs",
        "--out with a new folder, or an earlier site",
        "empty the folder or name another one",
    ),
    Code(
        "B106",
        "two files at one address",
        "One of the two would be lost without a word.",
        "docs/claims/x.md beside a claim x",
        "one of the two under another name",
        "give one another id",
    ),
    Code(
        "B107",
        "file cannot be read or written",
        "The preview shows what it had before.",
        "a file without permission to read it",
        "a file that whoever builds can read",
        "see that the file can be read and written",
    ),
    Code(
        "B108",
        "search index cannot be made",
        "Readers would search in vain.",
        "a search program that ends with an error",
        "one that ends well",
        "see what the program says, or install it anew",
    ),
    Code(
        "B109",
        "search program is not installed",
        "The site is built without full-text search; filters work all the same.",
        "an installation without requirements.lock",
        "make setup",
        "install what requirements.lock names",
        Level.WARNING,
    ),
)
"""What `build`, `serve` and `mkdocs` can find besides problems of the data."""
