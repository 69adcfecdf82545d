"""What a cluster is told about an index when it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index import recipe
from index.store import K1, B

if TYPE_CHECKING:
    from index.opensearch.address import Address

OURS = "quoth"  # in an index's _meta: only what has it is ever deleted


def index_body(address: Address) -> dict[str, Any]:
    """Settings and mapping of one generation.

    Terms come analysed, with spaces between: the whitespace analyser only takes them apart.
    Nothing is refreshed but by a commit. What need not be searched is not parsed either.
    """
    opaque = {"type": "object", "enabled": False}
    return {
        "settings": {
            "index": {
                "number_of_shards": address.shards,
                **replicas(address),
                "refresh_interval": -1,
                "similarity": {"default": {"type": "BM25", "k1": K1, "b": B}},
            }
        },
        "mappings": {
            "_meta": about_index(address),
            "dynamic": "strict",
            "properties": {
                "kind": {"type": "keyword"},
                "source": {"type": "keyword"},
                "document": {"type": "keyword"},
                "born": {"type": "long"},
                "died": {"type": "long"},
                "terms": {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
                "row": opaque,
                "body": opaque,
            },
        },
    }


def about_index(address: Address) -> dict[str, Any]:
    """What an index says of itself: whose it is, what code made it, and of how many parts."""
    return {OURS: address.name, "recipe": recipe.fingerprint(), "shards": address.shards}


def replicas(address: Address) -> dict[str, Any]:
    """How many copies there are of every shard."""
    if address.replicas is None:
        return {"auto_expand_replicas": "0-1"}
    return {"number_of_replicas": address.replicas}
