"""Text is read as one tree of JSON values, or refused with a reason and a place; it never hurts."""

from __future__ import annotations

import random
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decant.contract.errors import UnreadableDocument
from decant.contract.parsers import DEFAULT_LIMITS, Limits, exact_yaml, parse, plain_yaml
from decant.contract.parsers.faults import Fault
from patience import RUNAWAY

if TYPE_CHECKING:
    from decant.contract.findings import Finding

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FILES = sorted([*CORPUS.glob("*/*.json"), *CORPUS.glob("*/*.yaml")])
TREES = sorted(path for path in CORPUS.glob("digitalocean/*") if path.is_dir())
SMALL = Limits(nodes=60, scalar_bytes=100, expanded_bytes=2_000, depth=10)

# fmt: off
MEANINGS: dict[str, tuple[str, Any]] = {
    "only true and false are booleans": ("[no, yes, on, off, y, n, No, ON, true, True, FALSE]", ["no", "yes", "on", "off", "y", "n", "No", "ON", True, True, False]),
    "null has five spellings":          ("[null, Null, NULL, ~, ]", [None] * 4),
    "an empty value is null":           ("a:\nb: 1", {"a": None, "b": 1}),
    "dates are strings":                ("[2020-01-01, 2020-01-01T00:00:00Z]", ["2020-01-01", "2020-01-01T00:00:00Z"]),
    "times are strings":                ("[12:30:45, 1:20]", ["12:30:45", "1:20"]),
    "a leading zero is decimal":        ("[010, 0o10, 0x1F]", [10, 8, 31]),
    "digits in groups are a string":    ("[1_000, _1, 1_, -4_, 1e1_0, 0x_f, _.4]", ["1_000", "_1", "1_", "-4_", "1e1_0", "0x_f", "_.4"]),
    "other bases have one spelling":    ("[0O17, 0X1F, 0b1, -0x1F, +0o7]", ["0O17", "0X1F", "0b1", "-0x1F", "+0o7"]),
    "floats":                           ("[1.10, 1e3, 1.5e-3, .5, +1, -0.0, 1.]", [1.1, 1000.0, 0.0015, 0.5, 1, -0.0, 1.0]),
    "64 bits are kept":                 ("[18446744073709551615, -9223372036854775808]", [2**64 - 1, -(2**63)]),
    "beyond 64 bits a float is near":   ("[18446744073709552000]", [18446744073709552000.0]),
    "quoted numbers are strings":       ("['1.10', \"2\"]", ["1.10", "2"]),
    "keys are strings":                 ("200: ok\n404: no\ntrue: 1\n1.10: 2\n~: 3", {"200": "ok", "404": "no", "true": 1, "1.10": 2, "~": 3}),
    "keys stay as they are spelled":    ("0200: a\n0x10: b\n1_0: c\n+5: d", {"0200": "a", "0x10": "b", "1_0": "c", "+5": "d"}),
    "aliases":                          ("a: &x [1, {b: 2}]\nc: *x", {"a": [1, {"b": 2}], "c": [1, {"b": 2}]}),
    "an alias may be a key":            ("a: &x b\n*x : 1", {"a": "b", "b": 1}),
    "a later anchor wins":              ("a: &x 1\nb: &x 2\nc: *x", {"a": 1, "b": 2, "c": 2}),
    "merged members give way":          ("x: &a {p: 1, q: 2}\ny:\n  <<: *a\n  q: 3\nz:\n  q: 4\n  <<: *a", {"x": {"p": 1, "q": 2}, "y": {"p": 1, "q": 3}, "z": {"q": 4, "p": 1}}),
    "the first of merged ones wins":    ("a: {<<: [{p: 1}, {p: 2, q: 2}]}", {"a": {"p": 1, "q": 2}}),
    "a quoted << is a plain key":       ('"<<": {a: 1}', {"<<": {"a": 1}}),
    "standard tags":                    ('[!!str 1, !!int "3", ! 4, !!float 1.5, !!bool "true", !!null ""]', ["1", 3, "4", 1.5, True, None]),
    "tags after anchors":               ("&a !!str 1", "1"),
    "escapes":                          (r'"\u00e9\U0001F600\x41\n\t\"\\\/"', 'é😀A\n\t"\\/'),
    "a pair of surrogates":             (r'"\ud83d\ude00"', "😀"),
    "literal block":                    ("a: |\n  x\n   y\n\n  z\nb: 1", {"a": "x\n y\n\nz\n", "b": 1}),
    "folded block":                     ("a: >-\n  x\n  y\n\n  z\nb: |+\n  q\n\n", {"a": "x y\nz", "b": "q\n\n"}),
    "an empty block is empty":          ("a: |\nb: >\n\nc: 1", {"a": "", "b": "", "c": 1}),
    "a block at the end of the file":   ("a: |\n  x", {"a": "x\n"}),
    "plain text over lines":            ("a: x\n  y\n  z", {"a": "x y z"}),
    "a # inside a word":                ("a: c#d # e", {"a": "c#d"}),
    "a link":                           ("a: http://x.y/z?a=b&c", {"a": "http://x.y/z?a=b&c"}),
    "Markdown is no YAML":              ("a: |\n  * item\n  **bold** &nbsp; ![x](y) <<EOF\n  ---\n", {"a": "* item\n**bold** &nbsp; ![x](y) <<EOF\n---\n"}),
    "flow style over lines":            ("a: {\n  b: 1,\n  c: [1,\n 2]\n}", {"a": {"b": 1, "c": [1, 2]}}),
    "flow style that is no JSON":       ("{a: 1, b: [x]}", {"a": 1, "b": ["x"]}),
    "a byte order mark, CRLF":          ("\ufeffa: 1\r\nb:\r\n  - c\r\n", {"a": 1, "b": ["c"]}),
    "a mark before JSON":               ('\ufeff{"a": 1}', {"a": 1}),
    "begin and end of a document":      ("# note\n---\na: 1\n...\n", {"a": 1}),
    "a directive":                      ("%YAML 1.2\n---\na: no\n", {"a": "no"}),
    "nothing":                          ("# only a note\n", None),
    "old line breaks are text":         ("a: x\u2028y\u0085z &b\nc: &d 1", {"a": "x\u2028y\u0085z &b", "c": 1}),
    "JSON":                             ('{"a": [1, 1.5, true, null, "\\u00e9\\ud83d\\ude00"]}', {"a": [1, 1.5, True, None, "é😀"]}),
    "colons everywhere":                ('{"a:b" : ":", "c" :"\\u003a", "d":"\\":"}', {"a:b": ":", "c": ":", "d": '":'}),
    "JSON beyond 64 bits":              ('{"a": 18446744073709552000}', {"a": 18446744073709552000.0}),
}

