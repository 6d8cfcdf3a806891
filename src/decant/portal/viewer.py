"""The copy of a document that a browser may show: same contract, nothing that bites.

A viewer turns URLs of a document into links and fetches what a `$ref` points at, so in
the copy only http, https and mailto addresses stay, references lead nowhere but inside,
and prose loads no pictures. Examples, defaults and enums stay as they are: they are data.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any

HARMLESS_SCHEMES: Final = frozenset({"http", "https", "mailto"})
# Keywords whose text a viewer makes a link of, or fetches.
ADDRESSES: Final = frozenset(
    {
        "url", "termsOfService", "externalValue", "operationRef",
        "authorizationUrl", "tokenUrl", "refreshUrl", "openIdConnectUrl",
    }
)  # fmt: skip
# Below these, keys are names that an author chose, not keywords.
MAPS: Final = frozenset(
    {
        "properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas",
        "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes",
        "links", "callbacks", "paths", "webhooks", "pathItems", "content", "encoding",
        "variables", "mapping", "scopes",
    }
)  # fmt: skip
# Values of the API itself, shown as text.
DATA: Final = frozenset({"example", "default", "enum", "const", "value"})
PROSE: Final = frozenset({"description", "summary"})

# WHATWG URL §4.4: tabs and newlines are dropped anywhere, controls and spaces at the start.
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Code spans and fences first: what stands in them is shown, never rendered.
_MARKUP = re.compile(
    r"(?P<code>```[\s\S]{0,20000}?```|`[^`\n]{1,500}`)"
    r"|!(?P<picture>\[[^\]\n]{0,500}\]\()"
    r"|<(?P<closing>/?)\s*(?P<tag>[A-Za-z][A-Za-z0-9]*)\b(?P<attributes>[^<>]{0,4000})>"
)
_LINK_TARGET = re.compile(r"""\bhref\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
_PROSE_TAGS = frozenset(
    {
        "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt",
        "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "ol", "p", "pre",
        "q", "s", "samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
    }
)  # fmt: skip


def make_harmless(document: Json) -> Json:
    """Return the document fit for a viewer; the one passed in is changed and used up."""
    return _harmless(document, names=False)


def is_harmless(address: str) -> bool:
    """Say whether a link to `address` stays a link: http, https, mailto or a relative one."""
    scheme = _SCHEME.match(_IGNORED_BY_BROWSERS.sub("", address))
    return scheme is None or scheme[1].lower() in HARMLESS_SCHEMES


def as_script_block(json: bytes) -> bytes:
    """Escape JSON for an inline block of HTML; what it says to a JSON reader stays the same."""
    # Outside strings JSON has none of these characters, so replacing them anywhere is safe.
    # U+2028 and U+2029 end a line in scripts older than ECMAScript 2019.
    for raw, escaped in (
        (b"<", rb"\u003c"),
        (b">", rb"\u003e"),
        (b"&", rb"\u0026"),
        ("\u2028".encode(), rb"\u2028"),
        ("\u2029".encode(), rb"\u2029"),
    ):
        json = json.replace(raw, escaped)
    return json


def _harmless(node: Json, *, names: bool) -> Json:
    if isinstance(node, list):
        for index, item in enumerate(node):
            if isinstance(item, dict | list):
                node[index] = _harmless(item, names=False)
        return node
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if not names and isinstance(reference, str) and not reference.startswith("#"):
        return {"description": f"Defined outside this document: `{reference.replace('`', '')}`"}
    if not names and "in" in node and "name" in node:
        _spell_out(node)
        _spell_out(node.get("schema"))
    for key, value in list(node.items()):
        if isinstance(value, str):
            if names:
                node[key] = _plain(value)  # what a scope allows
            else:
                _mend(node, key, value)
        elif isinstance(value, dict | list) and (names or not _is_data(key, value)):
            node[key] = _harmless(value, names=not names and key in MAPS)
    return node


def _spell_out(holder: Json) -> None:
    """Keep the values of a parameter as they are: Swagger UI reads them as Markdown."""
    if not isinstance(holder, dict):
        return
    for key in ("example", "default"):
        if key in holder:
            holder[key] = _literal(holder[key])
    if isinstance(holder.get("enum"), list):
        holder["enum"] = [_literal(value) for value in holder["enum"]]


def _literal(value: Json) -> Json:
    if not isinstance(value, str) or not _MARKUP.search(value):
        return value
    return value.replace("<", "&lt;").replace("![", "!\\[")


def _is_data(key: str, value: Json) -> bool:
    return key in DATA or (key == "examples" and isinstance(value, list))


def _mend(node: dict[str, Json], key: str, text: str) -> None:
    if key in ADDRESSES:
        if not is_harmless(text):
            del node[key]
    elif key in PROSE:
        node[key] = _plain(text)


def _plain(text: str) -> str:
    return _MARKUP.sub(_unarmed, text) if "<" in text or "![" in text else text


def _unarmed(found: re.Match[str]) -> str:
    if found["code"]:
        return found["code"]
    if found["picture"]:
        return found["picture"]
    tag = found["tag"].lower()
    if tag not in _PROSE_TAGS:
        return ""
    if tag == "a" and not found["closing"]:
        return _plain_link(found["attributes"])
    return f"<{found['closing']}{tag}>"


def _plain_link(attributes: str) -> str:
    target = _LINK_TARGET.search(attributes)
    address = unescape(target[1].strip("\"'")) if target else ""
    return f'<a href="{escape(address)}">' if address and is_harmless(address) else "<a>"
