"""Files of every format are told by what they hold and read row by row; what is broken is named with its line."""

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.intake.errors import FileBroken, FormatUnknown
from catalog.intake.files import CatalogFile
from catalog.intake.formats import Format, format_of, rows_of
from catalog.intake.items import Defaults, item_from
from catalog.intake.rows import Row
from catalog.intake.text import MENDED

MANY = settings(max_examples=150, deadline=None)
RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop &amp; Co</title>
<item>
  <g:id>1</g:id><title><![CDATA[Tea <b>pot</b> & cup]]></title><g:price>12.00 GBP</g:price>
  <g:product_highlight>big</g:product_highlight><g:product_highlight>blue</g:product_highlight>
  <g:product_detail>
  <g:attribute_name>Volume</g:attribute_name><g:attribute_value>1 l</g:attribute_value></g:product_detail>
</item>
<item><g:id>2</g:id><title>Caf\u00e9 &nbsp;set &bogus; A & B &#0;</title><link>https://a.example/x?y=1&z=2</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title>
<link rel="self" href="https://a.example/feed"/>
<entry><g:id>7</g:id><title>Mug</title><link href="https://a.example/7"/><g:price>3 EUR</g:price></entry></feed>"""
SHOPIFY = {
    "products": [
        {
            "id": 10,
            "title": "Board",
            "body_html": "<p>Nice</p>",
            "vendor": "Hydrogen",
            "product_type": "Snowboard",
            "handle": "board",
            "tags": "winter, wood",
            "options": [{"name": "Size", "position": 1, "values": ["S", "M"]}, {"name": "Color"}],
            "images": [{"src": "https://cdn.example/board.png"}],
            "variants": [
                {
                    "id": 11,
                    "product_id": 10,
                    "title": "S / Red",
                    "option1": "S",
                    "option2": "Red",
                    "option3": None,
                    "price": "10.00",
                    "sku": "B-S",
                    "compare_at_price": "12.00",
                    "inventory_quantity": 0,
                    "inventory_management": None,
                    "requires_shipping": True,
                    "weight": 2.5,
                },
                {
                    "id": 12,
                    "product_id": 10,
                    "title": "M / Blue",
                    "option1": "M",
                    "option2": "Blue",
                    "price": "11.00",
                    "inventory_quantity": 4,
                    "inventory_management": "shopify",
                    "inventory_policy": "deny",
                    "featured_image": {"src": "https://cdn.example/blue.png"},
                },
            ],
        },
        {
            "id": 20,
            "title": "Wax",
            "handle": "wax",
            "body_html": "",
            "status": "draft",
            "variants": [{"id": 21, "title": "Default Title", "option1": "Default Title", "price": "4.00"}],
        },
    ]
}


@pytest.fixture
def file(tmp_path: Path) -> Iterator[object]:
    def written(content: str | bytes, *, packed: bool = False) -> CatalogFile:
        path = tmp_path / "feed"
        raw = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(raw) if packed else raw)
        return CatalogFile(path)

    return written  # type: ignore[return-value]


def _records(rows: Iterator[Row]) -> list[tuple[int, object]]:
    return [(row.line, row.record if row.record is not None else row.reason) for row in rows]


@pytest.mark.parametrize(
    ("content", "known"),
    [
        ("id,title,price\n1,a,2\n", Format.CSV),
        ("id;title;price\n1;a;2\n", Format.CSV),
        ("id\ttitle\tprice\n1\ta, b\t2\n", Format.TSV),
        ('{"id": 1}\n{"id": 2}\n', Format.JSONL),
        ('{"id": 1, "variants": []}\n', Format.JSONL),
        ('{"products": []}', Format.JSON),
        ('{\n "products": [\n', Format.JSON),
        ('[{"id": 1}]', Format.JSON),
        (json.dumps(SHOPIFY), Format.JSON),
        (RSS, Format.XML),
        ("\ufeff<rss/>", Format.XML),
    ],
)
def test_formats_are_told_by_what_files_hold(file, content: str, known: Format) -> None:
    assert format_of(file(content)) is known
    assert format_of(file(content, packed=True)) is known


@pytest.mark.parametrize("content", [b"", b"  \n", b"PK\x03\x04rest"])
def test_what_is_no_catalogue_is_refused_in_words(file, content: bytes) -> None:
    with pytest.raises(FormatUnknown, match="the file is"):
        format_of(file(content))


def test_rows_of_a_table_keep_their_lines(file) -> None:
    content = 'id,title,description,price\n\n1,"Lamp, ""tall""","two\nlines",9\n2,short\n3,a,b,4,\n4,a,b,4,5\n5,e,,6\n'
    assert _records(rows_of(file(content))) == [
        (3, {"id": "1", "title": 'Lamp, "tall"', "description": "two\nlines", "price": "9"}),
        (5, "has 2 columns where the header has 4"),
        (6, {"id": "3", "title": "a", "description": "b", "price": "4"}),
        (7, "has 5 columns where the header has 4"),
        (8, {"id": "5", "title": "e", "price": "6"}),
    ]


