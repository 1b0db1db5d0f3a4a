"""What takes seconds to import is imported when it is needed."""

from __future__ import annotations

import subprocess
import sys


def test_asking_imports_no_model_library() -> None:
    """The command line answers `--help` without LangChain, the SDK or llama.cpp."""
    heavy = ("langchain", "langchain_openai", "langchain_core", "openai", "xllamacpp", "httpx")
    program = (
        "import sys, service.asking, service.models, service.models.weights\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
