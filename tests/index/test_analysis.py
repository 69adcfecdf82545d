"""Spellings that a reader takes for one word are one term."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import analysis


@pytest.mark.parametrize(
    "spellings",
    [
        "US U.S. U.S USA U.S.A.",
        "1,200 1200",
        "Beyoncé beyonce Beyonce\u0301 Beyoncé’s",
        "Skłodowska Sklodowska",
        "organisation organization Organizations organise organizing",
        "colour color colours",
        "centre center",
        "travelled traveled travelling",
        "seven 7",
        "delegation delegations delegation's delegations’",
        "don't don’t",
    ],
)
def test_what_a_reader_takes_for_the_same_word_is_one_term(spellings: str) -> None:
    assert len({analysis.terms(word)[0] for word in spellings.split()}) == 1


@pytest.mark.parametrize("words", ["four for", "analysis analog", "1.5 15", "1.200 1200"])
def test_different_words_stay_different_terms(words: str) -> None:
    first, second = words.split()

    assert analysis.terms(first) != analysis.terms(second)


def test_hyphenated_words_give_their_parts() -> None:
    assert analysis.terms("COVID-19, 2-3 March") == ["covid", "19", "2", "3", "march"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京是", ["北京", "京是"]),
        ("東", ["東"]),
        ("Москва", ["москва"]),
        ("مُحَمَّد", ["محمد"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("한국어", ["한국", "국어"]),
    ],
)
def test_other_scripts_have_terms_too(text: str, expected: list[str]) -> None:
    assert analysis.terms(text) == expected


def test_content_leaves_out_function_words() -> None:
    question = analysis.terms("When is the meeting of the US delegation?")

    assert analysis.content(question) == ["meet", "us", "deleg"]


def test_content_keeps_function_words_where_there_is_nothing_else() -> None:
    assert analysis.content(analysis.terms("Who is it?")) == ["who", "is", "it"]


def test_no_words_no_terms() -> None:
    assert analysis.terms(" …!? ") == []
    assert analysis.content([]) == []


@given(st.text())
def test_words_lie_in_the_text_in_order(text: str) -> None:
    found = analysis.words(text)

    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)
    assert all(word.term for word in found)


@given(st.text(alphabet="abcdefgéXYZ ’'-.,0123", max_size=60))
def test_terms_do_not_depend_on_case(text: str) -> None:
    assert analysis.terms(text.upper()) == analysis.terms(text.lower())


@given(st.text(st.sampled_from("aBus19.,'’ʼ‘“—…·_- éªक字カ・\u0301\u0948\xa0\n")))
def test_terms_are_those_of_the_words(text: str) -> None:
    assert analysis.terms(text) == [word.term for word in analysis.words(text)]


@given(st.text(st.sampled_from("aBus19.,'_- \n")))
def test_a_text_of_plain_letters_has_the_words_that_it_has_among_others(text: str) -> None:
    assert analysis.words(text) == analysis.words(f"{text} é")[:-1]
