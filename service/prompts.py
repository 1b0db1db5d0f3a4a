"""Prompts: versioned files under `prompts/<task>/`, loaded strictly.

A file is YAML front matter and three sections; prompts/README.md shows one. Anything that the
format does not know is a `PromptError` with the file and the line. The digest is SHA-256 of the
normalised file, and goes into every result that the prompt had a part in.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, NoReturn, cast

import yaml

from service.errors import PromptError, UnknownName
from service.records import Message, PromptStamp

AnswerForm = Literal["choices", "schema", "free"]

_FORMS: tuple[AnswerForm, ...] = ("choices", "schema", "free")
_REQUIRED = ("task", "version", "date", "why", "answer", "items_per_call", "variables", "model")
_OPTIONAL = ("choices",)
_MODEL_KEYS = ("max_tokens", "temperature")
_SECTIONS = ("Instructions", "Examples", "Item")
_VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_VERSION = re.compile(r"v([1-9][0-9]*)\Z")


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: an item's variables, and the right answer."""

    variables: Mapping[str, str]
    answer: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of how a task is put to a model.

    why: why this version exists, in a line.
    items_per_call: how many items one call may hold; 1 unless `answer` is "choices".
    variables: what each item must bring; exactly those of the item template.
    choices: the fixed answers, or empty when every question brings its own.
    max_tokens: the longest answer to one item.
    digest: SHA-256 of the normalised file, hexadecimal.
    """

    task: str
    version: str
    date: date
    why: str
    answer: AnswerForm
    items_per_call: int
    variables: tuple[str, ...]
    choices: tuple[str, ...]
    max_tokens: int
    temperature: float
    instructions: str
    examples: tuple[Example, ...]
    item: str
    digest: str

    @property
    def stamp(self) -> PromptStamp:
        return PromptStamp(version=self.version, digest=self.digest)

    def render(self, items: Sequence[Mapping[str, str]]) -> tuple[Message, ...]:
        """The messages that put these items to a model, the constant part first.

        One item is asked as the examples are: item, answer, item, answer, item. Several are
        numbered from 1 and answered by one JSON object, and so are the examples.
        Raises: PromptError when an item's variables are not exactly the declared ones.
        """
        if not items or len(items) > self.items_per_call:
            raise PromptError(
                f"prompt {self.task}/{self.version} takes 1 to {self.items_per_call} items "
                f"a call; it got {len(items)}"
            )
        messages = [Message("system", self.instructions)]
        if self.items_per_call == 1:
            for example in self.examples:
                messages.append(Message("user", self._fill(example.variables)))
                messages.append(Message("assistant", example.answer))
            messages.append(Message("user", self._fill(items[0])))
        else:
            if self.examples:
                shown = [example.variables for example in self.examples]
                answers = {str(n): e.answer for n, e in enumerate(self.examples, 1)}
                messages.append(Message("user", self._number(shown)))
                messages.append(Message("assistant", json.dumps(answers, ensure_ascii=False)))
            messages.append(Message("user", self._number(items)))
        return tuple(messages)

    def _number(self, items: Sequence[Mapping[str, str]]) -> str:
        return "\n\n".join(f"[{n}]\n{self._fill(item)}" for n, item in enumerate(items, 1))

    def _fill(self, variables: Mapping[str, str]) -> str:
        missing = sorted(set(self.variables) - set(variables))
        undeclared = sorted(set(variables) - set(self.variables))
        if missing or undeclared:
            raise PromptError(
                f"prompt {self.task}/{self.version}: missing variables {missing}, "
                f"undeclared variables {undeclared}"
            )
        # One pass, so that braces inside a value are left as they are.
        return _VARIABLE.sub(lambda match: variables[match[1]], self.item)


@dataclass(frozen=True, slots=True)
class Prompts:
    """All prompt versions of a folder, by task and version."""

    by_task: Mapping[str, Mapping[str, Prompt]]
    current: Mapping[str, str]

    def get(self, task: str, version: str | None = None) -> Prompt:
        """The asked version, or the task's current one. Raises: UnknownName."""
        versions = self.by_task.get(task)
        if versions is None:
            raise UnknownName(f"no prompt task {task!r}; there are: {', '.join(self.by_task)}")
        wanted = version if version is not None else self.current[task]
        if wanted not in versions:
            raise UnknownName(
                f"prompt task {task!r} has no version {wanted!r}; it has: {', '.join(versions)}"
            )
        return versions[wanted]

    def __iter__(self) -> Iterator[Prompt]:
        """Every prompt, by task and then by version."""
        for versions in self.by_task.values():
            yield from versions.values()


