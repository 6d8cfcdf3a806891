"""A path finds what Spectral's own engines find, and never more work than it may cost."""

from __future__ import annotations

from pathlib import Path as File
from time import process_time
from typing import Any

import pytest
import yaml

from decant.contract.lint.jsonpath import (
    Budget,
    BudgetExceeded,
    PathFault,
    Place,
    Tree,
    matches,
    parse,
)
from decant.contract.lint.jsonpath.patterns import PatternGaveUp, pattern
from patience import RUNAWAY

RECORDED = yaml.safe_load((File(__file__).parent / "jsonpath.yaml").read_text())


def found(path: str, value: Any) -> list[str]:
    return sorted(place.pointer for place in matches(parse(path), Tree.of(value), Budget()))


@pytest.mark.parametrize(
    ("path", "pointers"), (RECORDED["finds"] | RECORDED["ends_spectral"]).items()
)
def test_a_path_finds_what_spectral_finds(path: str, pointers: list[str]) -> None:
    assert found(path, RECORDED["document"]) == pointers


@pytest.mark.parametrize(
    ("path", "pointers"),
    [
        ("$.a[?(@.b.c == 1)]", ["/a/1"]),
        ("$.a[?(!@.b.c)]", []),
        ("$.a[?(@.b)]", ["/a/1"]),
        ("$.a[?(@.b === null)]", ["/a/0"]),
    ],
)
def test_a_member_of_null_passes_no_filter_and_ends_no_run(path: str, pointers: list[str]) -> None:
    document = {"a": [{"b": None}, {"b": {"c": 1}}, None]}

    assert found(path, document) == pointers


def test_names_between_commas_may_stand_apart() -> None:
    assert found("$.a['b', 'c']", {"a": {"b": 1, "c": 2}}) == ["/a/b", "/a/c"]


def test_steps_may_follow_the_way_up() -> None:
    assert found("$.a.b^.c", {"a": {"b": 1, "c": 2}}) == ["/a/c"]


def test_a_filter_may_hold_brackets_and_quotation_marks_of_its_own() -> None:
    document = {"a": [{"b": "x)]"}, {"b": "it's"}]}

    assert found("$.a[?(@.b == 'x)]')]", document) == ["/a/0"]
    assert found("$.a[?(@.b.match(/t's/))]", document) == ["/a/1"]


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("'2' == 2", True),
        ("'2' === 2", False),
        ("null == undefined", True),
        ("null === undefined", False),
        ("'' == 0", True),
        ("'10' < '9'", True),
        ("'10' < 9", False),
        ("'abc' < 9", False),
        ("'abc' >= 9", False),
        ("'a' + 1 === 'a1'", True),
        ("1 + 1 === 2", True),
        ("7 % 4 === 3 && 2 * 3 === 6 && 1 / 2 === 0.5 && 3 - 4 === -1", True),
        ("1 / 0 > 1", False),
        ("[] && {}.x", None),
        ("!''", True),
        ("!'0'", False),
        ("'' || 'x'", True),
        ("null ?? false", False),
        ("typeof 'x' === 'string' && typeof null === 'object'", True),
        ("typeof void 0 === 'undefined'", True),
        ("+'12' === 12 && -'3' === -3 && '0x10' == 16", True),
        ("'Abc'.toLowerCase() === 'abc' && 'abc'.toUpperCase() === 'ABC'", True),
        ("'abc'.slice(-2) === 'bc' && 'abc'.slice(0, 1) === 'a'", True),
        ("'abc'.substring(2, 1) === 'b' && 'abc'.substring(1) === 'bc'", True),
        ("'a/b'.split('/').length === 2 && 'a/b'.split('/')[1] === 'b'", True),
        ("'abc'.indexOf('c') === 2 && 'aba'.lastIndexOf('a') === 2", True),
        ("'abc'[0] === 'a' && 'abc'.charAt(1) === 'b' && 'abc'.length === 3", True),
        ("' x '.trim().concat('y') === 'xy' && 'abc'.endsWith('c')", True),
        ("'abc'.search(/c/) === 0 && /b/.test('abc') && /b/.exec('abc')", True),
        ("/^AB/i.test('abc') && !/^AB/.test('abc')", True),
        ("'abc'.match('b') && !'abc'.match('x')", True),
        ("'abc'.match('(')", False),
        ("['a', 'b'].includes('b') && ['a'].indexOf('b') === -1", True),
        ("['a', 'b'].join('-') === 'a-b' && ['a', 'b'].slice(1)[0] === 'b'", True),
        ("'x'.constructor.name === 'String' && [].constructor.name === 'Array'", True),
        ("@.hasOwnProperty('k') && !@.hasOwnProperty('x') && @.k.hasOwnProperty('0')", True),
        ("@ == '[object Object]' && @.k == '1,2' && @.k.toString() === '1,2'", True),
        ("@ === @root.a && @.k !== @root.b", True),
        ("(1).toString() === '1' && true.toString() === 'true'", True),
        ("1 ? 2 ? true : false : false", True),
        ("@.k.nonsense === undefined && (5).x === undefined", True),
        ("null.x || true", False),
        ("1 .trim()", False),
        ("'a'.split(/x/)", False),
        ("'a'.includes(/x/)", False),
    ],
)
def test_an_expression_means_what_it_means_in_javascript(
    expression: str, *, holds: bool | None
) -> None:
    document = {"a": {"k": [1, 2]}, "b": {"k": [1, 2]}}
    path = f"$[?(@property === 'a' && ({expression}))]"

    if holds is None:
        with pytest.raises(PathFault):
            parse(path)
    else:
        assert (found(path, document) == ["/a"]) is holds


