"""A bot with the reader that ships: the same contract, and more to say."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from bot.assembly import NOT_WANTED, open_bot, open_reader
from bot.engine import Bot
from bot.readerfiles import MODELS
from index.errors import ReaderDamaged
from index.library import Library
from tests.folders import indexed

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answers import Answer
    from bot.reader import Reader

ADOPTED = "When were the Bogor Goals adopted?"


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader that ships, which tests always have."""
    found = open_reader().reader
    assert found is not None
    return found


@pytest.fixture
def reading_bot(library: Library, reader: Reader) -> Bot:
    """A bot over the two documents, which reads."""
    return Bot(library, reader=reader)


def timeless(answer: Answer) -> dict[str, object]:
    return {name: value for name, value in answer.as_json().items() if name != "took_ms"}


def test_what_the_reader_points_at_is_the_short_answer(reading_bot: Bot, library: Library) -> None:
    answer = reading_bot.ask("Who keeps the travel policy?")

    short = answer.short_answer
    assert short is not None
    assert "Ana Lind" in short.text
    cited = answer.citations[short.citation - 1]
    assert cited.start_char_index <= short.start_char_index
    assert short.end_char_index <= cited.end_char_index
    text = library.snapshot().document(cited.document_id).text
    assert text[short.start_char_index : short.end_char_index] == short.text


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Ana Lind can be reached at the office on Mondays.", "How do I contact Ana Lind?"),
        ("The council has 63 people at most.", "Who are the people of the council?"),
    ],
)
def test_a_short_answer_is_of_the_kind_that_is_asked_for(
    tmp_path: Path, reader: Reader, text: str, question: str
) -> None:
    (tmp_path / "note.txt").write_text(f"A note\n\n{text}\n", encoding="utf-8")
    library = Library(tmp_path)
    library.update()

    answer = Bot(library, reader=reader).ask(question)

    assert answer.citations
    assert answer.short_answer is None


JOINED = """# Members

- 1993: Mexico and Papua New Guinea join.
- 1998: Peru, Russia and Viet Nam join, and membership reaches 21.
"""
NEIGHBOURS = """Seven members also belong to the Association of Southeast Asian Nations, ASEAN for
short: Brunei Darussalam, Indonesia, Malaysia, the Philippines, Singapore, Thailand and Vietnam.
"""


@pytest.mark.parametrize(
    ("text", "question", "told"),
    [
        (JOINED, "When did Peru become a member?", "1998"),
        (NEIGHBOURS, "Which member economies are in Southeast Asia?", "Brunei Darussalam"),
    ],
)
def test_a_count_is_no_date_and_no_list(
    tmp_path: Path, reader: Reader, text: str, question: str, told: str
) -> None:
    answer = Bot(indexed(tmp_path, {"note.md": text}), reader=reader).ask(question)

    assert answer.short_answer is not None
    assert answer.short_answer.text.startswith(told)


PRICES = """# Prices

- Cinnamon bun: 32 kr
- Apple cake: 4,50 €
- Hall for a day: CHF 450
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much is a cinnamon bun?", "32 kr"),
        ("What does the apple cake cost?", "4,50 €"),
        ("What is the price of the hall?", "CHF 450"),
    ],
)
@pytest.mark.parametrize("reads", [True, False])
def test_a_price_is_told_in_its_currency(
    tmp_path: Path, reader: Reader, question: str, told: str, reads: bool
) -> None:
    bot = Bot(indexed(tmp_path, {"prices.md": PRICES}), reader=reader if reads else None)

    answer = bot.ask(question)

    assert answer.short_answer is not None
    assert answer.short_answer.text == told


FOUND = """found at,object,handed in by
Harbour Ferry,Red hat,Crew
Line 7,Toy drone,Passenger
Central Station,Backpack with books,Cleaner
"""


def test_the_row_that_has_most_of_what_is_asked_about_is_quoted_alone(
    tmp_path: Path, reader: Reader
) -> None:
    answer = Bot(indexed(tmp_path, {"lost.csv": FOUND}), reader=reader).ask(
        "Where was the drone found?"
    )

    assert [citation.cited_text for citation in answer.citations] == [
        "found at: Line 7. object: Toy drone. handed in by: Passenger."
    ]
    assert answer.short_answer
    assert answer.short_answer.text == "Line 7"


RETURNING = """The deposit of £120 is paid back to your card within five working days. If you break
the seal on the back panel, the deposit is kept.
"""


@pytest.mark.parametrize(
    "question", ["When do I get my deposit back?", "What happens if I break the seal?"]
)
def test_no_sum_is_a_date_and_no_condition_its_consequence(
    tmp_path: Path, reader: Reader, question: str
) -> None:
    answer = Bot(indexed(tmp_path, {"note.txt": RETURNING}), reader=reader).ask(question)

    assert answer.citations
    assert answer.short_answer is None or "working days" in answer.short_answer.text


PRESS = """The American delegation is led by Casey Mace, a senior official of many years.

