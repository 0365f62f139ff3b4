"""What says who somebody is does not leave; what is said of goods does."""

import pytest

from assistant.llm.redaction import LONGEST_STRING, minimised, without_persons

PERSONAL = {
    "write to maya.okafor@example.com please": "maya.okafor",
    "it is maya dot okafor at example dot com": "okafor",
    "maya @ example . com": "maya",
    "my name is Maya Okafor and I want a tent": "Okafor",
    "my name's okafor": "okafor",
    "call me Maya": "Maya",
    "send it to 1428 Elm Street, Springfield, IL 62704": "Elm",
    "Send it to 1428 Elm Street Springfield IL 62704-1234 please": "62704",
    "ship to 12 baker road, leeds": "baker",
    "I live at 7 Orchard Way, LS1 4DY": "Orchard",
    "postcode SW1A 1AA": "SW1A",
    "my zip is 62704": "62704",
    "p.o. box 1234": "1234",
    "ring me on +44 20 7946 0018": "7946",
    "my phone number is 555 0134": "0134",
    "(312) 555-0134 is mine": "0134",
    "312.555.0134": "0134",
    "where is TL-010034": "010034",
    "where is order TL 01 0034": "0034",
    "my order number is 100245": "100245",
    "track my package tl010034": "010034",
    "my order is tee el oh one double oh three four": "double oh three",
    "order #48213": "48213",
    "the voice code is 4821": "4821",
    "my pin is four eight two one": "eight two",
    "4821": "4821",
    "four eight two one": "eight",
    "it's 4 8 2 1": "4 8 2 1",
    "card 4242 4242 4242 4242": "4242",
    "password: hunter2!": "hunter2",
    "see https://shop.example/orders?token=abcdef": "abcdef",
    "www.shop.example/pay/abcdef": "abcdef",
    "session 3f2b8c1e-9d4a-4b1c-8e77-0a1b2c3d4e5f": "3f2b8c1e",
    "mail me at maya.okafor at gmail com": "okafor",
    "@mayaokafor on instagram": "mayaokafor",
    "my social security number is 123-45-6789": "6789",
    "ssn 123 45 6789": "6789",
    "IBAN DE89 3704 0044 0532 0130 00": "0130 00",
    "my passport is X1234567": "X1234567",
    "tracking SW3765605635": "SW3765605635",
    "my tracking number is 1Z999AA10123456784": "1Z999",
    "account 12345678": "12345678",
    "loyalty card 6035 1234 5678 9012 345": "012 345",
    "member number 88213": "88213",
    "my ip is 192.168.1.77": "192.168",
    "my visa ends in 4242": "4242",
    "password hunter2": "hunter2",
    "I was born on 3 May 1990": "1990",
    "my birthday is 05/03/1990": "05/03",
    "where is aq 400001": "400001",
    "for my son Jonas": "Jonas",
    "for my wife Elena Petrova please": "Petrova",
    "my husband's name is Robert": "Robert",
    "this is Maya Okafor speaking": "Okafor",
    "I'm Maya Okafor, and I need a tent": "Maya",
    "ship to Maya Okafor, 27 Heron Court, Alderbrook": "Maya",
    "deliver it to Maya Okafor, 27 Heron Court, Alderbrook": "Heron",
    "key sk-proj-abcdefghijklmnop1234567890": "abcdefghijklmnop",
}
OF_GOODS = [
    "a 16 gear road bike under $1,200.50",
    "Sony WH-1000XM4 headphones",
    "10000 mAh power bank with USB-C 3.2",
    "2 TB external hard drive",
    "a 12 inch cast iron pan, 3.5 kg",
    "RTX 4070 with 12 GB for 599 dollars",
    "the second one in size 10.5, or 42",
    "LEGO 75192 for ages 16+",
    "tent for 4 people, 5000 mm water column, 2.4 x 1.8 m",
    "which would you take for a wet trip?",
    "returns within 30 days, in store or by post",
    "Blu-ray player, 1080p, 100-240 V 50/60 Hz",
    "is it open 9 to 5 on 24 December 2026",
    "I ordered a kettle last week, is it coming on Friday?",
    "compare the 2 cheapest with the 500 lumen one",
    "Canon EF 70-200mm f/2.8L IS III USM",
    "iPhone 15 Pro Max 256 GB at $1199",
    "my son likes tents, and I'm vegan",
    "a present for my wife's birthday in 3 weeks",
    "where is the 4000 lumen torch",
    "heart rate tracking, 7 days of battery, 50 m waterproof",
    "License to Play board game, 12345 pieces",
    "Samsung UE55CU7172UXXH 55 inch television",
    "3 Milky Way bars and 12 Tennis Court nets",
    "noise cancelling headphones like the WH1000XM5",
]


@pytest.mark.parametrize(("said", "canary"), PERSONAL.items())
def test_what_says_who_somebody_is_stays_here(said: str, canary: str) -> None:
    assert canary not in without_persons(said)


@pytest.mark.parametrize("said", OF_GOODS)
def test_what_is_said_of_goods_may_go(said: str) -> None:
    assert without_persons(said) == said


def test_the_wish_beside_a_name_stays() -> None:
    assert without_persons("my name is maya okafor and i need a tent") == "my name is [name] and i need a tent"


def test_nothing_unseen_is_left_and_no_line_ends() -> None:
    hidden = "a\u200bb\u202ec\x00d\U000e0041\ufeff\r\n```\u2028e"
    assert without_persons(hidden) == "abcd ``` e"


def test_strings_are_found_wherever_they_are_and_nothing_is_endless() -> None:
    data = {
        "turns": [{"said": "I'm at a@b.example"}, ("c@d.example", 3, None, True, 2.5)],
        "e@f.example": "x" * 100_000,
        "many": list(range(100_000)),
    }
    told = minimised(data)
    assert "@" not in str(told)
    assert told["turns"][1][1:] == [3, None, True, 2.5]
    assert len(told["[e-mail]"]) == LONGEST_STRING
    assert len(told["many"]) < 1000


def test_data_that_nests_without_end_ends() -> None:
    nested: dict[str, object] = {}
    nested["again"] = nested
    assert "again" in minimised(nested)
