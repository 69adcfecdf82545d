import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Turn, interpret, replay

LEADER = (
    "The American delegation is spearheaded by US Senior Official Casey Mace, with support from "
    "Acting Principal Deputy Assistant Secretary of State Ruth Perry. [1]"
)

CONVERSATIONS: dict[str, list[tuple[str, str] | tuple[str, str, str]]] = {
    "the contract's example": [
        ("What are the Bogor Goals?", "What are the Bogor Goals?"),
        ("When were they adopted?", "When were the Bogor Goals adopted?"),
        ("And where?", "Where were the Bogor Goals adopted?"),
        ("Why?", "Why were the Bogor Goals adopted?"),
        ("And who adopted them?", "Who adopted the Bogor Goals?"),
        ("Who is Alan Bollard?", "Who is Alan Bollard?"),
    ],
    "lower case and no punctuation": [
        ("what are the bogor goals", "what are the bogor goals"),
        ("when were they adopted", "when were the bogor goals adopted"),
        ("and where", "Where were the bogor goals adopted?"),
    ],
    "an organisation": [
        ("Which economies are members of APEC?", "Which economies are members of APEC?"),
        ("how many", "How many economies are members of APEC?"),
        ("When was it founded?", "When was APEC founded?"),
        ("What about ASEAN?", "When was ASEAN founded?"),
        ("By whom?", "By whom was ASEAN founded?"),
    ],
    "a person whom the answer named": [
        ("Who leads the US delegation?", "Who leads the US delegation?", LEADER),
        ("What is her background?", "What is Casey Mace's background?"),
        ("Where is she from?", "Where is Casey Mace from?"),
    ],
    "a person of a country": [
        (
            "Who was the director of the institute in 2017?",
            "Who was the director of the institute in 2017?",
            "In 2017 that person was Dr Alan Bollard of New Zealand. [1]",
        ),
        ("Where is he from?", "Where is Alan Bollard from?"),
    ],
    "a person in an office": [
        ("Who is the director of the institute?", "Who is the director of the institute?"),
        ("What did he say about trade?", "What did the director of the institute say about trade?"),
    ],
    "a train with a number": [
        ("When does the IC 61 depart?", "When does the IC 61 depart?"),
        ("When does it arrive?", "When does the IC 61 arrive?"),
        ("And the IR 37?", "When does the IR 37 arrive?"),
    ],
    "what about something of its": [
        ("Who leads the US delegation?", "Who leads the US delegation?"),
        ("What about its budget?", "What is the US delegation's budget?"),
    ],
    "something of a thing of something": [
        ("What is the capital of Chile?", "What is the capital of Chile?"),
        ("And its population?", "What is the population of the capital of Chile?"),
    ],
    "a singer": [
        ("When did Beyoncé leave Destiny's Child?", "When did Beyoncé leave Destiny's Child?"),
        ("Why did she leave?", "Why did Beyoncé leave?"),
        ("What was her first solo album called?", "What was Beyoncé's first solo album called?"),
    ],
    "who did it, turned round": [
        ("Who wrote Hamlet?", "Who wrote Hamlet?"),
        ("When?", "When was Hamlet written?"),
        ("When was it first performed?", "When was Hamlet first performed?"),
    ],
    "others of the kind": [
        ("By when should rich countries pay?", "By when should rich countries pay?"),
        ("And the industrialised ones?", "By when should the industrialised countries pay?"),
        ("and the poor ones", "By when should the poor countries pay?"),
        ("Which ones?", "Which ones of the poor countries?"),
    ],
    "years": [
        ("Where did APEC officials meet in 2016?", "Where did APEC officials meet in 2016?"),
        ("And in 2017?", "Where did APEC officials meet in 2017?"),
        ("What about 2018?", "Where did APEC officials meet in 2018?"),
    ],
    "countries": [
        ("What is the population of China?", "What is the population of China?"),
        ("What about Japan?", "What is the population of Japan?"),
        ("And India?", "What is the population of India?"),
        ("How large is it?", "How large is India?"),
    ],
    "a capital": [
        ("What is the capital of France?", "What is the capital of France?"),
        ("What is its population?", "What is the population of the capital of France?"),
        ("What is the capital of Spain?", "What is the capital of Spain?"),
        ("How many people live there?", "How many people live in the capital of Spain?"),
    ],
    "a place that the answer named": [
        ("Where was the accord signed?", "Where was the accord signed?", "In Bogor, in 1994. [1]"),
        ("How many people live there?", "How many people live in Bogor?"),
    ],
    "the city that was asked for": [
        ("Which city hosted the 2008 Olympics?", "Which city hosted the 2008 Olympics?"),
        ("When?", "When were the 2008 Olympics hosted?"),
        ("And the 2012 Olympics?", "When were the 2012 Olympics hosted?"),
    ],
    "a policy": [
        ("What is the refund policy?", "What is the refund policy?"),
        ("And the deadline?", "What is the deadline of the refund policy?"),
        ("Who approves it?", "Who approves the refund policy?"),
        ("Does it apply to contractors?", "Does the refund policy apply to contractors?"),
        ("What are the exceptions?", "What are the exceptions of the refund policy?"),
    ],
    "leave, and two pronouns": [
        ("How many vacation days do employees get?", "How many vacation days do employees get?"),
        ("And contractors?", "How many vacation days do contractors get?"),
        ("Can they carry them over?", "Can contractors carry vacation days over?"),
    ],
    "a manual": [
        ("How do I install the printer driver?", "How do I install the printer driver?"),
        ("How do I remove it?", "How do I remove the printer driver?"),
        ("Where is its log file?", "Where is the printer driver's log file?"),
        ("which version", "which version of the printer driver?"),
    ],
    "an option": [
        ("What does the --verbose flag do?", "What does the --verbose flag do?"),
        ("And --quiet?", "What does --quiet do?"),
        ("Is it on by default?", "Is --quiet on by default?"),
    ],
    "a meeting that needs no repeating": [
        ("Who attended the Nha Trang meeting?", "Who attended the Nha Trang meeting?"),
        ("When was the meeting held?", "When was the Nha Trang meeting held?"),
        ("who chaired it", "who chaired the Nha Trang meeting"),
        ("How many people attended?", "How many people attended the Nha Trang meeting?"),
        ("What was decided?", "What was decided about the Nha Trang meeting?"),
    ],
    "yes or no": [
        ("Is China a member of APEC?", "Is China a member of APEC?"),
        ("Since when?", "Since when is China a member of APEC?"),
        ("And Russia?", "Since when is Russia a member of APEC?"),
    ],
    "a scientist": [
        ("Who was Marie Curie?", "Who was Marie Curie?"),
        ("Where was she born?", "Where was Marie Curie born?"),
        ("What did she discover?", "What did Marie Curie discover?"),
        ("When did she die?", "When did Marie Curie die?"),
        ("And her husband?", "When did Marie Curie's husband die?"),
    ],
    "a war": [
        ("When did World War II end?", "When did World War II end?"),
        ("Who won it?", "Who won World War II?"),
        ("How many people died?", "How many people died in World War II?"),
        ("What caused it?", "What caused World War II?"),
    ],
    "a contact": [
        ("Who is David Hendrickson?", "Who is David Hendrickson?"),
        ("What is his phone number?", "What is David Hendrickson's phone number?"),
        ("and his email", "What is David Hendrickson's email?"),
        ("And Michael Chapnick?", "What is Michael Chapnick's email?"),
    ],
    "a benefit": [
        ("What is the parental leave policy?", "What is the parental leave policy?"),
        ("Is it paid?", "Is the parental leave policy paid?"),
        ("Who is eligible?", "Who is eligible for the parental leave policy?"),
    ],
    "more": [
        ("What is digital trade?", "What is digital trade?"),
        ("Tell me more", "Tell me more about digital trade"),
    ],
}

