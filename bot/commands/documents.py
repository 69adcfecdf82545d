"""`quoth documents`: what is in the corpus, and changes to it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.opening import indexed, update
from bot.commands.options import corpus_option, index_option, json_option
from bot.commands.printing import described, print_json
from index.library import Library

if TYPE_CHECKING:
    from index.engines import Place


@click.group()
def documents() -> None:
    """Show the documents, add some, remove some."""


@documents.command("list")
@corpus_option
@index_option
@json_option
def list_documents(corpus: Path, index: Place | None, as_json: bool) -> None:
    """List every file of the folder, and why one is not indexed."""
    entries = indexed(Library(corpus, index)).documents()
    if as_json:
        print_json({"documents": [asdict(entry) for entry in entries]})
        return
    for entry in entries:
        about = entry.reason or f"{entry.passages} passages, {entry.characters} characters"
        click.echo(f"{entry.id or '-':12}  {entry.state:7}  {entry.source}  ({about})")


@documents.command("add")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@corpus_option
@index_option
def add_documents(files: tuple[Path, ...], corpus: Path, index: Place | None) -> None:
    """Copy FILEs into the folder and index them."""
    library = Library(corpus, index)
    for file in files:
        library.add(file.name, file.read_bytes())
    click.echo(described(update(library)))


@documents.command("remove")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@corpus_option
@index_option
def remove_documents(ids: tuple[str, ...], corpus: Path, index: Place | None) -> None:
    """Delete the files of the documents with these IDs, and forget them."""
    library = Library(corpus, index)
    for document_id in ids:
        library.remove(document_id)
    click.echo(f"removed {len(ids)}")