@pytest.mark.parametrize(
    ("path", "says", "offset"),
    [
        ("info", "begins with", 0),
        ("$info", "unexpected", 1),
        ("$.a.", "must follow", 4),
        ("$.a[", "never closed", 3),
        ("$.a['b", "quotation mark", 4),
        ("$.a['b' 'c']", "commas", 8),
        ("$.a[b, ", "never closed", 3),
        ("$.a[?(@.b]", "never closed", 6),
        ("$.a[?@.b]", "no name", 4),
        ("$.a~.b", "nothing can follow", 4),
        ("$.a[(@.b)]", "computed", 3),
        ("$.a[?(@.b ==)]", "unexpected", 12),
        ("$.a[?(@.b == 'c)]", "quotation mark", 13),
        ("$.a[?(@.b.match(/x))]", "slash", 16),
        ("$.a[?(@.b.match(/(/))]", "regular expression", 16),
        ("$.a[?(@.b.match(/x/q))]", "flags", 16),
        ("$.a[?(process.exit())]", "not known", 6),
        ("$.a[?(@.b.constructor('x'))]", "method", 10),
        ("$.a[?(@.b.)]", "name", 10),
        ("$.a[?(@.b # 1)]", "means nothing", 10),
        ("$.a[?(f(1))]", "unexpected", 7),
        ("$.a[?(" + "(" * 70 + "1" + ")" * 70 + ")]", "nested", 66),
        ("$.a[?(" + "!" * 70 + "1)]", "nested", 65),
        ("$.a[?(" + "1 || " * 400 + "1)]", "words", 6),
        ("$" + ".a" * 300, "steps", 0),
        ("$." + "a" * 6_000, "too long", 0),
    ],
)
def test_a_path_that_cannot_be_read_is_refused_at_its_place(
    path: str, says: str, offset: int
) -> None:
    with pytest.raises(PathFault, match=says) as refusal:
        parse(path)

    assert refusal.value.offset == offset


def test_references_are_followed_and_a_place_tells_where_it_is_written() -> None:
    value = {"a": {"schema": {"$ref": "b"}}, "b": {"type": "object", "items": {"$ref": "b"}}}
    root = Place(value, "api.yaml", None)
    tree = Tree(root, lambda _, place: root.own("b"))

    (kind,) = matches(parse("$.a.schema.type"), tree, Budget())
    (schema,) = matches(parse("$.a[?(@.type)]"), tree, Budget())

    assert (kind.file, kind.pointer, kind.keys) == ("api.yaml", "/b/type", ["a", "schema", "type"])
    assert (schema.pointer, schema.parent and schema.parent.pointer) == ("/b", "/a")


