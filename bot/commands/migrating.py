"""`quoth migrate`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.commands.options import PlaceType, json_option
from bot.commands.printing import FAILED, following, print_json
from index.engines import open_engine
from index.migration import migrate

if TYPE_CHECKING:
    from index.engines import Place


@click.command("migrate")
@click.argument("source", metavar="FROM", type=PlaceType())
@click.argument("target", metavar="TO", type=PlaceType())
@json_option
@click.pass_context
def migrate_command(context: click.Context, source: Place, target: Place, as_json: bool) -> None:
    """Copy an index FROM one place TO another: folders, or addresses of clusters.

    What TO holds besides is removed from it. Both are read and compared in the end; a migration
    that was stopped goes on where it was.
    """
    with following("migrating") as note:
        before, after = migrate(open_engine(source), open_engine(target), progress=note)
    same = before == after
    if as_json:
        print_json({"from": asdict(before), "to": asdict(after), "same": same})
    else:
        click.echo(
            f"{after.documents} documents, {after.passages} passages, sha256 {after.sha256[:16]}: "
            + ("the same in both" if same else "they differ, one has changed: migrate again")
        )
    if not same:
        context.exit(FAILED)
