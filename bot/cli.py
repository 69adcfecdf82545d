"""The `quoth` command: its options, its settings, and where each of its commands is."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import click

from bot import settings
from index.errors import QuothError

COMMANDS = {
    "index": "bot.commands.indexing:index_command",
    "ask": "bot.commands.answering:ask",
    "chat": "bot.commands.answering:chat",
    "documents": "bot.commands.documents:documents",
    "eval": "bot.commands.measuring:evaluate_command",
    "verify": "bot.commands.measuring:verify_command",
    "doctor": "bot.commands.indexing:doctor",
    "migrate": "bot.commands.migrating:migrate_command",
}


class Commands(click.Group):
    """A group that imports a command when it is called, so that each starts fast.

    `places` names them as ``module:attribute``. Errors are sentences, never tracebacks.
    """

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        """The names of the commands, as the help lists them."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name, imported now."""
        if cmd_name not in self.places:
            return None
        module, attribute = self.places[cmd_name].split(":")
        return cast("click.Command", getattr(import_module(module), attribute))

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and say it in a sentence where even that can't be written, as on a full disk."""
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # more would only keep a core busy
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            sys.exit(f"Error: the system refuses to read or write: {error}")
        finally:
            gc.freeze()  # or Python looks through all that there is once more before it ends

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong below becomes a message and exit code 1."""
        try:
            return super().invoke(ctx)
        except QuothError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            sys.stderr.close()  # whoever read our output has stopped: nothing is left to say
            ctx.exit(1)


@click.group(
    cls=Commands, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=settings.SETTINGS_FILE,
    show_default=True,
    envvar="QUOTH_CONFIG",
    help="A TOML file with settings; QUOTH_* variables and options go before it.",
)
@click.version_option(package_name="quoth", prog_name="quoth")
@click.pass_context
def quoth(context: click.Context, config: Path) -> None:
    """Ask your documents. Get quotes, not guesses.

    Put text files into a folder, then ask with `quoth ask "…" --corpus FOLDER` in the terminal,
    or with `quoth serve FOLDER` in a web page.
    """
    context.default_map = settings.defaults_from(config)
