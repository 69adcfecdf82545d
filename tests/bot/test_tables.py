"""Of a table the row that is meant is quoted, and its cell that is asked for answers outright."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import cells
from bot.engine import Bot
from tests.folders import indexed

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answers import Answer

LAMPS = """number,name,price,stock,supplier,sold out
A-100,Blue lamp,24.90,15,Lumo Ltd.,no
A-101,Red lamp,26.50,0,Lumo Ltd.,yes
B-200,Oak shelf,189.00,4,Holz & Co,no
C-300,Office chair,149.00,7,Sit Well,yes
"""

STAFF = """[
  {"name": "Maria Keller", "role": "Head of Sales", "phone": "+41 61 555 01 20", "since": 2018},
  {"name": "Jonas Frei", "role": "Accountant", "phone": "+41 61 555 01 21", "since": 2021}
]"""


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return Bot(indexed(tmp_path, {"lamps.csv": LAMPS, "staff.json": STAFF}))


def outright(answer: Answer) -> str | None:
    return answer.short_answer.text if answer.short_answer else None


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("What does the blue lamp cost?", "24.90"),
        ("How many red lamps are in stock?", "0"),
        ("Who is the supplier of the oak shelf?", "Holz & Co"),
        ("What is the phone number of Jonas Frei?", "+41 61 555 01 21"),
        ("What is the role of Maria Keller?", "Head of Sales"),
        ("Which supplier makes the blue lamp?", "Lumo Ltd"),
    ],
)
def test_the_cell_that_is_asked_for_answers_outright(bot: Bot, question: str, cell: str) -> None:
    assert outright(bot.ask(question)) == cell


def test_a_number_of_another_column_does_not_answer_outright(bot: Bot) -> None:
    assert outright(bot.ask("How heavy is the oak shelf?")) is None


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("From which platform does the train to Chur leave?", "8"),  # not "IC 3"
        ("Who is the driver of the train to Chur?", "Ana Lind"),
        ("Which train goes to Chur?", "IC 3"),
    ],
)
def test_the_cell_is_the_one_that_the_question_is_after(question: str, cell: str) -> None:
    row = "Train: IC 3. To: Chur. Departs: 06:33. Platform: 8. Driver: Ana Lind."

    found = cells.answering(question, row)

    assert found is not None
    assert row[found.start : found.start + len(found.value)] == found.value == cell


def test_another_row_than_the_one_that_is_named_is_less_sure(tmp_path: Path) -> None:
    countries = "Country,Capital\nPeru,Lima\nChile,Santiago\n"
    brazil = "Brazil is the largest of the countries.\n"
    bot = Bot(indexed(tmp_path, {"countries.csv": countries, "brazil.txt": brazil}))

    assert bot.ask("What is the capital of Peru?").confidence > 0.9
    assert not bot.ask("What is the capital of Brazil?").citations


def test_what_no_column_has_is_less_sure(bot: Bot) -> None:
    adds = (bot.ask("What colour is the oak shelf?", explain=True).explanation or {})["confidence"]

    assert adds["adds"]["lacks_column"] < 0


def test_a_row_is_quoted_without_its_neighbours(bot: Bot) -> None:
    answer = bot.ask("What does the red lamp cost?")

    assert [each.cited_text for each in answer.citations] == [
        "number: A-101. name: Red lamp. price: 26.50. stock: 0. supplier: Lumo Ltd. sold out: yes."
    ]


def test_of_two_things_both_rows_are_quoted(bot: Bot) -> None:
    answer = bot.ask("What is the price of the oak shelf and the office chair?")

    assert "189.00" in answer.answer
    assert "149.00" in answer.answer
    assert answer.short_answer is None  # it would be half of it


def test_rows_that_say_no_are_not_among_those_that_are_so(bot: Bot) -> None:
    answer = bot.ask("Which products are sold out?")

    assert "Red lamp" in answer.answer
    assert "Office chair" in answer.answer
    assert "Blue lamp" not in answer.answer


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("What is said of lamps?", "Name: Lamp. Price: 3."),  # no column is named
        ("What is the price?", "Price: 3. List price: 4. Price: 5."),  # two are named so
        ("Why is the price so high?", "Name: Lamp. Price: 300."),  # no cell says why
        ("What is the price of nothing?", "Lamp. 300."),  # nothing is named
        ("When does the train to Chur leave?", "Train: IC. To: Chur."),  # no train is a time
    ],
)
def test_where_no_one_cell_is_asked_for_none_answers(question: str, row: str) -> None:
    assert cells.answering(question, row) is None


FOUND = """number,found on,found at,object,handed in by
032,2025-03-14,Harbour Ferry,Red hat,Crew
033,2025-03-16,Line 7,Toy drone,Passenger
034,2025-03-17,Central Station,Backpack with books,Cleaner
035,2025-03-28,Line 9,Cello bow,Passenger
"""
ACTIONS = """id,action,owner,due
AI-1,Renew the certificates of the gateway,Lena Moss,1 April 2025
AI-2,Watch the expiry of the certificates,Samir Okoye,7 March 2025
"""


@pytest.fixture
def office(tmp_path: Path) -> Bot:
    return Bot(indexed(tmp_path, {"lost-property.csv": FOUND, "actions.csv": ACTIONS}))


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("Where was the cello bow found?", "Line 9"),  # no place is 2025-03-28
        ("Who owns action item AI-2?", "Samir Okoye"),  # an owner, no action
        ("When is AI-2 due?", "7 March 2025"),
        ("What was found on 2025-03-16?", None),  # not where
    ],
)
def test_a_cell_is_of_the_kind_that_is_asked_for(
    office: Bot, question: str, cell: str | None
) -> None:
    answer = office.ask(question)

    assert answer.citations
    assert outright(answer) == cell


def test_a_document_is_about_what_its_file_is_called(tmp_path: Path) -> None:
    kept = "Notes on a task\n\nLena Moss renews the certificates of the gateway.\n"
    tasks = "Tasks\n\nAI-7 and AI-8 are still open.\n"
    bot = Bot(indexed(tmp_path, {"AI-7.txt": kept, "tasks.txt": tasks}))

    answer = bot.ask("Who renews the certificates of the gateway in AI-7?")

    assert answer.citations[0].source == "AI-7.txt"


@pytest.mark.parametrize("question", ["Who owns AI-7?", "When is AI-7 due?"])
def test_a_number_elsewhere_in_the_row_is_no_part_of_a_name(office: Bot, question: str) -> None:
    assert not office.ask(question).citations  # "7 March" stands in the row of AI-2
