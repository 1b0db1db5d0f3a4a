"""Prompt files are read strictly, and published ones never change."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import prompts
from service.errors import PromptError, UnknownName
from service.records import Message

GOOD = """\
---
task: weather
version: v1
date: 2024-03-08
why: First version.
answer: choices
choices: ["yes", "no"]
items_per_call: 1
variables: [sentence, before]
model:
  max_tokens: 4
  temperature: 0
---

# Instructions

Say whether it rains.

# Examples

## Item
sentence: It poured.
before: ""
## Answer
yes

# Item

Before: {{before}}
Sentence: {{ sentence }}
"""


def write(folder: Path, text: str, task: str = "weather", version: str = "v1") -> Path:
    (folder / task).mkdir(parents=True, exist_ok=True)
    path = folder / task / f"{version}.md"
    path.write_text(text, "utf-8")
    return path


def test_the_constant_part_comes_first(tmp_path: Path) -> None:
    """Two items share every message but the last."""
    prompt = prompts.read(write(tmp_path, GOOD))
    first = prompt.render([{"sentence": "Rain.", "before": ""}])
    second = prompt.render([{"sentence": "Sun.", "before": "x"}])
    assert first[:-1] == second[:-1]
    assert first == (
        Message("system", "Say whether it rains."),
        Message("user", "Before: \nSentence: It poured."),
        Message("assistant", "yes"),
        Message("user", "Before: \nSentence: Rain."),
    )


def test_several_items_are_numbered_as_the_examples_are(tmp_path: Path) -> None:
    """Above one item a call, examples and items are numbered, and the answer is an object."""
    text = GOOD.replace("items_per_call: 1", "items_per_call: 3")
    prompt = prompts.read(write(tmp_path, text))
    messages = prompt.render([{"sentence": s, "before": ""} for s in ("One.", "Two.")])
    assert messages[1].content == "[1]\nBefore: \nSentence: It poured."
    assert json.loads(messages[2].content) == {"1": "yes"}
    assert messages[3].content.startswith("[1]\n")
    assert "\n\n[2]\nBefore: \nSentence: Two." in messages[3].content


@given(st.text(), st.text())
def test_values_are_put_in_as_they_are(sentence: str, before: str) -> None:
    """Nothing in an article's text is taken for a variable, or changed."""
    prompt = prompts.Prompt(
        task="weather",
        version="v1",
        date=prompts.date(2024, 3, 8),
        why="For a test.",
        answer="choices",
        items_per_call=1,
        variables=("sentence", "before"),
        choices=(),
        max_tokens=4,
        temperature=0,
        instructions="Say.",
        examples=(),
        item="<{{before}}|{{sentence}}>",
        digest="",
    )
    last = prompt.render([{"sentence": sentence, "before": before}])[-1]
    assert last.content == f"<{before}|{sentence}>"


def test_an_item_needs_exactly_the_declared_variables(tmp_path: Path) -> None:
    """A missing and an undeclared variable are both named."""
    prompt = prompts.read(write(tmp_path, GOOD))
    with pytest.raises(PromptError, match=r"missing variables \['before'\].*\['after'\]"):
        prompt.render([{"sentence": "x", "after": "y"}])


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("why: First version.", "why: First version.\nmood: good", 6, "unknown key 'mood'"),
        ("why: First version.\n", "", 1, "missing key 'why'"),
        ("why: First version.", "why: ''", 5, "why must be a line of text"),
        ("why: First version.", "why: a\nwhy: b", 6, "'why' is given twice"),
        ("task: weather", "task: climate", 2, "task must be the folder's name"),
        ("version: v1", "version: v2", 3, "version must be the file's name"),
        ("version: v1", "version: one", 3, "version must be v1"),
        ("date: 2024-03-08", "date: last week", 4, "date must be an ISO date"),
        ("date: 2024-03-08", "date: 2024-13-08", 2, "not YAML"),
        ("answer: choices", "answer: guess", 6, "answer must be one of"),
        ("items_per_call: 1", "items_per_call: many", 8, "whole number"),
        ("items_per_call: 1", "items_per_call: true", 8, "whole number"),
        ("[sentence, before]", "[sentence, before, before]", 9, "twice"),
        ("[sentence, before]", "[sentence]", 29, "undeclared variable 'before'"),
        ("[sentence, before]", "[sentence, before, after]", 9, "'after' is not in the template"),
        ('["yes", "no"]', "[yes, no]", 7, "quote yes, no"),
        ("  max_tokens: 4", "  max_tokens: 0", 11, "whole number"),
        ("  max_tokens: 4\n", "", 10, "missing key 'max_tokens'"),
        ("  temperature: 0", "  temperature: 3", 12, "between 0 and 2"),
        ("  temperature: 0", "  temperature: 0\n  top_p: 1", 13, "unknown key 'top_p'"),
        ("# Examples", "# Samples", 15, "sections must be"),
        ("Say whether it rains.", "", 15, "instructions are empty"),
        ("## Answer\nyes", "## Answer\nperhaps", 24, "'perhaps' is none of the choices"),
        ("## Answer\nyes", "", 21, "no ## Answer"),
        ("sentence: It poured.\n", "", 21, "exactly the variables"),
        ("sentence: It poured.", "sentence: [", 23, "not YAML"),
        ("# Examples\n", "# Examples\n\nSome words.\n", 21, "opens with ## Item"),
        ("---\n\n# Instructions", "---\n\nHello\n\n# Instructions", 14, "before the first section"),
        ("---\ntask", "task", 1, "front matter"),
    ],
)
def test_an_error_names_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    """What the format doesn't know is an error at its place."""
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(PromptError) as caught:
        prompts.read(path)
    assert re.match(re.escape(str(path)) + r":(\d+): ", str(caught.value))
    assert message in str(caught.value)
    assert f":{line}: " in str(caught.value)


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    """Bytes that aren't UTF-8 are said to be so."""
    path = write(tmp_path, "")
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PromptError, match="UTF-8"):
        prompts.read(path)


