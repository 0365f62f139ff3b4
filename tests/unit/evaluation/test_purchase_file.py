"""Purchases of other shops are read by their headers, and what cannot be read is named by its line."""

import bz2
import gzip
import lzma
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from assistant.evaluation.errors import BrokenLine, BrokenSet
from assistant.evaluation.purchase_file import Leniency, PurchaseLine, purchase_lines
from assistant.evaluation.purchase_times import read_time

NEW_YEAR = datetime(2026, 1, 1, 8, 30, tzinfo=UTC)


def file(folder: Path, text: str) -> Path:
    path = folder / "purchases.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_plain_columns_in_any_order_and_by_many_names(tmp_path: Path) -> None:
    plain = "time,basket,item,customer\n2026-01-01 08:30,b,i,c\n"
    other = "\ufeffUser ID;Order-Id;product_id;order date;Title\nc;b;i;2026-01-01T08:30:00Z;Red bag\n"
    assert list(purchase_lines(file(tmp_path, plain))) == [PurchaseLine("c", "i", "b", NEW_YEAR, 1.0, "")]
    assert list(purchase_lines(file(tmp_path, other))) == [PurchaseLine("c", "i", "b", NEW_YEAR, 1.0, "Red bag")]


def test_invoices_leave_out_who_is_nobody_what_is_nothing_and_what_was_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "invoices.csv.gz"
    lines = [
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
        '1,A,"BAG, RED",2,1/1/2026 8:30,1.0,ann,UK',
        "2,A,BAG,2,1/1/2026 8:30,1.0,,UK",
        "3,A,BAG,-2,1/1/2026 8:30,1.0,ann,UK",
        "C4,A,BAG,2,1/1/2026 8:30,1.0,ann,UK",
    ]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    assert list(purchase_lines(path)) == [PurchaseLine("ann", "A", "1", NEW_YEAR, 2.0, "BAG, RED")]


def test_a_basket_that_begins_with_c_is_cancelled_only_among_invoices(tmp_path: Path) -> None:
    text = "customer,item,basket,time\nann,i,C1,2026-01-01\n"
    assert [line.basket for line in purchase_lines(file(tmp_path, text))] == ["C1"]


@pytest.mark.parametrize(
    "told",
    ["2026-01-01 08:30:00", "2026-01-01T09:30:00+01:00", "1/1/2026 8:30", "1767256200", "1767256200000"],
)
def test_times_are_read_as_shops_write_them(told: str) -> None:
    assert read_time(told) == NEW_YEAR


def test_days_are_read_as_dates_and_as_numbers() -> None:
    assert read_time("20260101") == datetime(2026, 1, 1, tzinfo=UTC)
    assert (read_time("12") - read_time("5")).days == 7