LAUGHS = "\n".join(
    ["a0: &a0 [" + "x," * 9 + "]"]
    + [f"a{i}: &a{i} [" + f"*a{i - 1}," * 9 + "]" for i in range(1, 10)]
)
REFUSALS: dict[str, tuple[bytes, str, tuple[int, int]]] = {
    "JSON of 20 MB brackets":      (b"[" * 20_000_000, "too-many-nodes", (1, 1_000_001)),
    "JSON objects 100k deep":      (b'{"a":' * 100_000, "nesting-too-deep", (1, 1_001)),
    "JSON arrays 100k deep":       (b"[" * 100_000 + b"]" * 100_000, "nesting-too-deep", (1, 201)),
    "JSON 201 deep":               (b"[" * 201 + b"]" * 201, "nesting-too-deep", (1, 201)),
    "JSON cut off":                (b'{"a": ', "json-syntax", (1, 7)),
    "JSON with more after it":     (b'{"a": 1}\n]', "json-syntax", (2, 1)),
    "JSON with a comma too many":  (b'{"a": 1,\n}', "json-syntax", (1, 8)),
    "JSON column in characters":   ('{"é": "é", x}'.encode(), "json-syntax", (1, 12)),
    "JSON NaN":                    (b'{"a": NaN}', "number-out-of-range", (1, 7)),
    "JSON -Infinity":              (b'{"a": -Infinity}', "number-out-of-range", (1, 7)),
    "JSON 1e400":                  (b'{"a": 1e400}', "number-out-of-range", (1, 7)),
    "JSON half a surrogate pair":  (b'{"a": "\\ud800"}', "lone-surrogate", (1, 8)),
    "JSON control character":      (b'{"a": "\x07"}', "control-character", (1, 8)),
    "JSON not UTF-8":              (b'{"a":\n "\xff"}', "not-utf-8", (2, 3)),
    "JSON huge string":            (b'{"a": "' + b"x" * 15_000_000 + b'"}', "scalar-too-long", (1, 7)),
    "JSON repeated key":           (b'{"a": 1,\n "b": {"a": 1},\n "a": 2}', "duplicate-key", (3, 2)),
    "JSON repeated, escaped":      (b'{"a": 1, "\\u0061": 2}', "duplicate-key", (1, 10)),
    "JSON repeated, spaced":       (b'{"a" : 1, "a"\n: 2}', "duplicate-key", (1, 11)),
    "JSON repeated, made up for":  (b'{"a":1,"a":2,"b":"\\u003a"}', "duplicate-key", (1, 8)),
    "JSON repeated inside":        (b'{"x": [{"k": {"k": 1, "j": 2, "k": 3}}]}', "duplicate-key", (1, 31)),
    "UTF-16":                      ('{"a": 1}'.encode("utf-16"), "not-utf-8", (1, 1)),
    "UTF-16 without mark":         ("a: 1".encode("utf-16-le"), "not-utf-8", (1, 1)),
    "UTF-32":                      ("a: 1".encode("utf-32-be"), "not-utf-8", (1, 1)),
    "not UTF-8":                   (b"a: 1\nb: \xc3\xa9\xff", "not-utf-8", (2, 5)),
    "too many bytes":              (b" " * 20_971_521, "document-too-large", (1, 1)),
    "NUL":                         (b'a: 1\nb: "x\0"', "control-character", (2, 6)),
    "BEL":                         (b"a: \x07", "control-character", (1, 4)),
    "DEL":                         (b"a: \x7f", "control-character", (1, 4)),
    "C1":                          ("a: é\x9f".encode(), "control-character", (1, 5)),
    "a billion laughs":            (LAUGHS.encode(), "alias-expansion", (7, 10)),
    "quadratic aliases":           (b"a: &a " + b"x" * 50_000 + b"\nb: [" + b"*a," * 20_000 + b"]", "alias-expansion", (2, 4_025)),
    "an alias in its own list":    (b"a: &a [*a]", "alias-cycle", (1, 8)),
    "an alias merged into itself": (b"a: &a {<<: *a}", "alias-cycle", (1, 12)),
    "an alias of itself":          (b"&a *a", "yaml-syntax", (1, 4)),
    "an alias without anchor":     (b"a: *b", "alias-unknown", (1, 4)),
    "aliases nested 5,000 deep":   (b"- &a1 [x]\n" + b"".join(b"- &a%d [*a%d]\n" % (i + 1, i) for i in range(1, 5_000)), "nesting-too-deep", (200, 10)),
    "flow arrays 100k deep":       (b"a: " + b"[" * 100_000, "nesting-too-deep", (1, 203)),
    "flow objects 100k deep":      (b"a: " + b"{a: " * 100_000, "nesting-too-deep", (1, 800)),
    "19 MB of flow arrays":        (b"a: " + b"[" * 19_000_000, "nesting-too-deep", (1, 203)),
    "block items 100k deep":       (b"- " * 100_000, "nesting-too-deep", (1, 401)),
    "block items 9M deep":         (b"- " * 9_000_000, "nesting-too-deep", (1, 401)),
    "explicit keys 100k deep":     (b"? " * 100_000, "yaml-key", (1, 3)),
    "explicit keys 9M deep":       (b"? " * 9_000_000, "yaml-key", (1, 3)),
    "explicit values 100k deep":   (b": " * 100_000, "yaml-syntax", (1, 1)),
    "block objects 5,000 deep":    ("\n".join(" " * i + "a:" for i in range(5_000)).encode(), "nesting-too-deep", (201, 201)),
    "objects in items":            ("\n".join(" " * i + "a:\n" + " " * i + "-" for i in range(1_000)).encode(), "nesting-too-deep", (201, 101)),
    "a huge plain scalar":         (b"a: " + b"x" * 15_000_000, "scalar-too-long", (1, 4)),
    "a huge folded scalar":        (b"a: >\n" + b"  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n" * 300_000, "scalar-too-long", (1, 4)),
    "19 MB of stars":              (b"a: " + b"*" * 19_000_000, "yaml-syntax", (1, 5)),
    "10 MB of ampersands":         (b"a: &b x\nc: " + b"&" * 10_000_000, "yaml-syntax", (2, 5)),
    "18 MB of tags":               (b"a: " + b"! " * 9_000_000, "yaml-syntax", (1, 6)),
    "20 MB of quotes":             (b'"' * 20_000_000, "yaml-syntax", (1, 3)),
    "20 MB of backslashes":        (b'{"' + b"\\" * 19_000_000, "json-syntax", (1, 19_000_003)),
    "20 MB of colons":             (b":" * 20_000_000, "scalar-too-long", (1, 1)),
    "NaN":                         (b"a: .nan", "number-out-of-range", (1, 4)),
    "infinity":                    (b"a: -.INF", "number-out-of-range", (1, 4)),
    "1e400":                       (b"a: [1e400]", "number-out-of-range", (1, 5)),
    "too many hexadecimal digits": (b"a: 0x" + b"f" * 5_000, "number-out-of-range", (1, 4)),
    "too many decimal digits":     (b"a: " + b"9" * 5_000, "number-out-of-range", (1, 4)),
    "repeated key":                (b"a: 1\nb: 2\na: 3", "duplicate-key", (3, 1)),
    "repeated on one line":        (b"{a: 1, a: 2}", "duplicate-key", (1, 8)),
    "repeated, once quoted":       (b"'200': a\n200: b", "duplicate-key", (2, 1)),
    "repeated merge key":          (b"<<: {a: 1}\n<<: {b: 1}", "duplicate-key", (2, 1)),
    "two documents":               (b"a: 1\n---\nb: 2", "several-documents", (2, 1)),
    "an unknown tag":              (b"a: !x 1", "yaml-tag", (1, 4)),
    "a Python tag":                (b'a: !!python/object/apply:os.system ["true"]', "yaml-tag", (1, 4)),
    "a tag its value denies":      (b"a: !!int x", "yaml-tag", (1, 4)),
    "a list as key":               (b"? [a]\n: b", "yaml-key", (1, 3)),
    "an alias of a list as key":   (b"a: &x [1]\n*x : 1", "yaml-key", (2, 1)),
    "a merge of a number":         (b"a: 1\n<<: 3", "yaml-merge", (2, 5)),
    "half a surrogate pair":       (b'a: "\\ud800"', "lone-surrogate", (1, 7)),
    "a tab as indentation":        (b"a:\n\tb: 1", "yaml-syntax", (2, 1)),
    "two colons":                  (b"a: b: c", "yaml-syntax", (1, 5)),
    "an open quote":               (b'a: 1\nb: "x\nc: 2\n', "yaml-syntax", (2, 4)),
    "an open bracket":             (b"a: [1, 2", "yaml-syntax", (2, 1)),
    "a reserved sign":             (b"a: @x", "yaml-syntax", (1, 4)),
    "odd indentation":             (b"a:\n    b: 1\n  c: 2", "yaml-syntax", (3, 3)),
}
# fmt: on