def test_columns_that_come_twice_are_a_list(file) -> None:
    content = "id\tproduct_highlight\tproduct_highlight\n1\ta\tb\n"
    assert _records(rows_of(file(content))) == [(2, {"id": "1", "product_highlight": ["a", "b"]})]


def test_a_quote_never_closed_does_not_swallow_the_file(file) -> None:
    rows = "".join(f"{n},Lamp {n},9.99,{'x' * 200}\n" for n in range(2, 3000))
    read = list(rows_of(file(f'id,title,price,text\n1,"Lamp,9.99,x\n{rows}')))
    assert read[0].record is None
    assert sum(row.record is not None for row in read) > 2000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_known_encodings_are_read_as_they_are(file, encoding: str) -> None:
    assert _records(rows_of(file("id,title\n1,Café\n".encode(encoding)))) == [(2, {"id": "1", "title": "Café"})]


def test_bytes_that_are_not_utf8_are_mended_and_marked(file) -> None:
    ((_, record),) = _records(rows_of(file("id,title\n1,Café €\n".encode("cp1252"))))
    assert record == {"id": "1", "title": f"Caf{MENDED}é {MENDED}€"}
    reading = item_from({**record, "price": "1"}, defaults=Defaults(currency="USD"))
    assert reading.item is not None
    assert reading.item.title == "Café €"
    assert [problem.code for problem in reading.problems] == ["wrong_bytes"]


def test_json_lines_name_the_broken_ones(file) -> None:
    content = '{"id": 1}\n\n{"id": \n[1]\n' + "[" * 100_000 + '\n{"id": 2}\n'
    rows = _records(rows_of(file(content), Format.JSONL))
    assert [line for line, _ in rows] == [1, 3, 4, 5, 6]
    assert rows[0][1] == {"id": 1}
    assert rows[4][1] == {"id": 2}
    assert all("not" in str(reason) for _, reason in rows[1:4])


def test_a_shopify_document_becomes_a_row_for_each_variant(file) -> None:
    defaults = Defaults(currency="USD", base_url="https://shop.example")
    readings = [item_from(row.record, defaults=defaults) for row in rows_of(file(json.dumps(SHOPIFY))) if row.record]
    small, medium, draft = readings
    assert small.item is not None
    assert medium.item is not None
    assert draft.item is None
    assert (small.id, small.group, small.item.title, small.item.brand) == ("11", "10", "Board", "Hydrogen")
    assert small.item.attributes == {"size": "S", "color": "red", "tags": "winter, wood", "kind": "snowboard"}
    assert (small.item.quantity, medium.item.quantity) == (50, 4)
    assert small.item.url == "https://shop.example/products/board"
    assert small.item.image_url == "https://cdn.example/board.png"
    assert medium.item.image_url == "https://cdn.example/blue.png"
    assert medium.item.attributes["size"] == "M"


def test_shopify_products_as_json_lines(file) -> None:
    content = "\n".join(json.dumps(product) for product in SHOPIFY["products"])
    assert [row.line for row in rows_of(file(content))] == [1, 1, 2]


def test_lists_are_found_wherever_a_document_holds_them(file) -> None:
    content = '{"count": 2, "tags": ["a"], "data": {"items": [{"id": 1, "price": 1.10}, 5, {"id": 2}]}}'
    rows = _records(rows_of(file(content)))
    assert [line for line, _ in rows] == [1, 2, 3]
    assert rows[1][1] == "is not an object"
    with pytest.raises(FormatUnknown):
        list(rows_of(file('{"count": 2}'), Format.JSON))


