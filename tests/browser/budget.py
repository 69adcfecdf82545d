"""Print what the page costs its reader: ``python -m tests.browser.budget``.

Bytes and requests of a first visit, time from Enter to the answer on screen, time until a document
of 2 MB stands open at its highlight, and how much the page shifts meanwhile.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.browser.serving import CORPUS, chromium, served

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Page

QUESTIONS = (
    "When were the Bogor Goals adopted?",
    "And where?",
    "Who leads the US delegation?",
    "How many members does APEC have?",
    "What is Chinese Taipei?",
    "Where is the APEC Secretariat?",
    "How many penguins did APEC count?",
)
LONG = 2_000_000  # characters
OPENED = 7  # times that the long document is opened

SIZES = """() => performance.getEntriesByType("resource")
    .concat(performance.getEntriesByType("navigation"))
    .map((one) => [one.name, one.transferSize, one.decodedBodySize - one.encodedBodySize])"""
WATCH = """() => {
    window.took = new Promise((resolve) => {
        let began = 0;
        document.addEventListener("keydown", () => { began = performance.now(); }, { once: true });
        new MutationObserver((_, observer) => {
            const last = [...document.querySelectorAll(".turn")].at(-1);
            if (!last || last.dataset.status === "pending") return;
            observer.disconnect();
            const done = () => resolve(performance.now() - began);
            requestAnimationFrame(() => requestAnimationFrame(done));
        }).observe(document.querySelector("#conversation"), { childList: true });
    });
}"""
OPEN = """(link) => new Promise((resolve) => {
    const began = performance.now();
    const leaf = document.querySelector("#source .leaf");
    new MutationObserver((_, observer) => {
        if (!leaf.querySelector("#highlight")) return;
        observer.disconnect();
        const done = () => resolve(performance.now() - began);
        requestAnimationFrame(() => requestAnimationFrame(done));
    }).observe(leaf, { childList: true });
    link.click();
})"""
SHIFTS = """() => new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(
        list.getEntries().filter((one) => !one.hadRecentInput).map((one) => one.value)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve([]), 500);
})"""


@dataclass(frozen=True, slots=True)
class FirstLoad:
    """What an empty profile fetches for the chat page: bytes with their headers, and requests."""

    sent: int
    uncompressed: int  # what they would be where a proxy takes the compression away
    requests: int
    elsewhere: tuple[str, ...]  # of them, those to other origins


def main() -> None:
    """Measure, and print a line for each figure beside its limit."""
    with chromium() as browser:
        with served(CORPUS) as address:
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            first_visit(page, address)
            answers(page)
        with tempfile.TemporaryDirectory() as folder, served(_library(Path(folder))) as address:
            long_document(browser.new_page(viewport={"width": 1280, "height": 860}), address)


def first_visit(page: Page, address: str) -> None:
    """Everything that an empty profile fetches for the chat page."""
    load = first_load(page, address)
    report("first load, kB", load.sent / 1000, "60")
    report("the same without compression, kB", load.uncompressed / 1000, "60")
    report("requests of it", load.requests)
    report("of them to other origins", len(load.elsewhere), "0")


def first_load(page: Page, address: str) -> FirstLoad:
    """Open the chat page, and add up what came until the network fell silent."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    fetched = page.evaluate(SIZES)
    return FirstLoad(
        sent=sum(size for _, size, _ in fetched),
        uncompressed=sum(size + saved for _, size, saved in fetched),
        requests=len(fetched),
        elsewhere=tuple(name for name, _, _ in fetched if not name.startswith(address)),
    )


def answers(page: Page) -> None:
    """From Enter until the answer is painted, on the shipped corpus."""
    times = [_timed_ask(page, question) for question in QUESTIONS * 3]
    report("first answer on screen, ms", times[0])
    report("an answer on screen, ms: median", median(times), "100")
    report("the slowest, ms", max(times))
    report("layout shift", sum(page.evaluate(SHIFTS)), "0")


def long_document(page: Page, address: str) -> None:
    """From a click on a citation until its place in 2 MB is painted, and as a page of its own."""
    page.goto(address)
    _timed_ask(page, "Who is the mate of the Ark?")
    place = str(page.locator("a.cite").first.get_attribute("href"))
    beside = [_timed_open(page) for _ in range(OPENED)]
    report("2 MB beside the chat, ms: first", beside[0], "500")
    report("2 MB beside the chat, ms: median", median(beside), "500")
    alone = [_timed_visit(page, address + place) for _ in range(OPENED)]
    report("2 MB as a page, ms: median", median(alone), "500")


def report(what: str, figure: float, limit: str = "") -> None:
    """A line of the table."""
    print(f"{what:36}{figure:>10.1f}{f'   (at most {limit})' if limit else ''}")  # noqa: T201


def _timed_ask(page: Page, question: str) -> float:
    page.locator("#question").fill(question)
    page.evaluate(WATCH)
    page.keyboard.press("Enter")
    return float(page.evaluate("() => window.took"))


def _timed_open(page: Page) -> float:
    link = page.locator("a.cite").first.element_handle()
    took = float(page.evaluate(OPEN, link))
    page.keyboard.press("Escape")
    page.locator("#source .leaf").evaluate("(leaf) => leaf.replaceChildren()")
    return took


def _timed_visit(page: Page, address: str) -> float:
    page.goto("about:blank")
    page.goto(address)
    page.locator("#highlight").wait_for()
    timing: Any = page.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventEnd")
    return float(timing)


def _library(folder: Path) -> Path:
    """A folder with one book of 2 MB, which names the Ark's mate in its middle."""
    chapters = list(_chapters())
    chapters.insert(len(chapters) // 2, "## The Ark\n\nThe mate of the Ark is Ana Lind.\n")
    (folder / "book.md").write_text("# The long book\n\n" + "\n".join(chapters), encoding="utf-8")
    return folder


def _chapters() -> Iterable[str]:
    files = sorted(path for path in CORPUS.iterdir() if path.is_file())
    texts = [path.read_text("utf-8").partition("\n")[2] for path in files]
    written = number = 0
    while written < LONG:
        chapter = f"## Chapter {number}\n\n{texts[number % len(texts)]}\n"
        yield chapter
        written, number = written + len(chapter), number + 1


if __name__ == "__main__":
    main()