For interviews write to us, or call these:

David Hendrickson +65 9137 3886
Michael Chapnick +65 9647 4847
"""


@pytest.mark.parametrize("reads", [True, False])
def test_a_number_is_told_without_the_word_and_no_number_of_another(
    tmp_path: Path, reader: Reader, reads: bool
) -> None:
    bot = Bot(indexed(tmp_path, {"press.txt": PRESS}), reader=reader if reads else None)

    told, untold = bot.ask("hendrickson phone"), bot.ask("What is Casey Mace's phone number?")

    assert "+65 9137 3886" in told.answer
    assert told.missing_terms == ()
    assert untold.citations == ()


CONTACTS = """name,telephone
Ana Lind,+65 9137 3886
Bo Holm,+65 9647 4847
"""


def test_a_number_in_a_row_is_told_whatever_its_column_is_called(
    tmp_path: Path, reader: Reader
) -> None:
    bot = Bot(indexed(tmp_path, {"contacts.csv": CONTACTS}), reader=reader)

    answer = bot.ask("What's Ana Lind's phone number?")

    assert answer.short_answer is not None
    assert answer.short_answer.text == "+65 9137 3886"


def test_an_address_is_told_whole(tmp_path: Path, reader: Reader) -> None:
    text = "Working from abroad needs HR's approval (hr@northgate.example), for 20 days a year.\n"

    answer = Bot(indexed(tmp_path, {"note.txt": text}), reader=reader).ask("What is HR's email?")

    assert answer.short_answer is not None
    assert answer.short_answer.text == "hr@northgate.example"


GARDEN = """The garden is closed on Mondays, and dogs are welcome on a lead.

The kiosk is no longer open on Sundays.

The blue house was built in 1890, and the red house, which is older, in 1874.
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Is the garden open or closed on Mondays?", "closed"),
        ("Which house is older, the blue house or the red house?", "red"),
        ("Is the garden closed on Mondays?", None),
        ("Is the kiosk open or closed on Sundays?", None),  # "open" alone would say the opposite
    ],
)
def test_of_the_answers_that_a_question_offers_the_one_is_marked_that_is_given(
    tmp_path: Path, reader: Reader, question: str, told: str | None
) -> None:
    answer = Bot(indexed(tmp_path, {"garden.txt": GARDEN}), reader=reader).ask(question)

    assert answer.citations
    assert (answer.short_answer and answer.short_answer.text) == told


MEETINGS = "The Guangzhou meetings run for ten days, from 1 to 10 February.\n"
MEMBERS = "APEC has 21 members, and it calls them member economies.\n"


@pytest.mark.parametrize(
    ("text", "question", "told"),
    [
        (MEETINGS, "How many meetings are there in Guangzhou?", None),
        (MEETINGS, "How many days do the Guangzhou meetings run?", "ten"),
        (MEMBERS, "Which members does APEC have?", None),
        (MEMBERS, "How many members does APEC have?", "21"),
    ],
)
def test_a_number_counts_what_stands_behind_it_and_names_nothing(
    tmp_path: Path, reader: Reader, text: str, question: str, told: str | None
) -> None:
    answer = Bot(indexed(tmp_path, {"note.md": text}), reader=reader).ask(question)

    short = answer.short_answer
    assert (short and short.text.split()[0]) == told


