import json

import pytest

from dragoman.news.language import language_of, name_of

OTHERS = {
    "fr": "Le ministre malien a rencontré mardi à Moscou son homologue russe pour parler de la coopération militaire.",
    "de": "Der Bundeskanzler traf am Montag in Berlin den französischen Präsidenten, um über die Ukraine zu sprechen.",
    "es": "El presidente de Colombia se reunió con su homólogo de Venezuela en la frontera para firmar un acuerdo.",
    "pt": "O presidente do Brasil encontrou-se com o seu homólogo de Angola em Luanda na terça-feira.",
    "it": "Il ministro degli Esteri italiano ha incontrato a Roma il collega tunisino per discutere di migrazione.",
    "nl": "De minister van Buitenlandse Zaken sprak in Den Haag met zijn Duitse ambtgenoot over de oorlog in Oekraïne.",
    "sv": "Sveriges utrikesminister träffade sin finländska kollega i Stockholm på måndagen för att tala om Nato.",
    "pl": "Minister spraw zagranicznych spotkał się w Warszawie z sekretarzem stanu USA i rozmawiał o bezpieczeństwie.",
    "tr": "Türkiye Dışişleri Bakanı, Ankara'da Rus mevkidaşı ile bir araya geldi ve Suriye'yi görüştü.",
    "sw": "Waziri wa mambo ya nje wa Kenya alikutana na mwenzake wa Tanzania mjini Nairobi siku ya Jumanne.",
    "ha": "Ministan harkokin wajen Nijar ya gana da takwaransa na Rasha a birnin Moscow ranar Talata domin tsaro.",
    "id": "Menteri Luar Negeri Indonesia bertemu dengan mitranya dari Malaysia di Jakarta pada hari Selasa.",
    "vi": "Bộ trưởng Ngoại giao Việt Nam đã gặp người đồng cấp Lào tại Hà Nội hôm thứ Ba.",
    "ru": "Сергей Лавров провёл переговоры с министрами стран Сахеля в Москве.",
    "uk": "Президент України зустрівся у Києві з міністром закордонних справ Польщі.",
    "ar": "التقى وزير الخارجية الروسي نظيره المالي في موسكو يوم الثلاثاء",
    "fa": "وزیر امور خارجه ایران با همتای روسی خود در تهران دیدار کرد و درباره سوریه گفتگو کردند.",
    "zh": "中国外交部长周二在北京会见了马里外长。",
    "ja": "日本の外務大臣は火曜日に東京でマリの外相と会談した。",
    "ko": "한국 외교부 장관은 화요일 서울에서 말리 외무장관을 만났다.",
    "hi": "भारत के विदेश मंत्री ने मंगलवार को दिल्ली में माली के विदेश मंत्री से मुलाकात की।",
}


@pytest.mark.parametrize(("language", "text"), OTHERS.items())
def test_other_languages_are_told(language, text):
    assert language_of(text) == language
    assert not name_of(language).startswith("“")


@pytest.mark.parametrize(
    "text",
    [
        "Mali.",
        "Putin visits Beijing",
        "RSF shells El Fasher; 12 killed",
        "Ouagadougou, Bamako, Niamey quit ECOWAS",
        "Hollande hosts Merkel, Renzi, Rajoy, Tusk, Juncker",
        "Lavrov meets Diop, Toumba, Traoré, Sangaré, Guterres, Bogdanov, Wang Yi, Jaishankar, Fidan",
        "Niger junta expels French ambassador Sylvain Itté, recalls envoy",
        "Chancellor Olaf Scholz visits Warsaw; Berlin, Warschau sign treaty on Bundeswehr deployment",
        "Presidents Luiz Inácio Lula da Silva, Gabriel Boric, Gustavo Petro sign São Paulo declaration on Amazônia",
        "Al-Shabaab kills six in Kismayo, Barawe, Afgooye, Marka, Jowhar; Hassan Sheikh Mohamud vows revenge",
        "Tshisekedi, Kagame, Ruto, Museveni, Ndayishimiye, Hichilema hold Luanda talks on Goma, Bukavu, Uvira",
        "He met Xi. 习近平 said so.",
        "MALI AND NIGER QUIT ECOWAS",
    ],
)
def test_english_full_of_names_is_not_lost(text):
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Mali, Niger", "fr", "fr"),  # the words leave it open
        ("Mali, Niger", "fr-FR", "fr"),
        ("Mali, Niger", "", "en"),
        ("Mali, Niger", "Klingon", "en"),
        ("The ministers met in Bamako, and they agreed that the border would be open.", "fr", "en"),  # they do not
        (OTHERS["fr"], "en", "fr"),
    ],
)
def test_what_is_declared_counts_where_the_words_leave_it_open(text, declared, language):
    assert language_of(text, declared) == language


def test_no_english_news_is_taken_for_another_language(shared):
    for name in ("wce_dev", "wikinews"):
        with (shared / "data" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        assert [text for text in texts if language_of(text) != "en"] == []