def refusal(text: bytes, file: str = "openapi", limits: Limits = DEFAULT_LIMITS) -> Finding:
    with pytest.raises(UnreadableDocument) as refused:
        parse(text, file, limits)
    return refused.value.findings[0]


@pytest.mark.parametrize("name", MEANINGS)
def test_a_text_means_what_json_or_yaml_1_2_says(name: str) -> None:
    text, value = MEANINGS[name]

    tree = parse(text.encode(), "openapi.yaml")

    # Written out, 1 and 1.0 and True differ, and so does the order of keys.
    assert orjson.dumps(tree) == orjson.dumps(value)


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_read_is_refused_soon_with_its_place(name: str) -> None:
    text, rule, place = REFUSALS[name]

    start = process_time()
    finding = refusal(text)
    seconds = process_time() - start

    assert (finding.rule, (finding.location.line, finding.location.column)) == (rule, place)
    assert finding.location.file == "openapi"
    assert finding.message
    assert "\n" not in finding.message
    assert finding.hint
    assert seconds < RUNAWAY


def test_a_repeated_key_is_named_with_both_lines() -> None:
    finding = refusal(b'{"pets": 1,\n\n"dogs": 2,\n"pets": 3}')

    assert finding.message == "the key 'pets' stands here again; line 1 has it first"
    assert finding.location.line == 4


