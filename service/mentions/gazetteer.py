"""Countries of the world: names, adjectives and capitals; and given names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Gender = Literal["m", "f", "u"]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Each lookup leads to the country's plain name.

    adjectives: "Ruritanian" and, added here, plural demonyms ("Ruritanians").
    capitals: cities that stand for the government that sits there.
    """

    names: dict[str, str]
    adjectives: dict[str, str]
    capitals: dict[str, str]

    def country(self, words: str) -> str | None:
        """The country that a name, adjective or capital belongs to."""
        return self.names.get(words) or self.adjectives.get(words) or self.capitals.get(words)


def _lines(name: str) -> list[str]:
    text = (files("service.mentions") / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def world() -> Gazetteer:
    names: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for line in _lines("countries.txt"):
        name, adjective, capital, others = (part.strip() for part in line.split("|"))
        for form in (name, *filter(None, others.split(","))):
            names[form] = name
        for form in filter(None, adjective.split(",")):
            adjectives[form] = name
            if not form.endswith(("ese", "ish", "ch", "ss", "s", ".")):
                adjectives.setdefault(form + "s", name)
        for form in filter(None, capital.split(",")):
            capitals[form] = name
    return Gazetteer(names, adjectives, capitals)


@cache
def given_names() -> dict[str, Gender]:
    """Given name → the gender that it most often tells: "m", "f", or "u" for either."""
    found: dict[str, Gender] = {}
    for line in _lines("given_names.txt"):
        gender, *names = line.split()
        for name in names:
            found[name] = "m" if gender == "m" else "f" if gender == "f" else "u"
    return found