@pytest.mark.parametrize(
    ("text", "number", "told"),
    [
        ("customer,item,basket\na,b,c\n", 1, "no time"),
        ("customer,item,basket,time\na,b,c,2026-01-01\na,b\n", 3, "2 columns where the header has 4"),
        ("customer,item,basket,time\na,b,c,soon\n", 2, "the time is neither"),
        ("customer,item,basket,time\na,,c,2026-01-01\n", 2, "no item"),
        ("customer,item,basket,time,quantity\na,b,c,2026-01-01,two\n", 2, "the quantity is no number"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(tmp_path: Path, text: str, number: int, told: str) -> None:
    with pytest.raises(BrokenLine, match=told) as caught:
        list(purchase_lines(file(tmp_path, text)))
    assert caught.value.number == number


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenSet, match="empty"):
        list(purchase_lines(file(tmp_path, "")))
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(gzip.compress(b"customer,item,basket,time\n" * 100)[:40])
    with pytest.raises(BrokenSet, match="cannot be read"):
        list(purchase_lines(broken))


def test_a_file_of_an_older_windows_is_read_with_its_accents(tmp_path: Path) -> None:
    path = tmp_path / "purchases.csv"
    path.write_bytes("customer,item,basket,time,title\nann,cup,1,2026-01-31,Café cup £5\n".encode("cp1252"))
    assert [line.description for line in purchase_lines(path)] == ["Café cup £5"]


HEADER = "customer\titem\tbasket\ttime\ttitle\n"


def titles(folder: Path, *lines: str) -> list[str]:
    return [line.description for line in purchase_lines(file(folder, HEADER + "\n".join(lines) + "\n"))]


def test_a_quote_that_nobody_closes_is_part_of_the_text(tmp_path: Path) -> None:
    """Exports with tabs seldom quote: an inch would else swallow the rest of the file."""
    rest = [f"c\ti\t{number}\t2026-01-01\tcup {number}" for number in range(30)]
    told = titles(tmp_path, 'a\tb\t0\t2026-01-01\t"Jumbo bag', 'a\tb\t1\t2026-01-01\t12" pan', *rest)
    assert told == ['"Jumbo bag', '12" pan', *(f"cup {number}" for number in range(30))]


def test_two_open_quotes_do_not_make_one_row_of_two(tmp_path: Path) -> None:
    told = titles(tmp_path, 'a\tb\t0\t2026-01-01\t"Jumbo', 'a\tb\t1\t2026-01-01\t"Mini')
    assert told == ['"Jumbo', '"Mini']


def test_a_cell_may_hold_line_ends_and_later_lines_keep_their_numbers(tmp_path: Path) -> None:
    text = 'customer,item,basket,time,title\na,b,1,2026-01-01,"red\nbag, ""small"""\n\na,b,2,soon,x\n'
    lines = purchase_lines(file(tmp_path, text))
    assert next(lines).description == 'red\nbag, "small"'
    with pytest.raises(BrokenLine, match="line 5") as caught:
        next(lines)
    assert caught.value.number == 5


def test_utf_16_as_spreadsheets_save_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "purchases.tsv"
    path.write_bytes((HEADER + "ann\tcup\t1\t2026-01-31\tCafé\r\n").encode("utf-16"))
    assert [line.description for line in purchase_lines(path)] == ["Café"]


@pytest.mark.parametrize(
    "told",
    ["2026-01-01 08:30:00 UTC", "2026-01-01T08:30:00.000Z", "1/1/26 8:30", "01/01/2026 08:30 AM", "01.01.2026 08:30"],
)
def test_times_may_be_odd(told: str) -> None:
    assert read_time(told) == NEW_YEAR


@pytest.mark.parametrize(
    "told",
    [
        "20260101083000",
        "202601010830",
        "1767256200000000",
        "1767256200000000000",
        "1.7672562e9",
        "2026/01/01 08:30",
        "01-Jan-2026 08:30",
        "January 1, 2026 08:30:00",
        "01-01-2026 08:30",
    ],
)
def test_times_of_other_programs_are_read(told: str) -> None:
    assert read_time(told) == NEW_YEAR


def days(folder: Path, *times: str) -> list[str]:
    text = "customer,item,basket,time\n" + "\n".join(f"a,b,{number},{time}" for number, time in enumerate(times))
    return [f"{line.at:%d %B}" for line in purchase_lines(file(folder, text))]


def test_the_file_says_whether_the_day_or_the_month_comes_first(tmp_path: Path) -> None:
    assert days(tmp_path, "2/1/2026", "3/1/2026") == ["01 February", "01 March"]
    assert days(tmp_path, "2/1/2026", "31/1/2026") == ["02 January", "31 January"]
    assert days(tmp_path, "2-1-2026 10:15", "1-31-2026 9:00") == ["01 February", "31 January"]


def test_without_baskets_a_day_is_one(tmp_path: Path) -> None:
    text = "customer,item,time\na,x,2026-01-01 09:00\na,y,2026-01-01 17:00\na,x,2026-01-02\n"
    assert [line.basket for line in purchase_lines(file(tmp_path, text))] == ["2026-01-01", "2026-01-01", "2026-01-02"]


def test_what_programs_write_for_nobody_is_nobody(tmp_path: Path) -> None:
    text = "customer,item,basket,time\nNULL,x,1,2026-01-01\nnan,x,2,2026-01-01\nann,x,3,2026-01-01\n"
    assert [line.customer for line in purchase_lines(file(tmp_path, text))] == ["ann"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_tables_are_unpacked(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "purchases"
    path.write_bytes(pack(b"customer,item,basket,time\nann,x,1,2026-01-01\n"))
    assert [line.customer for line in purchase_lines(path)] == ["ann"]


def test_parquet_is_read_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "purchases.parquet"
    rows = "select 7 user_id, 'x' item_id, 3 order_id, timestamp '2026-01-01 08:30' order_date, null title"
    duckdb.sql(f"copy ({rows}) to '{path}' (format parquet)")
    assert list(purchase_lines(path)) == [PurchaseLine("7", "x", "3", NEW_YEAR, 1.0, "")]
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(BrokenSet, match="cannot be read"):
        list(purchase_lines(path))


def test_lines_of_json_are_read_by_the_names_of_the_first(tmp_path: Path) -> None:
    text = (
        '{"user_id": 7, "item_id": "x", "order_id": 3, "order_date": 1767256200000, "title": null, "qty": 2}\n\n'
        '{"item_id": "y", "user_id": NaN, "order_id": 4, "order_date": 1767256200000, "qty": 1}\n'
        '{"order_date": "2026-01-01 08:30", "user_id": "7", "item_id": "y", "order_id": 4, "qty": 1, "more": [1]}\n'
    )
    assert list(purchase_lines(file(tmp_path, text))) == [
        PurchaseLine("7", "x", "3", NEW_YEAR, 2.0, ""),
        PurchaseLine("7", "y", "4", NEW_YEAR, 1.0, ""),
    ]


@pytest.mark.parametrize("broken", ['{"user_id": 7', "[1]", "[" * 100_000, "user_id,item_id"])
def test_a_line_that_is_no_json_is_named(tmp_path: Path, broken: str) -> None:
    text = f'{{"user_id": 7, "item_id": "x", "order_date": "2026-01-01"}}\n{broken}\n'
    with pytest.raises(BrokenLine) as caught:
        list(purchase_lines(file(tmp_path, text)))
    assert caught.value.number == 2
    with pytest.raises(BrokenSet, match="first line"):
        list(purchase_lines(file(tmp_path, '{"user_id": ')))
    for text in ('[{"user_id": 7}]', '[\n{"user_id": 7}\n]'):
        with pytest.raises(BrokenSet, match="an object a line"):
            list(purchase_lines(file(tmp_path, text)))


IDS = ["12", "12.0", "12.00", "-1.0", "0.0", "007", "007.0", "1e5", "1.50", "12.", "A1.0", "1.0.0"]
READ = ["12", "12", "12", "-1", "0", "007", "007.0", "1e5", "1.50", "12.", "A1.0", "1.0.0"]


def test_ids_that_are_whole_numbers_are_one_however_a_program_writes_them(tmp_path: Path) -> None:
    rows = "".join(f"{name},{name},{name},2026-01-01\n" for name in IDS)
    read = list(purchase_lines(file(tmp_path, f"customer,item,basket,time\n{rows}")))
    assert [line.customer for line in read] == [line.item for line in read] == [line.basket for line in read] == READ


def test_of_two_files_with_and_without_gaps_the_customers_are_one(tmp_path: Path) -> None:
    columns = "'x' item, 1 basket, timestamp '2026-01-01 08:30' \"time\""
    by = {}
    for kind, extension in (("double", "parquet"), ("bigint", "parquet"), ("double", "csv"), ("double", "json")):
        path = tmp_path / f"{kind}.{extension}"
        rows = f"select customer::{kind} customer, {columns} from (values (17850), (12)) told (customer)"
        duckdb.sql(f"copy ({rows}) to '{path}'")
        by[kind, extension] = [line.customer for line in purchase_lines(path)]
    assert set(map(tuple, by.values())) == {("17850", "12")}


def test_an_archive_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "purchases.zip"
    path.write_bytes(b"PK\x03\x04rest")
    with pytest.raises(BrokenSet, match="ZIP archive or a spreadsheet"):
        list(purchase_lines(path))


def test_so_many_bad_lines_may_be_left_out_and_are_told(tmp_path: Path) -> None:
    text = "customer,item,basket,time\na,b,c,soon\na,b,c,2026-01-01\na,b\na,,c,2026-01-01\n"
    leniency = Leniency(most=3)
    assert len(list(purchase_lines(file(tmp_path, text), leniency=leniency))) == 1
    assert [each.number for each in leniency.left_out] == [2, 4, 5]
    with pytest.raises(BrokenLine) as caught:
        list(purchase_lines(file(tmp_path, text), leniency=Leniency(most=2)))
    assert caught.value.number == 5, "one more than may be"
