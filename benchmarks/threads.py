"""How many threads the reading model is best given, on the stories that ship: threads of the runtime, and side by side.

python -m benchmarks.threads [ROUNDS]
"""

import json
import sys
import time

from dragoman.demo import STORIES
from dragoman.reading.parser import MODELS, Parser
from dragoman.reading.runtime import Runtime, session


def main(rounds: int = 4) -> None:
    """Print each setting: sentences a second by the clock, and processor milliseconds a sentence."""
    texts = [json.loads(line)["text"] for line in STORIES.read_text(encoding="utf-8").splitlines()] * rounds
    for side_by_side in (1, 2):
        for of_runtime in (1, 2):
            parser = Parser(MODELS / "en", runtime=Runtime(threads=side_by_side))
            parser._session = session(MODELS / "en" / "reader.onnx", threads=of_runtime)
            list(parser.parse_many(texts[:4]))
            began, own = time.perf_counter(), time.process_time()
            count = sum(len(each) for each in parser.parse_many(texts))
            clock, own = time.perf_counter() - began, time.process_time() - own
            print(
                f"{side_by_side} side by side, {of_runtime} of the runtime each: {count / clock:6.1f} sentences/s, "
                f"{own / count * 1000:5.2f} ms of a core a sentence",
                flush=True,
            )


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
