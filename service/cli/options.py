"""Options that several commands share: the settings, each also an environment variable."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, ParamSpec

import typer

from service.errors import RequestError

if TYPE_CHECKING:
    from service.settings import Settings

Model = Annotated[
    str | None,
    typer.Option(
        help="embedded:1.5b, embedded:0.5b, or a model at the endpoint. [COMMUNIQUE_MODEL]"
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(help="An OpenAI-compatible endpoint, …/v1. [COMMUNIQUE_BASE_URL]"),
]
ApiKey = Annotated[
    str | None,
    typer.Option(
        help="Key for the endpoint; safer in the environment, where others on the machine "
        "can't see it. [COMMUNIQUE_API_KEY, OPENAI_API_KEY]"
    ),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(help="sqlite:///FILE or postgresql+psycopg://…. [COMMUNIQUE_DATABASE_URL]"),
]
DataDir = Annotated[
    Path | None, typer.Option(help="Folder of weights and database. [COMMUNIQUE_DATA_DIR]")
]
PromptVersions = Annotated[
    str | None, typer.Option(help="Prompt versions, task=version,…. [COMMUNIQUE_PROMPTS]")
]


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE…",
        help=".txt, .html, .json or .jsonl, a folder of them, or - for stdin.",
        show_default=False,
    ),
]

Shared = dict[str, Any]
"""The options of `shared` as they were given, for `settings_of`."""

P = ParamSpec("P")


def shared(command: Callable[Concatenate[Shared, P], None]) -> Callable[..., None]:
    """The command with the options that all working commands have, after its own.

    It gets them as its first argument.
    """
    own = inspect.signature(command, eval_str=True).parameters.values()
    added = inspect.signature(_shared, eval_str=True).parameters

    @functools.wraps(command)
    def with_shared(*args: Any, **given: Any) -> None:
        command({name: given.pop(name) for name in added}, *args, **given)

    # Typer reads both to learn what a command takes.
    parameters = [*list(own)[1:], *added.values()]
    with_shared.__dict__["__signature__"] = inspect.Signature(parameters)
    with_shared.__annotations__ = {one.name: one.annotation for one in parameters}
    return with_shared


def _shared(
    *,
    model: Model = None,
    base_url: BaseUrl = None,
    api_key: ApiKey = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    prompts: PromptVersions = None,
) -> None:
    """Declares the options of `shared`."""


class WrongSetting(RequestError):
    """A setting or its option does not have the right form."""


def settings_of(**given: Any) -> Settings:
    """The settings: the options given, else the environment. Raises: WrongSetting."""
    from pydantic import ValidationError

    from service.settings import Settings

    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
        settings.prompt_versions()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise WrongSetting(
            f"The setting COMMUNIQUE_{name} is wrong: {first['msg']}. docs/settings.md tells more."
        ) from None
    except ValueError as error:
        raise WrongSetting(f"{error}.") from None
    return settings
