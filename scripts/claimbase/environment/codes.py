"""The codes of what a profile can have wrong; none of them keeps the rest of it from being used."""

from claimbase.codes import Code
from claimbase.model import Level

PROFILE_CODES = (
    Code("P901", "unknown facet", "Claims do not tell environments apart by it.",
         "acelerator: kvm", "accelerator: kvm", "correct the name, or leave it out"),
    Code("P902", "impossible value", "The question has no such answer.",
         "accelerator: kmv", "accelerator: kvm", "choose one of the values that the message lists"),
    Code("P903", "profile of a newer format", "What the newer format means by its answers is not known here.",
         "format: 2", "format: 1", "use the page or program that made it, or answer again what is missing"),
    Code("P904", "answers that exclude each other", "Nothing can be said of an environment that cannot be.",
         "memory-backend: private\nupdated-today-by: cpr-transfer",
         "memory-backend: shared\nupdated-today-by: cpr-transfer", "correct one of the two answers"),
    Code("P905", "part that cannot be read", "An address or file that was cut off says less than was meant.",
         "#profile=1&qemu=10.2&accel", "#profile=1&qemu=10.2&accelerator=kvm", "copy the whole of it again"),
    Code("P906", "no format number", "The number says how the answers are to be read.",
         "answers: {accelerator: kvm}", "format: 1\nanswers: {accelerator: kvm}", "add format: 1", Level.WARNING),
    Code("P907", "wrong sort of value", "The format asks for another sort here.",
         "answers: [kvm]", "answers: {accelerator: kvm}", "write what the message asks for"),
    Code("P908", "question answered twice", "Only one of the two can be meant.",
         "#profile=1&accelerator=kvm&accelerator=tcg", "#profile=1&accelerator=kvm,tcg",
         "keep one of the two, or join the values by a comma"),
    Code("P909", "unknown key", "Nothing would read it.",
         "host: here\nformat: 1", "name: here\nformat: 1", "delete it; a profile has format, name and answers"),
    Code("P910", "number where text is wanted", "Unquoted digits are a number: 10.10 would become 10.1.",
         "qemu: 10.2", 'qemu: "10.2"', "put the value in quotes", Level.WARNING),
)  # fmt: skip
"""One code for each way in which a profile can miss what is asked for."""
