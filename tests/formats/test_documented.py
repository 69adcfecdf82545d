"""What `docs/formats.md` lists is what can be read."""

from __future__ import annotations

import re
from pathlib import Path

from index.reading import READERS

DOCUMENTED = Path(__file__).parents[2] / "docs" / "formats.md"


def test_the_table_of_formats_is_the_table_of_readers() -> None:
    rows = re.findall(r"^\| (`\..*?) \| `(\w+)` \|", DOCUMENTED.read_text("utf-8"), re.MULTILINE)

    listed = {suffix: module for names, module in rows for suffix in re.findall(r"\.\w+", names)}

    assert listed == READERS