def test_a_document_cut_short_gives_what_came_before(file) -> None:
    rows = rows_of(file('[{"id": 1}, {"id": 2}, {"id'))
    assert [row.record for row in islice(rows, 2)] == [{"id": 1}, {"id": 2}]
    with pytest.raises(FileBroken, match="product 3"):
        next(rows)


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_a_google_feed_in_rss(file, encoding: str) -> None:
    first, second = list(rows_of(file(RSS.format(encoding=encoding).encode(encoding))))
    assert (first.line, second.line) == (3, 9)
    assert first.record == {
        "id": "1",
        "title": "Tea <b>pot</b> &amp; cup",
        "price": "12.00 GBP",
        "product_highlight": ["big", "blue"],
        "product_detail": {"attribute_name": "Volume", "attribute_value": "1 l"},
    }
    assert second.record == {
        "id": "2",
        "title": "Café \u00a0set &bogus; A & B  ",
        "link": "https://a.example/x?y=1&z=2",
    }


def test_a_google_feed_in_atom(file) -> None:
    (row,) = rows_of(file(ATOM))
    assert row.record == {"id": "7", "title": "Mug", "link": "https://a.example/7", "price": "3 EUR"}


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE l [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>',
    ],
)
def test_a_feed_with_entities_of_its_own_is_refused(file, doctype: str) -> None:
    with pytest.raises(FileBroken, match="entities"):
        list(rows_of(file(f"<?xml version='1.0'?>{doctype}<rss><item><id>&a;</id></item></rss>")))


def test_a_feed_that_breaks_off_gives_what_came_before(file) -> None:
    rows = rows_of(file("<rss><item><id>1</id></item>\n<item><id>2</rss>"))
    assert next(rows).record == {"id": "1"}
    with pytest.raises(FileBroken, match="line 2: mismatched tag"):
        next(rows)
    with pytest.raises(FileBroken, match="nested"):
        list(rows_of(file("<rss><item>" + "<a>" * 100)))


def test_a_damaged_archive_is_told(file) -> None:
    whole = file("id,title\n" + "".join(f"{n},Lamp {n * 7919}\n" for n in range(50_000)), packed=True)
    whole.path.write_bytes(whole.path.read_bytes()[:-5000])
    with pytest.raises(FileBroken, match="damaged"):
        list(rows_of(CatalogFile(whole.path)))


@pytest.mark.parametrize(
    ("before", "row", "after"),
    [
        ("id,title\n", "{0},Lamp {0}\n", ""),
        ("", '{{"id": {0}, "title": "Lamp {0}"}}\n', ""),
        ('{{"products": [{{"id": 0}}', ',{{"id": {0}, "title": "Lamp {0}"}}', "]}}"),
        ("<rss>", "<item><id>{0}</id><title>Lamp {0}</title></item>", "</rss>"),
    ],
    ids=["csv", "jsonl", "json", "xml"],
)
def test_the_first_row_comes_before_the_file_is_read(file, before: str, row: str, after: str) -> None:
    whole = file(before.format() + "".join(row.format(number) for number in range(40_000)) + after.format())
    known = format_of(whole)
    assert next(rows_of(whole, known)).record is not None
    assert whole.position < whole.size / 2
    assert sum(1 for _ in rows_of(whole, known)) >= 40_000


def test_an_entity_across_two_chunks_stays_whole(file) -> None:
    padding = "x" * (65536 - len("<rss><item><id>") - 3)
    (row,) = rows_of(file(f"<rss><item><id>{padding}&amp;&nbsp;y</id></item></rss>"))
    assert row.record is not None
    assert str(row.record["id"]).endswith("x&\u00a0y")


@MANY
@given(st.binary(max_size=300), st.sampled_from(list(Format)))
def test_no_bytes_crash_a_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes, known: Format) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    try:
        for row in rows_of(CatalogFile(path), known):
            if row.record is not None:
                item_from(row.record, defaults=Defaults(currency="USD"))
    except (FileBroken, FormatUnknown):
        return