LIFE = """Adaeze Lindqvist was a bridge engineer. She was born on 3 February 1911 in Gothenburg.
Her father, Carl Lindqvist, was a captain. She gave up engineering in 1971, as her sight was lost.
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When was Adaeze Lindqvist born?", "3 February 1911"),
        ("When was Carl Lindqvist born?", None),  # "she" is not he
    ],
)
def test_a_pronoun_means_nobody_who_is_named_behind_it(
    tmp_path: Path, reader: Reader, question: str, told: str | None
) -> None:
    answer = Bot(indexed(tmp_path, {"life.txt": f"A life\n\n{LIFE}"}), reader=reader).ask(question)

    assert (answer.short_answer and answer.short_answer.text) == told


def test_no_year_is_a_reason(tmp_path: Path, reader: Reader) -> None:
    bot = Bot(indexed(tmp_path, {"life.txt": f"A life\n\n{LIFE}"}), reader=reader)

    short = bot.ask("Why did Adaeze Lindqvist give up engineering?").short_answer

    assert short is None or not short.text.isdecimal()


PRODUCTS = """product,colour,warranty,power tool
Cordless drill,blue,3 years,yes
Jigsaw,blue,2 years,yes
Hammer,red,none,no
"""


KEPT = """object,handed in by,status
Camera,Passenger,police
Red hat,Crew,collected
Passport,Security,police
Toy drone,Passenger,collected
Wallet,Passenger,police
"""


@pytest.mark.parametrize(
    ("table", "question"),
    [
        (PRODUCTS, "Which products are blue?"),
        (PRODUCTS, "Which products are power tools?"),
        (KEPT, "Which items are with the police?"),  # each row in a quotation of its own
    ],
)
def test_of_several_rows_none_is_the_short_answer(
    tmp_path: Path, reader: Reader, table: str, question: str
) -> None:
    answer = Bot(indexed(tmp_path, {"table.csv": table}), reader=reader).ask(question)

    assert answer.citations
    assert answer.short_answer is None


def test_a_question_without_a_shared_word_is_understood(reading_bot: Bot) -> None:
    answer = reading_bot.ask("How much can employees pay for food a day when travelling?")

    assert "40 euros" in answer.answer


def test_what_the_documents_do_not_say_is_refused(reading_bot: Bot) -> None:
    assert reading_bot.ask("Who won the football world cup in 1966?").citations == ()


def test_the_same_question_gives_the_same_answer_from_any_reader(library: Library) -> None:
    answers = [
        timeless(Bot(library, reader=open_reader().reader).ask(ADOPTED)),
        timeless(Bot(library, reader=open_reader().reader).ask(ADOPTED)),
    ]
    assert answers[0] == answers[1]


def test_a_question_asked_again_gets_the_same_answer(reading_bot: Bot) -> None:
    assert timeless(reading_bot.ask(ADOPTED)) == timeless(reading_bot.ask(ADOPTED))


def test_the_explanation_shows_reader_beside_words(reading_bot: Bot) -> None:
    answer = reading_bot.ask(ADOPTED, explain=True)

    assert answer.explanation is not None
    best = answer.explanation["sentences"][0]
    assert "1994" in best["reader_points_at"]
    assert {"cover", "reader_answers"} <= best["adds"].keys()
    assert sum(best["adds"].values()) == pytest.approx(best["score"])


def test_what_there_was_no_time_to_read_is_told(library: Library, reader: Reader) -> None:
    unhurried = Bot(library, reader=reader).ask(ADOPTED)
    hurried = Bot(library, reader=reader, budget_ms=0).ask(ADOPTED)

    assert "unread" not in unhurried.as_json()
    assert hurried.as_json()["unread"] >= 1
    assert "1994" in hurried.answer


@pytest.mark.parametrize("question", ["?" * 50 + "a", "a " * 4_000, "\ud800 who", "什么时候?"])
def test_odd_questions_are_answered_or_refused(reading_bot: Bot, question: str) -> None:
    reading_bot.ask(question)


def test_an_unwanted_reader_stays_away() -> None:
    assert open_reader(wanted=False) == (None, NOT_WANTED)


def test_without_its_packages_the_words_answer(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    bot = open_bot(corpus)

    assert "1994" in bot.ask(ADOPTED).answer
    reader, state = open_reader()
    assert reader is None
    assert "pip install" in state


def test_a_damaged_reader_is_named_and_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> None:
        raise ReaderDamaged(f"{folder} is not what was trained")

    monkeypatch.setattr("bot.reader.verify", refuse)
    assert open_reader() == (None, f"off: {MODELS} is not what was trained")
