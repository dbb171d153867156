"""Writes golden.json: what Apache Avro for Python makes of the values below, in hexadecimal, by fixture.

The same values stand in fixtures/values.ts, written independently. Run with Debian's python3-avro:

    python3 generator/test/avro-corners/golden.py

Logical types that the Python library does not know are given as the numbers beneath them.
"""

import io
import json
import pathlib
from datetime import date, datetime, time, timezone
from decimal import Decimal

import avro.io
import avro.schema

HERE = pathlib.Path(__file__).parent


class Branch:
    """The value of a union, with the index of its branch."""

    def __init__(self, index, value):
        self.index = index
        self.value = value


class Writer(avro.io.DatumWriter):
    """Takes the branch of a union that it is told, where the library guesses; the bytes are the library's."""

    def write_union(self, writers_schema, datum, encoder):
        branch = datum if isinstance(datum, Branch) else Branch(None, datum)
        types = [schema.type for schema in writers_schema.schemas]
        index = types.index("null") if branch.value is None else branch.index
        encoder.write_long(index)
        self.write_data(writers_schema.schemas[index], branch.value, encoder)


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def deep(level=1):
    if level > 60:
        return 7
    inner = deep(level + 1)
    return [inner] if level % 5 == 0 else {"level%02d" % level: inner}


WIDE = [lambda i: i, lambda i: "v%d" % i, lambda i: i % 2 == 0, lambda i: Branch(1, i), lambda i: i / 2]
LONG_MAX, LONG_MIN = 2**63 - 1, -(2**63)
INT_MAX, INT_MIN = 2**31 - 1, -(2**31)
ID = "0190b2c5-7c4e-7d4a-9a57-8f0d5c3b2a10"
UUID_BYTES = bytes.fromhex(ID.replace("-", ""))
WORDS = [field["name"] for field in json.loads((HERE / "fixtures/asyncapi/schemas/words-as-fields.v1.avsc").read_text())["fields"]]


def each(*values):
    return [{"value": value} for value in values]