@pytest.mark.parametrize("text", [b"{a: 1", b"{a: 1, b: [}"])
def test_broken_flow_style_is_reported_as_yaml(text: bytes) -> None:
    assert refusal(text).rule == "yaml-syntax"


def test_the_file_name_settles_whether_loose_json_is_yaml() -> None:
    loose = b'{"a": 1,}'

    assert refusal(loose, "openapi.json").rule == "json-syntax"
    assert parse(loose, "openapi.yaml") == {"a": 1}


@pytest.mark.parametrize(("open_", "close"), [(b"[", b"]"), (b'{"a":', b"}"), (b"{a: ", b"}")])
def test_nesting_is_allowed_up_to_the_limit_exactly(open_: bytes, close: bytes) -> None:
    parse(open_ * 200 + b"1" + close * 200, "openapi.yaml")

    assert refusal(open_ * 201 + b"1" + close * 201).rule == "nesting-too-deep"


@pytest.mark.parametrize("text", ["[{}]", "a: [{}]", "a: &a [{}]"])
@pytest.mark.parametrize("count", [20, 70])
def test_values_are_counted_in_every_notation(text: str, count: int) -> None:
    document = text.format(",".join(["1"] * count)).encode()

    if count < SMALL.nodes:
        parse(document, "openapi.yaml", SMALL)
    else:
        assert refusal(document, limits=SMALL).rule == "too-many-nodes"


