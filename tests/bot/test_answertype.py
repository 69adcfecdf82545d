import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answertype import AnswerType, asked, expected

EXPECTED = {
    AnswerType.PERSON: [
        "Who leads the US delegation?",
        "Who was elected president in 1990?",
        "The delegation is led by whom?",
        "To whom was the letter sent?",
        "Whose proposal was accepted?",
        "Which president signed the treaty?",
        "Name the director of the secretariat",
        "delegation leader",
    ],
    AnswerType.PLACE: [
        "Where were they adopted?",
        "The meeting took place where?",
        "In which city is the headquarters?",
        "What country won the world cup in 1990?",
        "what is the capital of france",
        "What is the name of the river that runs through Paris?",
    ],
    AnswerType.DATE: [
        "When was it founded?",
        "On what date did it open?",
        "bogor goals date",
        "The president who signed the treaty was born when?",
    ],
    AnswerType.YEAR: ["In what year did the leaders meet?", "Which year was it?", "founding year"],
    AnswerType.NUMBER: [
        "How many members does APEC have?",
        "how old was she",
        "What was the population of Paris in 1900?",
        "number of members",
    ],
    AnswerType.MONEY: ["How much does the ticket cost?", "how many dollars", "ticket price"],
    AnswerType.PERCENTAGE: ["What percentage of people voted?", "how much percent"],
    AnswerType.DURATION: ["How long did the meeting last?", "For how long is it valid?"],
    AnswerType.FREQUENCY: ["how often do they meet"],
    AnswerType.CONTACT: [
        "What's the phone number of David Hendrickson?",
        "who should I contact for interviews",
        "press contact email",
    ],
    AnswerType.REASON: ["Why was it founded?", "What is the reason for the delay?", "And why?"],
    AnswerType.MANNER: ["How are decisions made within APEC?", "how do I install it"],
    AnswerType.DEFINITION: [
        "What is APEC?",
        "What are the Bogor Goals?",
        "what does consensus mean",
        "define consensus",
        "who is casey mace",
    ],
    AnswerType.LIST: [
        "Which economies are members?",
        "What are the priorities of the US?",
        "what are the requirements",
        "list the members of apec",
        "Name three members.",
    ],
    AnswerType.YES_NO: [
        "Is China a member of APEC?",
        "can employees carry over vacation days?",
        "And does it apply to contractors?",
        "Is there anyone who disagrees with it?",
    ],
    AnswerType.NAME: ["What does APEC stand for?", "What university did he attend?"],
    AnswerType.OTHER: ["What happened when the war ended?", "vacation policy", "谁是领导", "?", ""],
}


@pytest.mark.parametrize(
    ("question", "kind"), [(q, kind) for kind, questions in EXPECTED.items() for q in questions]
)
def test_a_question_says_what_kind_of_answer_it_wants(question: str, kind: AnswerType) -> None:
    assert expected(question) is kind


@pytest.mark.parametrize(
    ("question", "word", "focus"),
    [
        ("which economies are members", "which", "economies"),
        ("How many members does APEC have?", "how many", "members"),
        ("How many volunteers work at the museum?", "how many", "volunteers"),
        ("What type of animal is a whale?", "what", "animal"),
        ("What's the largest city in Peru?", "what", "city"),
        ("What country won the cup?", "what", "country"),
        ("Who is the Executive Director of the Secretariat?", "who", "director"),
        ("bogor goals date", "", "date"),
        ("Who won?", "who", ""),
    ],
)
def test_the_focus_is_the_noun_that_the_answer_is_an_instance_of(
    question: str, word: str, focus: str
) -> None:
    reading = asked(question)

    assert (reading.word, reading.focus) == (word, focus)


def test_a_clause_that_begins_with_when_does_not_ask_for_a_date() -> None:
    assert expected("When the war ended, who was president?") is AnswerType.PERSON


@given(st.text())
def test_any_text_can_be_read_as_a_question(text: str) -> None:
    assert expected(text) in AnswerType


@given(st.lists(st.sampled_from("who when the is of what how many name list in did".split())))
def test_function_words_in_any_order_can_be_read(words: list[str]) -> None:
    assert expected(" ".join(words)) in AnswerType
