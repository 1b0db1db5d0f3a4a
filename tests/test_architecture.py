"""The architecture page and the code agree."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def layers() -> list[set[str]]:
    """The import-linter layers, top first."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    listed = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return [{name.strip().removeprefix("service.") for name in row.split("|")} for row in listed]


def test_every_module_stands_in_a_layer() -> None:
    """No module of the service escapes the one-way contract."""
    modules = {
        path.stem
        for path in (ROOT / "service").iterdir()
        if path.stem != "__init__" and not path.name.startswith(("_", "."))
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert modules == set().union(*layers())


def test_the_picture_shows_the_layers_in_their_order() -> None:
    """Each layer's modules appear in the picture, below those of the layer above."""
    page = (ROOT / "docs" / "architecture.md").read_text()
    picture = page[page.index("┌") : page.index("┘")]
    last = -1
    for layer in layers():
        rows = [
            number
            for number, row in enumerate(picture.splitlines())
            if layer & set(re.findall(r"[│,] ?(\w+)", row))
        ]
        assert rows, layer
        assert rows[0] > last, layer
        last = rows[-1]
