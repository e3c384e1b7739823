"""Names of many origins are found; bodies, places and buildings that look like people are not."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.cleaning import plain_article
from pipeline.extractors.base import facts
from pipeline.language import parse

NAMES = {
    "English": [
        "Harriet Blythe",
        "George Ackroyd",
        "Will Spratt",
        "Daisy Thorne",
        "Mark Sugden-Hart",
        "Hope Larwood",
        "Christopher Nunn",
        "Penny Illingworth",
        "J. K. Tattershall",
        "Rose Kettlewell",
    ],
    "Welsh": [
        "Gwenllian Prosser",
        "Dafydd ap Rhys",
        "Siân Bevan-Howells",
        "Iolo Cadwaladr",
        "Llŷr Trahearne",
        "Eluned ferch Owain",
        "Meirion Pugh",
        "Heledd Gwynfryn",
    ],
    "Irish": [
        "Aoife Ní Chonaill",
        "Pádraig Ó Riain",
        "Sinéad O’Hagan",
        "Diarmuid McGlinchey",
        "Gráinne Mac Aonghusa",
        "Oisín Devaney",
        "Niamh D'Arcy",
    ],
    "Scots": [
        "Mhairi MacAskill",
        "Hamish McCorquodale",
        "Eilidh Farquharson",
        "Ruaridh Dalgleish",
        "Ailsa Macpherson",
        "Struan Colquhoun",
    ],
    "South Asian": [
        "Gurpreet Kaur Sandhu",
        "Mohammed Iqbal Mirza",
        "Priyanka Deshpande",
        "Shazia Begum",
        "Balwinder Singh",
        "Rajesh Venkataraman",
        "Nusrat Chowdhury",
        "Thilini Wickramasinghe",
    ],
    "West African": [
        "Oluwaseun Adeyinka",
        "Chidinma Nwachukwu",
        "Kwabena Osei-Bonsu",
        "Folasade Akinwande",
        "Fatoumata Diallo",
        "Ebrima Jallow",
        "Blessing Onyemaechi",
        "Yaw Amponsah",
    ],
    "Polish": [
        "Agnieszka Wójcik",
        "Zbigniew Brzęczyszczykiewicz",
        "Małgorzata Kowalczyk",
        "Paweł Szczepański",
        "Łukasz Żak",
        "Świętosława Gil",
    ],
    "Chinese": ["Li Wei", "Xiaoming Zhang", "Mei-Ling Cheung", "Wai Kwan Lau", "Zhang Qian", "Siew Lim"],
    "Arabic": [
        "Fatima al-Zahrani",
        "Omar bin Rashid",
        "Yasmin El Khoury",
        "Abdulrahman Al-Masri",
        "Noor Haddad",
        "Hodan Warsame",
        "Youssef Ben Ali",
    ],
}

FRAMES = [
    "{}, 47, has lived in the town since 2011.",
    "“Nobody asked us,” said {}.",
    "Cllr {} (Ind) called the plan a muddle.",
    "Headteacher {} will leave at the end of term.",
    "The panel was told by {}, the council’s director for people, that costs had risen.",
]

NOT_PEOPLE = [
    "Loxley House",
    "Shire Hall",
    "Harvey Hadden Stadium",
    "St Ann’s Well Road",
    "Victoria Embankment",
    "Cardinal Newman School",
    "Thomas Telford School",
    "Florence Melly Primary School",
    "Bishop Auckland",
    "Lord Street",
    "King George’s Field",
    "Queen’s Medical Centre",
    "George Eliot Hospital",
    "Royal Holloway",
    "Martin Luther King Way",
    "Nelson Mandela House",
    "Barnardo’s",
    "Grant Thornton",
    "Newton Europe",
    "Ernst & Young",
    "Mott MacDonald",
    "Band D",
    "Ofsted",
    "Estyn",
    "Freeview",
    "TikTok",
    "Storm Darragh",
    "Operation Sceptre",
    "Martyn’s Law",
    "Natasha’s Law",
    "Sure Start",
    "Signs of Safety",
    "Children’s Services",
    "Newark Sherwood",
    "Milton Keynes",
    "Kirkby-in-Ashfield",
    "Chester-le-Street",
    "Great Yarmouth",
    "Amber Valley",
    "Burton Joyce Parish Council",
    "Prince’s Trust",
    "Sir Bobby Robson Foundation",
    "Marie Curie Hospice",
    "Stephen Lawrence Day",
    "Duke of Edinburgh Award",
    "Lady Bay Bridge",
    "East Midlands",
    "Black Lives Matter",
    "Local Plan",
    "Green Belt",
    "Money Advice Service",
    "The Crown Court",
    "Magna Carta",
]

PLACES = ["{} will close in May.", "Residents near {} were told on Monday.", "The council said {} needed £2m."]


def people(nlp: Language, text: str) -> list[tuple[str, str]]:
    found = facts(next(parse(nlp, [plain_article(text)])), "people")
    return [(text[fact.start : fact.end], fact.value.name) for fact in found]


@pytest.mark.parametrize("origin", NAMES)
def test_names_of_every_origin_are_found_whole(nlp: Language, origin: str) -> None:
    wrong = []
    for name in NAMES[origin]:
        for frame in FRAMES:
            text = frame.format(name)
            if [found for _, found in people(nlp, text)] != [name]:
                wrong.append((text, people(nlp, text)))
    assert wrong == []


@pytest.mark.parametrize("name", NOT_PEOPLE)
def test_bodies_places_and_schemes_are_not_people(nlp: Language, name: str) -> None:
    assert [people(nlp, frame.format(name)) for frame in PLACES] == [[], [], []]