def default_folder() -> Path:
    """Where the prompts lie: inside an installed package, or at the top of a checkout."""
    installed = Path(__file__).parent / "_prompts"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "prompts"


def load(folder: Path | None = None) -> Prompts:
    """Read every `<task>/v<N>.md` of a folder. Raises: PromptError with file and line.

    A task's current version is the one that `digests.json` names, else its highest.
    """
    folder = folder if folder is not None else default_folder()
    if not folder.is_dir():
        raise PromptError(f"no prompt folder at {folder}")
    by_task: dict[str, dict[str, Prompt]] = {}
    for directory in sorted(path for path in folder.iterdir() if path.is_dir()):
        versions = {
            prompt.version: prompt
            for prompt in sorted(
                (read(path) for path in directory.glob("*.md")),
                key=lambda prompt: int(prompt.version[1:]),
            )
        }
        if versions:
            by_task[directory.name] = versions
    current = {task: list(versions)[-1] for task, versions in by_task.items()}
    named = published(folder).current
    for task, version in named.items():
        if version not in by_task.get(task, {}):
            raise PromptError(f"{folder / 'digests.json'}: there is no {task}/{version}.md")
    return Prompts(by_task, current | dict(named))


@dataclass(frozen=True, slots=True)
class Published:
    """`digests.json`: the versions that must never change, and which one a task uses now."""

    current: Mapping[str, str]
    digests: Mapping[str, Mapping[str, str]]


def published(folder: Path) -> Published:
    """What `digests.json` says; empty when there is none. Raises: PromptError."""
    path = folder / "digests.json"
    if not path.exists():
        return Published({}, {})
    try:
        content = json.loads(path.read_text("utf-8"))
        return Published(dict(content["current"]), dict(content["published"]))
    except (ValueError, KeyError, TypeError) as error:
        raise PromptError(f"{path}: not a digest file ({error})") from error


def publish(folder: Path, task: str, version: str, *, current: bool = True) -> str:
    """Note a version's digest in `digests.json`, so that it can't change any more; return it.

    current: make it the version that the task uses when nobody asks for another.
    Raises: PromptError when it was published with another digest; UnknownName.
    """
    prompt = load(folder).get(task, version)
    noted = published(folder)
    digests = {name: dict(versions) for name, versions in noted.digests.items()}
    if digests.setdefault(task, {}).get(version, prompt.digest) != prompt.digest:
        raise PromptError(
            f"{task}/{version} is published with another text; write a new version instead"
        )
    digests[task][version] = prompt.digest
    chosen = {**noted.current, task: version} if current else dict(noted.current)
    content = {"current": chosen, "published": digests}
    text = json.dumps(content, indent=2, sort_keys=True) + "\n"
    (folder / "digests.json").write_text(text, "utf-8")
    return prompt.digest


def normalise(raw: str) -> str:
    """What the digest is taken of: NFC, line feeds, no blanks at line ends, one final newline."""
    lines = unicodedata.normalize("NFC", raw.removeprefix("\ufeff")).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def read(path: Path) -> Prompt:
    """Read one prompt file. Raises: PromptError with file and line."""
    try:
        raw = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{path}: can't be read as UTF-8 text ({error})") from error
    return _File(path, normalise(raw)).prompt()