@pytest.mark.parametrize("text", ['{{"a": "{}"}}', "a: {}", "a: &a {}"])
@pytest.mark.parametrize("count", [90, 110])
def test_the_length_of_a_string_is_limited_in_every_notation(text: str, count: int) -> None:
    document = text.format("x" * count).encode()

    if count < SMALL.scalar_bytes:
        parse(document, "openapi.yaml", SMALL)
    else:
        assert refusal(document, limits=SMALL).rule == "scalar-too-long"


def test_many_honest_aliases_are_read() -> None:
    # A vendor's document has 587 of them.
    text = "a: &a {type: string, description: a pet}\nb:\n" + "- *a\n" * 2_000

    assert len(parse(text.encode(), "openapi.yaml")["b"]) == 2_000


def test_shared_parts_are_no_longer_shared_once_read() -> None:
    tree = parse(b"a: &a {b: []}\nc: *a", "openapi.yaml")

    assert tree["a"] is not tree["c"]


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON_VALUES)
@settings(max_examples=200, deadline=None)
def test_every_json_value_comes_back_as_it_was_written(value: Any) -> None:
    for option in (0, orjson.OPT_INDENT_2):
        written = orjson.dumps([value], option=option)

        assert orjson.dumps(parse(written, "a.json")) == orjson.dumps([value])


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=500, deadline=None)
def test_any_bytes_are_read_or_refused(text: bytes) -> None:
    findings: tuple[Finding, ...] = ()
    try:
        parse(text, "openapi")
    except UnreadableDocument as refused:
        findings = refused.findings

    assert all(finding.location.line and finding.location.column for finding in findings)


PIECES = (
    *(
        "- ",
        "? ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        ",",
        '"',
        "'",
        "a: |",
        "a: >",
        " #",
        "\n",
        "\n  ",
        "\n- ",
    ),
    *("&a ", "*a", "!", "!!str ", "<<: ", "\n---\n", "200: ", "0200: ", "1_0", ".inf", "~", "\r\n"),
    *("é", "\u2028", "%", "@", "  ", "1e400", "0x1F", "yes", "a", "b: ", "1.0: ", "\n\n", "-0b1"),
)


def test_the_fast_reader_never_differs_from_the_exact_one() -> None:
    dice = random.Random(7)
    compared = 0

    for _ in range(20_000):
        text = "x: " + "".join(dice.choices(PIECES, k=dice.randint(1, 10))) + "\n"
        try:
            fast = plain_yaml.load(text.encode(), text, DEFAULT_LIMITS)
            exact = exact_yaml.load(text, DEFAULT_LIMITS)
        except Fault:
            continue
        if fast is not plain_yaml.DOUBTFUL:
            compared += 1
            assert orjson.dumps(fast) == orjson.dumps(exact), text

    assert compared > 1_000


@pytest.mark.corpus
@pytest.mark.skipif(not FILES, reason=f"no vendor documents in {CORPUS.name}/")
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_vendor_documents_are_read_alike_by_both_readers(path: Path) -> None:
    text = path.read_bytes()

    tree = parse(text, path.name)

    assert tree["paths"]
    if path.suffix == ".yaml":
        assert exact_yaml.load(text.decode(), DEFAULT_LIMITS) == tree


@pytest.mark.corpus
@pytest.mark.skipif(not TREES, reason=f"no vendor documents in {CORPUS.name}/")
@pytest.mark.parametrize("folder", TREES, ids=lambda path: path.name)
def test_every_file_of_a_vendor_tree_is_read(folder: Path) -> None:
    texts = {path.name: path.read_bytes() for path in folder.rglob("*.y*ml")}

    start = process_time()
    for name, text in texts.items():
        parse(text, name)

    assert len(texts) > 1_000
    assert process_time() - start < RUNAWAY