def test_the_digest_ignores_what_editors_change(tmp_path: Path) -> None:
    """Line ends, blanks at line ends and a byte order mark don't make another prompt."""
    path = write(tmp_path, GOOD)
    digest = prompts.read(path).digest
    path.write_bytes(("\ufeff" + GOOD.replace("\n", "  \r\n") + "\r\n").encode())
    assert prompts.read(path).digest == digest
    write(tmp_path, GOOD.replace("rains", "pours"))
    assert prompts.read(path).digest != digest


def test_the_highest_draft_is_current_until_one_is_published(tmp_path: Path) -> None:
    """Publishing makes a version current; a later draft has to be asked for."""
    for version in ("v1", "v2", "v10"):
        write(tmp_path, GOOD.replace("version: v1", f"version: {version}"), version=version)
    assert prompts.load(tmp_path).get("weather").version == "v10"
    prompts.publish(tmp_path, "weather", "v2")
    loaded = prompts.load(tmp_path)
    assert loaded.get("weather").version == "v2"
    assert loaded.get("weather", "v10").version == "v10"
    prompts.publish(tmp_path, "weather", "v10", current=False)
    assert prompts.load(tmp_path).get("weather").version == "v2"


def test_a_published_version_can_not_be_published_again_with_other_words(tmp_path: Path) -> None:
    """The command refuses what the test below would find."""
    write(tmp_path, GOOD)
    prompts.publish(tmp_path, "weather", "v1")
    write(tmp_path, GOOD.replace("rains", "pours"))
    with pytest.raises(PromptError, match="write a new version"):
        prompts.publish(tmp_path, "weather", "v1")


def test_an_unknown_task_or_version_is_said_with_what_there_is(tmp_path: Path) -> None:
    """The caller is told the names that would have worked."""
    write(tmp_path, GOOD)
    loaded = prompts.load(tmp_path)
    with pytest.raises(UnknownName, match="v1"):
        loaded.get("weather", "v7")
    with pytest.raises(UnknownName, match="weather"):
        loaded.get("seasons")


def test_published_prompts_are_unchanged() -> None:
    """Every digest in prompts/digests.json is that of its file: edit none, add a version."""
    folder = prompts.default_folder()
    loaded = prompts.load(folder)
    for task, digests in prompts.published(folder).digests.items():
        for version, digest in digests.items():
            assert loaded.get(task, version).digest == digest, f"{task}/{version} was edited"


def test_every_prompt_in_use_is_published() -> None:
    """What the service asks with by default can't change unnoticed."""
    folder = prompts.default_folder()
    known = prompts.published(folder).digests
    for task in prompts.load(folder).by_task:
        current = prompts.load(folder).get(task)
        assert known.get(task, {}).get(current.version) == current.digest, (
            f"run: python -m service.prompts publish {task} {current.version}"
        )


def test_the_readme_shows_a_prompt_that_loads(tmp_path: Path) -> None:
    """The example of prompts/README.md is a prompt."""
    readme = (prompts.default_folder() / "README.md").read_text("utf-8")
    example = re.search(r"````markdown\n(.*?)````", readme, re.DOTALL)
    assert example is not None
    prompt = prompts.read(write(tmp_path, example[1]))
    assert len(prompt.examples) == 2
