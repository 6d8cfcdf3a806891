"""The expressions of filters, read into a tree: JavaScript's operators and their ranks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

from .faults import PathFault
from .words import Kind, Word, words_of


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, true, false, null or undefined."""

    value: object


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression between slashes."""

    text: str
    flags: str
    offset: int


@dataclass(frozen=True, slots=True)
class Name:
    """`@`, `@property`, `@string()` and their like."""

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Member:
    """`of.key`, `of[key]`."""

    of: Expression
    key: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """`of.method(…)`."""

    of: Expression
    method: str
    arguments: tuple[Expression, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Unary:
    """`!x`, `-x`, `+x`, `typeof x`, `void x`."""

    sign: str
    of: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Two expressions and the sign between them."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Choice:
    """`test ? yes : no`."""

    test: Expression
    yes: Expression
    no: Expression


@dataclass(frozen=True, slots=True)
class Array:
    """`[a, b]`."""

    items: tuple[Expression, ...]


Expression: TypeAlias = Literal | Regex | Name | Member | Call | Unary | Binary | Choice | Array

# fmt: off
RANKS: Final[dict[str, int]] = {
    "||": 1, "??": 1, "&&": 2,
    "==": 6, "!=": 6, "===": 6, "!==": 6,
    "<": 7, ">": 7, "<=": 7, ">=": 7,
    "+": 9, "-": 9, "*": 10, "/": 10, "%": 10,
    "in": 12, "~=": 20,
}
UNARY: Final = ("!", "-", "+", "typeof", "void")
CONSTANTS: Final[dict[str, object]] = {"true": True, "false": False, "null": None}
# fmt: on
DEEPEST: Final = 60
MOST_WORDS: Final = 600


class Reader:
    """One reading of an expression, word by word."""

    def __init__(self, text: str) -> None:
        self._words = list(islice(words_of(text), MOST_WORDS + 1))
        if len(self._words) > MOST_WORDS:
            raise PathFault(f"a filter of more than {MOST_WORDS} words is too long")
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        """The expression that the whole text is. Raises PathFault."""
        found = self._choice()
        if self._word.kind is not Kind.END:
            raise self._unexpected()
        return found

    @property
    def size(self) -> int:
        """How many words the expression has."""
        return len(self._words)

    @property
    def _word(self) -> Word:
        return self._words[self._at]

    def _next(self) -> Word:
        word = self._word
        self._at += 1
        return word

    def _takes(self, sign: str) -> bool:
        if self._word.kind is not Kind.SIGN or self._word.text != sign:
            return False
        self._at += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._takes(sign):
            raise self._unexpected(sign)

    def _unexpected(self, instead_of: str = "") -> PathFault:
        found = f"{self._word.text!r} is" if self._word.text else "the filter ends"
        wanted = f", where {instead_of!r} should be" if instead_of else ""
        return PathFault(f"{found} unexpected here{wanted}", self._word.offset)

    def _choice(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise PathFault("the filter is nested too deeply", self._word.offset)
        test = self._binary(0)
        if self._takes("?"):
            yes = self._choice()
            self._expect(":")
            test = Choice(test, yes, self._choice())
        self._depth -= 1
        return test

    def _binary(self, rank: int) -> Expression:
        left = self._unary()
        while (found := self._rank()) > rank:
            sign = self._next().text
            left = Binary(sign, left, self._binary(found))
        return left

    def _rank(self) -> int:
        word = self._word
        is_sign = word.kind is Kind.SIGN or (word.kind is Kind.NAME and word.text == "in")
        return RANKS.get(word.text, 0) if is_sign else 0

    def _unary(self) -> Expression:
        word = self._word
        if word.kind not in (Kind.SIGN, Kind.NAME) or word.text not in UNARY:
            return self._postfix(self._primary())
        self._depth += 1
        if self._depth > DEEPEST:
            raise PathFault("the filter is nested too deeply", word.offset)
        found = Unary(self._next().text, self._unary())
        self._depth -= 1
        return found

    def _postfix(self, of: Expression) -> Expression:
        while True:
            if self._takes(".") or self._takes("?."):
                of = self._named(of)
            elif self._takes("["):
                of = Member(of, self._choice())
                self._expect("]")
            else:
                return of

    def _named(self, of: Expression) -> Expression:
        word = self._next()
        if word.kind is not Kind.NAME:
            self._at -= 1
            raise self._unexpected("a name")
        if not self._takes("("):
            return Member(of, Literal(word.text))
        return Call(of, word.text, self._list(")"), word.offset)

    def _list(self, closing: str) -> tuple[Expression, ...]:
        found: list[Expression] = []
        if self._takes(closing):
            return ()
        while True:
            found.append(self._choice())
            if self._takes(closing):
                return tuple(found)
            self._expect(",")

    def _primary(self) -> Expression:
        word = self._next()
        match word.kind:
            case Kind.NUMBER:
                return Literal(_number(word.text))
            case Kind.TEXT:
                return Literal(word.text)
            case Kind.REGEX:
                return Regex(word.text, word.flags, word.offset)
            case Kind.NAME:
                return self._name(word)
        if word.text == "(" and word.kind is Kind.SIGN:
            found = self._choice()
            self._expect(")")
            return found
        if word.text == "[" and word.kind is Kind.SIGN:
            return Array(self._list("]"))
        self._at -= 1
        raise self._unexpected()

    def _name(self, word: Word) -> Expression:
        if word.text in CONSTANTS:
            return Literal(CONSTANTS[word.text])
        if word.text.startswith("@") and self._takes("("):
            self._expect(")")
        return Name(word.text, word.offset)


def _number(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