STANDALONE = [
    "Who is Alan Bollard?",
    "What did Luther call his book?",
    "What happened when the war ended?",
    "Is it possible to vote by mail?",
    "How long did it take to build the Eiffel Tower?",
    "Is there a canteen?",
    "Why did Japan say it would leave?",
    "Which company debuted their advertisement?",
    "When a cell is attacked, how does it respond?",
    "who invented the telephone",
    "vacation policy",
    "In 1994, where did APEC leaders meet?",
    "What is the name of the river that runs through Paris?",
    "Who made their debut in 1999?",
    "thanks",
    "what is this about?",
    "Can I do it offline?",
]  # fmt: skip

GOALS = [Turn("What are the Bogor Goals?", "What are the Bogor Goals?", "They are targets. [1]")]


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_follow_ups_are_read_as_full_questions(name: str) -> None:
    turns = [(turn[0], turn[1], turn[2] if len(turn) > 2 else "") for turn in CONVERSATIONS[name]]
    readings = [turn.interpreted_as for turn in replay((q, answer) for q, _, answer in turns)]

    assert readings == [expected for _, expected, _ in turns]


@pytest.mark.parametrize("question", STANDALONE)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert interpret(question, GOALS) == question


def test_a_new_subject_becomes_the_subject_of_the_next_follow_up() -> None:
    history = replay([("What are the Bogor Goals?", ""), ("When was ASEAN founded?", "In 1967.")])

    assert interpret("Where is it based?", history) == "Where is ASEAN based?"


def test_a_subject_carries_over_turns_that_do_not_name_it() -> None:
    questions = ["What are the Bogor Goals?", "When were they adopted?", "thanks"]
    history = replay((question, "") for question in questions)

    assert interpret("Who adopted them?", history) == "Who adopted the Bogor Goals?"


@given(st.text())
def test_without_a_history_every_question_is_returned_unchanged(question: str) -> None:
    assert interpret(question, []) == question


@given(st.text(), st.text(), st.text())
def test_any_text_can_follow_any_other(first: str, answer: str, second: str) -> None:
    assert isinstance(interpret(second, replay([(first, answer)])), str)


WORDS = "and what about the goals when were they its how many in 2017 Japan there of who it ? ,"


@given(*[st.lists(st.sampled_from(WORDS.split()), max_size=6).map(" ".join)] * 3)
def test_fragments_in_any_order_can_be_read(first: str, second: str, third: str) -> None:
    assert isinstance(interpret(third, replay([(first, "In Bogor."), (second, "")])), str)


@pytest.mark.parametrize("question", ["'s the goal?", "'s of goals?", "” of “", "the “”?"])
def test_what_has_no_noun_can_be_gone_on_about(question: str) -> None:
    assert isinstance(interpret("Where is it held?", replay([(question, "In Bogor.")])), str)


@pytest.mark.parametrize("fragment", ["And ?", "and … ?!", "What about ?", "in ?", ", ?"])
def test_a_fragment_without_a_word_of_its_own_follows_nothing(fragment: str) -> None:
    assert isinstance(interpret(fragment, GOALS), str)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=6).map(" ".join))
def test_fragments_can_follow_a_whole_question(fragment: str) -> None:
    assert isinstance(interpret(fragment, GOALS), str)
