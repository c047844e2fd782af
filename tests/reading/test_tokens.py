"""Sentences and the words they are cut into, as a table; words always stand where they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.tokens import cut


def words(text: str) -> list[str]:
    return [word.text for word in cut(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian-led forces left.", "Russian - led forces left ."),
        ("pro-Russian and anti-French ex-ministers", "pro-Russian and anti-French ex-ministers"),
        ("UN-backed, U.S.-led talks", "UN - backed , U.S. - led talks"),
        ("mid-April's co-chair", "mid-April 's co-chair"),
        ("They don't, can't and won't.", "They do n't , ca n't and wo n't ."),
        ("Mali’s troops’ weapons", "Mali ’s troops ’ weapons"),
        ("It cannot be; it's theirs, I'd say.", "It can not be ; it 's theirs , I 'd say ."),
        ("Shouldn't've gone to N'Djamena", "Should n't 've gone to N'Djamena"),
        ("O'Connell, d'Ivoire and Sana'a", "O'Connell , d'Ivoire and Sana'a"),
        ("on April 3-4, 2025", "on April 3 - 4 , 2025"),
        ("at 5 p.m. on Sept. 11", "at 5 p.m. on Sept. 11"),
        ("He left at 5 p.m.", "He left at 5 p.m."),
        ("Lt. Gen. A. J. Smith Jr. of Acme Inc. left.", "Lt. Gen. A. J. Smith Jr. of Acme Inc. left ."),
        ("He said no.", "He said no ."),
        ("No. 2 in the sun.", "No. 2 in the sun ."),
        ("Plan B.", "Plan B ."),
        ("the U.N. and U.S.", "the U.N. and U.S."),
        ("books, etc.", "books , etc."),
        ("$3.5 million, €200, 10%", "$ 3.5 million , € 200 , 10 %"),
        ("35,000 people; 7:30 and 24/7; the 1990s; 21st", "35,000 people ; 7:30 and 24/7 ; the 1990s ; 21st"),
        ("a Tu-154, an F-16, COVID-19, G20", "a Tu - 154 , an F - 16 , COVID - 19 , G20"),
        ("and/or", "and / or"),
        (
            "see https://example.org/a?b=c, or mail a.b@example.org.",
            "see https://example.org/a?b=c , or mail a.b@example.org .",
        ),
        ("gonna... wait!!! What?!", "gon na ... wait !!! What ?!"),
        ("“We—all—agree,” (he) said", "“ We — all — agree , ” ( he ) said"),
        ("Russia–Africa summit -- 2023", "Russia – Africa summit -- 2023"),
        ("AT&T", "AT&T"),
        ("👩‍👩‍👧 🇲🇱 ❤️", "👩‍👩‍👧 🇲🇱 ❤️"),
        ("the \u202eminister\u202c met\u200b him", "the minister met him"),
        ("co\u00adoperation", "co\u00adoperation"),
        ("Goïta Goi\u0308ta", "Goïta Goi\u0308ta"),
        ("a\x00b", "a b"),
        ("", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected.split()


@given(st.text(max_size=200))
def test_words_stand_in_the_text_in_order(text: str) -> None:
    end = 0
    for word in cut(text, 0, len(text)):
        assert text[word.start : word.end] == word.text
        assert word.start >= end
        assert word.start < word.end
        end = word.end


@given(st.text(alphabet="abcXYZ 0189.,-'’()\"?!", max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    assert "".join(words(text)) == "".join(text.split())