VALUES = {
    "NullValue": each(None),
    "BooleanValue": each(True, False),
    "IntValue": each(0, -1, 64, INT_MAX, INT_MIN),
    "LongValue": each(0, -1, 2**53 + 1, LONG_MAX, LONG_MIN),
    "BoundedLong": [{"value": 2**53 - 1, "count": 0}, {"value": -(2**53 - 1), "count": 1000}],
    "FloatValue": each(0.0, -1.5, 3.4028234663852886e38, float("inf")),
    "DoubleValue": each(0.1, -0.0, 1.7976931348623157e308, 5e-324, float("-inf")),
    "BytesValue": each(b"", bytes(range(256))),
    "StringValue": each("", "Zażółć gęślą jaźń", "\U0001f600\u0000\ufeff"),
    "DecimalBytes": each(Decimal("12.500000000"), Decimal("-0.000000001"), Decimal("12345678901234567890123456789.123456789")),
    "DecimalFixed": each(Decimal("0.00"), Decimal("-12.34"), Decimal("9999999999999999.99")),
    "DecimalWhole": each(Decimal("99999"), Decimal("-99999")),
    "UuidString": each(ID),
    "UuidFixed": each(UUID_BYTES),
    "DateValue": each(date(1970, 1, 1), date(2026, 11, 21), date(1600, 2, 29)),
    "TimeMillis": each(time(0, 0), time(23, 59, 59, 999000)),
    "TimeMicros": each(time(0, 0), time(23, 59, 59, 999999)),
    "TimestampMillis": each(utc(2026, 11, 21, 10, 0, 0, 123000), utc(1969, 12, 31, 23, 59, 59, 999000)),
    "TimestampMicros": each(utc(2026, 11, 21, 10, 0, 0, 123456), utc(1969, 12, 31, 23, 59, 59, 999999)),
    "TimestampNanos": each(1795255200123456789, -1),
    "LocalTimestampMillis": each(1795255200123, -1),
    "LocalTimestampMicros": each(1795255200123456, -1),
    "LocalTimestampNanos": each(1795255200123456789, -1),
    "DurationValue": each(bytes([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0])),
    "LogicalTypeUnknown": each(43),
    "EnumValue": each("RED", "BLUE"),
    "EnumOfWords": each("__proto__", "constructor", "toString", "class", "null", "undefined"),
    "FixedValue": [{"value": b"\x00\x01\xfe\xff", "nothing": b""}],
    "Arrays": [
        {"flat": [], "nested": [], "optional": []},
        {"flat": ["a", ""], "nested": [[], [LONG_MAX, -1]], "optional": [None, Branch(1, 5)]},
    ],
    "Maps": [
        {"flat": {}, "nested": {}, "optional": {}},
        {"flat": {"__proto__": "a"}, "nested": {"constructor": {"": 0.5}}, "optional": {"a": None, "b": Branch(1, 1)}},
    ],
    "UnionNullable": [{"first": None, "last": None}, {"first": Branch(1, "a"), "last": Branch(0, -5)}],
    "UnionScalars": each(
        None, Branch(1, True), Branch(2, 5), Branch(3, 5), Branch(4, 0.5), Branch(5, "5"), Branch(6, b"5"), Branch(4, 2.0**31)
    ),
    "UnionRecords": [
        {"value": None, "list": []},
        {"value": Branch(1, {"number": "1"}), "list": [Branch(1, {"number": "2"}), Branch(0, {"number": "3"})]},
    ],
    "UnionOfAll": each(
        None,
        Branch(1, 1),
        Branch(2, "1"),
        Branch(3, {"n": 1}),
        Branch(4, {"n": 1}),
        Branch(5, {"n": 1}),
        Branch(6, [1]),
        Branch(7, b"\x01\x02"),
    ),
    "UnionSymbols": each(Branch(0, "B"), Branch(1, "C"), Branch(2, "D")),
    "UnionSingle": each(Branch(0, "a")),
    "Recursion": [
        {
            "value": 1,
            "next": Branch(1, {"value": 2, "next": None, "children": [], "byName": {}}),
            "children": [{"value": 3, "next": None, "children": [], "byName": {}}],
            "byName": {"a": {"value": 4, "next": None, "children": [], "byName": {}}},
        }
    ],
    "MutualRecursion": [
        {"name": "a", "parts": [{"weight": 1.5, "whole": Branch(1, {"name": "b", "parts": []})}, {"weight": 2.0, "whole": None}]}
    ],
    "AliasedNames": [{"current": "a", "kind": "B"}],
    "EqualNames": [
        {"one": {"a": 1}, "two": {"b": "2"}, "three": {"c": True}, "either": Branch(0, {"a": 4})},
        {"one": {"a": 1}, "two": {"b": "2"}, "three": {"c": True}, "either": Branch(1, {"b": "4"})},
    ],
    "NoNamespace": [{"value": {"n": 1}, "again": {"n": 2}}],
    "WordsAsFields": [{name: index for index, name in enumerate(WORDS)}],
    "WordsAsTypes": [
        {
            **{"f%d" % index: {"n": index} for index in range(15)},
            "when": utc(2026, 11, 21),
            "amount": Decimal("1.50"),
            "day": date(2026, 11, 21),
            "raw": b"\x01",
            "map": {"a": 1},
        }
    ],
    "EmptyRecord": [{}],
    "EmptyParts": [{"one": {}, "either": None}, {"one": {}, "either": Branch(1, {})}, {"one": {}, "either": Branch(2, {})}],
    "WideRecord": [{"field%03d" % i: WIDE[i % 5](i) for i in range(300)}],
    "DeepNesting": each(deep()),
    "Documentation": [{"plain": 1, "lines": 2, "hostile": 3, "tagged": 4}],
    "DeprecatedParts": [{"old": 1, "older": 2, "current": 3, "kind": "A"}],
    "Defaults": [
        {
            "aNull": None,
            "aBoolean": True,
            "anInt": -7,
            "aLong": LONG_MAX,
            "aFloat": 1.5,
            "aDouble": 1e100,
            "someBytes": b"\x00\xff",
            "aString": "it's \"quoted\" */",
            "aFixed": b"\x01\x02",
            "anEnum": "OFF",
            "anArray": [1, 2],
            "aMap": {"a": 1},
            "aRecord": {"x": 1, "y": 2},
            "aUnion": None,
            "aDecimal": Decimal("12.50"),
            "aDate": date(2024, 10, 4),
            "aTimestamp": utc(1970, 1, 1),
            "aBounded": 3,
        }
    ],
    "HardRecord": [
        {
            "id": ID,
            "total": Decimal("1234.50"),
            "placedAt": utc(2026, 11, 21, 10, 0, 0, 123000),
            "sequence": 2**53 + 1,
            "note": None,
            "reference": Branch(2, 5),
            "location": Branch(1, {"x": 0.5, "y": -0.5}),
            "origin": {"x": 0.0, "y": 1.0},
            "pay": Branch(1, {"iban": "PL61"}),
            "target": {"x": 1.0, "y": 0.0},
            "lines": [{"sku": "a", "quantity": 1}, {"sku": "b", "quantity": 2}],
            "labels": {"a": None},
            "status": "PAID",
            "checksum": b"\x01\x02\x03\x04",
            "parent": None,
        }
    ],
    "ErrorRecord": [{"code": 404, "reason": "none"}],
    "SharedTypes": [
        {
            "price": {"amount": Decimal("9.99"), "currency": "PLN"},
            "parts": {"net": {"amount": Decimal("8.12"), "currency": "EUR"}},
            "currency": "EUR",
        }
    ],
    "WrittenNames": [
        {
            "snake_case": 1,
            "SCREAMING_CASE": 2,
            "PascalCase": 3,
            "camelCase": 4,
            "camelcase": 5,
            "_leading": 6,
            "trailing_": 7,
            "__": 8,
            "x1": 9,
            "Type": {"n": 10},
            "lower": {"n": 11},
        }
    ],
    "OtherAttributes": [{"id": "a", "rank": -1, "text": "b"}],
}


def schemas():
    """The schemas of the fixtures by the short name of the record; types of other files put in where first used."""
    files = [json.loads(path.read_text()) for path in sorted((HERE / "fixtures/asyncapi/schemas").glob("*.avsc"))]
    named = {full_name(schema): schema for schema in files}
    return {schema["name"]: avro.schema.parse(json.dumps(inline(schema, named, set()))) for schema in files}


def full_name(schema):
    return ".".join(part for part in (schema.get("namespace"), schema["name"]) if part)


def inline(node, named, seen):
    if isinstance(node, list):
        return [inline(part, named, seen) for part in node]
    if isinstance(node, str):
        return inline(named[node], named, seen) if node in named and node not in seen else node
    if not isinstance(node, dict):
        return node
    if "name" in node and "fields" in node or node.get("type") in ("enum", "fixed"):
        seen.add(full_name(node))
    return {key: inline(part, named, seen) if key in ("type", "items", "values", "fields") else part for key, part in node.items()}


def encode(schema, value):
    out = io.BytesIO()
    writer = Writer(schema)
    writer.write_data(schema, value, avro.io.BinaryEncoder(out))
    return out.getvalue().hex()


def main():
    known = schemas()
    golden = {name: [encode(known[name], value) for value in values] for name, values in VALUES.items()}
    (HERE / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")


main()