class _File:
    """One prompt file while it is being read; knows which line is at fault."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = text.split("\n")

    def fail(self, line: int, message: str) -> NoReturn:
        raise PromptError(f"{self.path}:{line}: {message}")

    def line_of(self, key: str, start: int = 1) -> int:
        """Line of a front-matter key, else the first line."""
        for number, line in enumerate(self.lines, 1):
            if number >= start and re.match(rf"\s*{re.escape(key)}\s*:", line):
                return number
        return 1

    def prompt(self) -> Prompt:
        front, body_line = self._front_matter()
        sections = self._sections(body_line)
        for key in front:
            if key not in _REQUIRED + _OPTIONAL:
                self.fail(self.line_of(str(key)), f"unknown key {key!r}")
        for key in _REQUIRED:
            if key not in front:
                self.fail(1, f"missing key {key!r}")

        task, version = self._identity(front)
        answer = front["answer"]
        if answer not in _FORMS:
            self.fail(self.line_of("answer"), f"answer must be one of {', '.join(_FORMS)}")
        written = front["date"]
        if not isinstance(written, date):
            self.fail(self.line_of("date"), "date must be an ISO date, as 2024-03-08")
        items_per_call = self._count(front, "items_per_call")
        if items_per_call > 1 and answer != "choices":
            self.fail(self.line_of("items_per_call"), "only choices can be asked several at once")
        variables = self._names(front, "variables")
        choices = self._names(front, "choices") if "choices" in front else ()
        if choices and answer != "choices":
            self.fail(self.line_of("choices"), f"answer {answer!r} has no choices")
        max_tokens, temperature = self._model(front)

        item, item_line = sections["Item"]
        self._check_template(item, item_line, variables)
        instructions, instructions_line = sections["Instructions"]
        if not instructions:
            self.fail(instructions_line, "the instructions are empty")
        examples = self._examples(sections["Examples"][1], answer, variables, choices)
        return Prompt(
            task=task,
            version=version,
            date=written,
            why=self._line_of_text(front, "why"),
            answer=answer,
            items_per_call=items_per_call,
            variables=variables,
            choices=choices,
            max_tokens=max_tokens,
            temperature=temperature,
            instructions=instructions,
            examples=examples,
            item=item,
            digest=hashlib.sha256(self.text.encode()).hexdigest(),
        )

    def _front_matter(self) -> tuple[dict[str, Any], int]:
        if self.lines[0] != "---" or "---" not in self.lines[1:]:
            self.fail(1, "the file must open with YAML front matter between two lines of ---")
        end = self.lines.index("---", 1)
        return self._mapping("\n".join(self.lines[1:end]), 2), end + 2

    def _mapping(self, source: str, line: int) -> dict[str, Any]:
        """A YAML mapping whose first line is `line` of the file; a repeated key is an error."""
        try:
            content: object = yaml.load(source, Loader=_UniqueKeyLoader)  # noqa: S506 - safe loader
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            self.fail(line + (mark.line if mark else 0), f"not YAML: {error.problem}")
        except (yaml.YAMLError, ValueError) as error:
            self.fail(line, f"not YAML: {error}")
        if not isinstance(content, dict):
            self.fail(line, "expected `key: value` lines")
        return cast("dict[str, Any]", content)

    def _identity(self, front: Mapping[str, Any]) -> tuple[str, str]:
        task, version = front["task"], front["version"]
        if task != self.path.parent.name or not isinstance(task, str) or not _NAME.match(task):
            self.fail(self.line_of("task"), f"task must be the folder's name, {task!r} is not")
        if not isinstance(version, str) or not _VERSION.match(version):
            self.fail(self.line_of("version"), "version must be v1, v2, …")
        if version != self.path.stem:
            self.fail(self.line_of("version"), f"version must be the file's name, {version!r} not")
        return task, version

    def _line_of_text(self, front: Mapping[str, Any], key: str) -> str:
        value = front[key]
        if not isinstance(value, str) or not value.strip():
            self.fail(self.line_of(key), f"{key} must be a line of text")
        return value.strip()

    def _count(self, front: Mapping[str, Any], key: str, start: int = 1) -> int:
        value = front[key]
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.fail(self.line_of(key, start), f"{key} must be a whole number from 1")
        return value

    def _names(self, front: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = front[key]
        names = cast("list[object]", value) if isinstance(value, list) else []
        if not names or not all(isinstance(name, str) and name for name in names):
            self.fail(self.line_of(key), f"{key} must be a list of names (quote yes, no and null)")
        if len(set(names)) != len(names):
            self.fail(self.line_of(key), f"{key} names something twice")
        if key == "variables" and not all(_NAME.match(str(name)) for name in names):
            self.fail(self.line_of(key), "variables are lower-case words with _")
        return tuple(str(name) for name in names)

    def _model(self, front: Mapping[str, Any]) -> tuple[int, float]:
        line = self.line_of("model")
        settings = front["model"]
        if not isinstance(settings, dict):
            self.fail(line, "model must hold max_tokens and temperature")
        settings = cast("dict[str, Any]", settings)
        for key in settings:
            if key not in _MODEL_KEYS:
                self.fail(self.line_of(str(key), line), f"unknown key {key!r} under model")
        for key in _MODEL_KEYS:
            if key not in settings:
                self.fail(line, f"missing key {key!r} under model")
        temperature = settings["temperature"]
        if isinstance(temperature, bool) or not isinstance(temperature, int | float):
            self.fail(self.line_of("temperature", line), "temperature must be a number")
        if not 0 <= temperature <= 2:
            self.fail(self.line_of("temperature", line), "temperature must lie between 0 and 2")
        return self._count(settings, "max_tokens", line), float(temperature)

    def _sections(self, start: int) -> dict[str, tuple[str, int]]:
        """The body's sections: {name: (text, line of its first words, else of its heading)}."""
        heads = [
            (number, line[2:].strip())
            for number, line in enumerate(self.lines, 1)
            if number >= start and line.startswith("# ")
        ]
        names = tuple(name for _, name in heads)
        if names != _SECTIONS:
            line = heads[0][0] if heads else start
            self.fail(
                line, f"the sections must be # {', # '.join(_SECTIONS)}, in this order; not {names}"
            )
        if any(line.strip() for line in self.lines[start - 1 : heads[0][0] - 1]):
            self.fail(start, "text before the first section")
        ends = [number - 1 for number, _ in heads[1:]] + [len(self.lines)]
        sections: dict[str, tuple[str, int]] = {}
        for (number, name), end in zip(heads, ends, strict=True):
            first = next((n for n in range(number, end) if self.lines[n]), number - 1)
            sections[name] = ("\n".join(self.lines[number:end]).strip("\n"), first + 1)
        return sections

    def _check_template(self, item: str, line: int, variables: Sequence[str]) -> None:
        if not item.strip():
            self.fail(line, "the item template is empty")
        used: dict[str, int] = {}
        for match in _VARIABLE.finditer(item):
            used.setdefault(match[1], match.start())
        for name, position in used.items():
            if name not in variables:
                self.fail(line + item.count("\n", 0, position), f"undeclared variable {name!r}")
        for name in variables:
            if name not in used:
                self.fail(self.line_of("variables"), f"variable {name!r} is not in the template")

    def _examples(
        self,
        start: int,
        answer: AnswerForm,
        variables: Sequence[str],
        choices: Sequence[str],
    ) -> tuple[Example, ...]:
        """Pairs of `## Item` (the variables, as YAML) and `## Answer`."""
        blocks = self._example_blocks(start)
        if len(blocks) % 2:
            self.fail(blocks[-1][1], "the last example has no ## Answer")
        examples: list[Example] = []
        for (_, item_line, item_lines), (_, line, lines) in zip(
            blocks[::2], blocks[1::2], strict=True
        ):
            given = self._mapping("\n".join(item_lines), item_line + 1)
            if set(given) != set(variables):
                self.fail(item_line, f"an example needs exactly the variables {list(variables)}")
            right = "\n".join(lines).strip("\n")
            self._check_answer(right, line, answer, choices)
            examples.append(
                Example({key: str(value).rstrip("\n") for key, value in given.items()}, right)
            )
        return tuple(examples)

    def _example_blocks(self, start: int) -> list[tuple[str, int, list[str]]]:
        """The `##` parts from a line on: heading, its line, the lines below it."""
        blocks: list[tuple[str, int, list[str]]] = []
        for number, line in enumerate(self.lines[start - 1 :], start):
            if line.startswith("# "):
                break
            if line.startswith("## "):
                name, expected = line[3:].strip(), ("Item", "Answer")[len(blocks) % 2]
                if name != expected:
                    self.fail(number, f"expected ## {expected}, found ## {name}")
                blocks.append((name, number, []))
            elif blocks:
                blocks[-1][2].append(line)
            elif line.strip():
                self.fail(number, "an example opens with ## Item")
        return blocks

    def _check_answer(
        self, right: str, line: int, answer: AnswerForm, choices: Sequence[str]
    ) -> None:
        if not right:
            self.fail(line, "an example's answer is empty")
        if answer == "choices" and (choices and right not in choices):
            self.fail(line, f"{right!r} is none of the choices")
        if answer == "schema":
            try:
                json.loads(right)
            except ValueError as error:
                self.fail(line, f"an example's answer is not JSON: {error}")


class _UniqueKeyLoader(yaml.SafeLoader):
    """YAML's safe loader, except that a key given twice is an error and not the last one's."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key.value!r} is given twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m service.prompts")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("publish", help="note a version's digest in digests.json")
    command.add_argument("task")
    command.add_argument("version")
    command.add_argument("--keep-current", action="store_true", help="don't make it current")
    command.add_argument("--folder", type=Path, default=default_folder())
    given = parser.parse_args()
    try:
        digest = publish(given.folder, given.task, given.version, current=not given.keep_current)
    except (PromptError, UnknownName) as error:
        parser.error(str(error))
    sys.stdout.write(f"{given.task}/{given.version} {digest}\n")


if __name__ == "__main__":
    _main()
