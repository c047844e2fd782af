"""The forms of verbs, as the lexicon looks them up where a lemma is missed."""

import pytest

from dragoman.coding.inflection import forms_of, verbs_by_form


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("telephone", "telephoned"),
        ("accede", "acceded"),
        ("overthrow", "overthrew"),
        ("ratify", "ratifies"),
        ("ratify", "ratified"),
        ("admit", "admitted"),
        ("agree", "agreed"),
        ("withdraw", "withdrawn"),
        ("clash", "clashes"),
    ],
)
def test_a_verb_has_this_form(verb: str, form: str) -> None:
    assert form in set(forms_of(verb))


def test_a_shared_form_belongs_to_the_first_verb() -> None:
    assert verbs_by_form(["find", "found"])["found"] == "find"