def test_a_circle_of_references_is_gone_round_once() -> None:
    value = {"b": {"type": "object", "items": {"$ref": "b"}}}
    root = Place(value, "", None)
    tree = Tree(root, lambda _, place: root.own("b"))

    kinds = list(matches(parse("$..items..type"), tree, Budget()))

    assert [kind.pointer for kind in kinds] == ["/b/type"]


def test_the_way_up_is_the_way_that_was_taken() -> None:
    value = {"uses": [{"x": {"$ref": "b"}}, {"x": {"$ref": "b"}}], "b": {"type": "object"}}
    root = Place(value, "", None)
    tree = Tree(root, lambda _, place: root.own("b"))

    up = matches(parse("$.uses[*].x.type^^"), tree, Budget())
    asking = matches(parse("$.uses..[?(@property === 'type' && @parent.x)]^^"), tree, Budget())

    assert sorted(place.pointer for place in up) == ["/uses/0", "/uses/1"]
    assert sorted(place.pointer for place in asking) == ["/uses/0", "/uses/1"]


def test_what_is_behind_a_reference_is_found_once_and_never_missed() -> None:
    value = {
        "uses": [{"$ref": "b"}] * 20,
        "b": {f"k{number}": {"type": str(number), "n": number} for number in range(500)},
    }
    root = Place(value, "", None)
    tree = Tree(root, lambda _, place: root.own("b"))

    everything = [place.pointer for place in matches(parse("$.uses..*"), tree, Budget())]

    assert len(everything) == len(set(everything)) == 1 + 500 * 3


def test_a_reference_that_leads_nowhere_stays_what_it_is() -> None:
    tree = Tree(Place({"a": {"$ref": "x"}}, "", None), lambda _, place: None)

    assert [place.value for place in matches(parse("$.a.*"), tree, Budget())] == ["x"]


def test_an_endless_path_ends_with_its_budget() -> None:
    document: Any = {}
    for _ in range(100):
        document = {"a": document, "b": [document]}

    with pytest.raises(BudgetExceeded, match="10,000 steps"):
        list(matches(parse("$..*..*..*"), Tree.of(document), Budget(10_000)))


def test_a_catastrophic_pattern_takes_no_time() -> None:
    document = {"a": "a" * 50_000 + "!"}
    began = process_time()

    assert found("$[?(@.match(/^(a+)+$/))]", document) == []
    assert found("$[?(@.match(/^(a|a)*$/))]", document) == []
    assert process_time() - began < RUNAWAY


def test_a_pattern_that_only_steps_back_gives_up() -> None:
    looking_ahead = pattern(r"^(?=x?)(a|a|b?)*(?=c)\1$")

    with pytest.raises(PatternGaveUp, match="takes too long"):
        looking_ahead.is_in("a" * 60 + "!")


@pytest.mark.parametrize(
    ("text", "subject", "holds"),
    [
        (r"^\/v{version}", "/v{version}/x", True),
        (r"^a{2}$", "aa", True),
        (r"^a{2,}$", "aaa", True),
        (r"^a{,2}$", "a{,2}", True),
        (r"[^]", "\n", True),
        (r"[]", "x", False),
        (r"[[]x", "[x", True),
        (r"^[a-z&&b]+$", "a&b", True),
        (r"^[\w-.]+$", "a-b.c", True),
        (r"^[a-\d]+$", "a-1", True),
        (r"^[\b]$", "\b", True),
        (r"^\/\-\_\a$", "/-_a", True),
        (r"^\d+$", "٣", False),
        (r"^\w+$", "é", False),
        (r"^\u00e9$", "é", True),
        (r"a$", "a\n", False),
        (r"^(?!x)a", "a", True),
        (r"(?<!x)a", "xa", False),
        (r"^(.)\1$", "aa", True),
        (r"x]", "x]", True),
        ("[a", "a", None),
        ("(", "a", None),
    ],
)
def test_a_pattern_means_what_it_means_in_javascript(
    text: str, subject: str, *, holds: bool | None
) -> None:
    if holds is None:
        with pytest.raises(PathFault, match="not a regular expression"):
            pattern(text)
    else:
        assert pattern(text).is_in(subject) is holds
