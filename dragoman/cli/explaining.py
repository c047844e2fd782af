"""Which words a trained decision hangs on, for `explain`."""

from dragoman.coding.trained import TrainedCoder
from dragoman.coding.weighing import Weight, weights
from dragoman.events import Recorded
from dragoman.export.wording import shown
from dragoman.reading.article import Reader

_MOST = 5


def weighed_words(each: Recorded, language: str) -> list[Weight]:
    """The words that weighed in a trained choice of type; none for other coders, or where no sentence is kept."""
    report = each.report
    if not report.coder.startswith(TrainedCoder.name) or report.sentence is None or not each.sentence:
        return []
    coder = TrainedCoder(language)
    start = report.anchor.start - report.sentence.start
    anchor = (start, start + report.anchor.end - report.anchor.start)
    reader = Reader.load(language, coder.branch)
    return weights(coder, reader.read_many, each.sentence, anchor, report.type)


def weighed_lines(each: Recorded, language: str) -> list[str]:
    """A line with the weightiest words, each with what the chance of the type loses without it; none without any."""
    told = ", ".join(f"“{shown(one.word)}” {one.loss:+.2f}" for one in weighed_words(each, language)[:_MOST])
    return [f"weighed most in the type, beside the words that name the act: {told}"] if told else []
