"""The file of a model and where it is to run come in; a session of ONNX Runtime that runs it goes out."""

from dataclasses import dataclass
from pathlib import Path

import onnxruntime

from dragoman.errors import Stop

PROVIDERS = {
    "cpu": ("CPUExecutionProvider", ""),
    "cuda": ("CUDAExecutionProvider", "pip uninstall onnxruntime; pip install 'onnxruntime-gpu[cuda,cudnn]'"),
    "directml": ("DmlExecutionProvider", "pip uninstall onnxruntime; pip install onnxruntime-directml"),
    "openvino": ("OpenVINOExecutionProvider", "pip uninstall onnxruntime; pip install onnxruntime-openvino"),
    "coreml": ("CoreMLExecutionProvider", "onnxruntime has it on macOS alone"),
}
"""What a setting `provider` may say: the runtime's name for it, and how to come by it where it is absent."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """Where the models run: by which `provider`, and in how many `threads` of a process side by side; 0 is up to two.

    With one thread, batches run in the thread that asks for them, and a process keeps one core busy.
    """

    provider: str = "cpu"
    threads: int = 0


USUAL = Runtime()


def session(file: Path, provider: str = "cpu", threads: int = 1) -> onnxruntime.InferenceSession:
    """A session of a model; Stop if the provider is unknown, not installed, or does not start.

    Sentences run side by side in threads of their own, so that one thread each is enough (docs/scale.md).
    """
    if provider not in PROVIDERS:
        raise Stop(f"provider = {provider!r}.", remedy=f"It is one of {', '.join(PROVIDERS)}.")
    name, remedy = PROVIDERS[provider]
    there = onnxruntime.get_available_providers()
    if name not in there:
        has = ", ".join(each for each, (known, _) in PROVIDERS.items() if known in there)
        raise Stop(f"provider = {provider!r}: the ONNX Runtime that is installed has {has}.", remedy=f"{remedy}.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    made = onnxruntime.InferenceSession(str(file), options, providers=list(dict.fromkeys((name, _CPU))))
    if made.get_providers()[0] != name:  # the runtime falls back without a word
        raise Stop(
            f"provider = {provider!r} is installed and does not start; its driver or its libraries are missing.",
            remedy=f"{remedy}; or set provider to cpu.",
        )
    return made


_CPU = PROVIDERS["cpu"][0]
