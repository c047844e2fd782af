from pathlib import Path

import onnxruntime
import pytest

from dragoman.errors import Stop
from dragoman.reading.parser import MODELS
from dragoman.reading.runtime import PROVIDERS, session

MODEL = MODELS / "en" / "reader.onnx"


def test_the_processor_is_always_there() -> None:
    assert session(MODEL).get_providers() == ["CPUExecutionProvider"]


def test_a_provider_that_nobody_knows_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Stop, match="It is one of cpu, cuda"):
        session(MODEL, "gpu")


@pytest.mark.parametrize("provider", ["cuda", "directml", "openvino", "coreml"])
def test_a_provider_that_is_not_installed_is_named_with_the_remedy(provider: str) -> None:
    name, remedy = PROVIDERS[provider]
    if name in onnxruntime.get_available_providers():
        pytest.skip(f"{provider} is installed here")
    with pytest.raises(Stop, match="the ONNX Runtime that is installed has cpu") as stopped:
        session(MODEL, provider)
    assert remedy in str(stopped.value)


def test_a_provider_that_is_installed_and_does_not_start_is_no_silent_processor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Fallen:
        def get_providers(self) -> list[str]:
            return ["CPUExecutionProvider"]

    there = ["CUDAExecutionProvider", "CPUExecutionProvider"]
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: there)
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda *_, **__: Fallen())
    with pytest.raises(Stop, match="does not start"):
        session(Path("model.onnx"), "cuda")
