"""Every keyword of a schema, with values from the widest to the narrowest."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from .edits import (
    ABSENT,
    ALL,
    APART,
    DOUBTFUL,
    HARMLESS,
    NARROWS,
    NEW,
    NEWEST,
    OLD,
    OLD_THREE,
    READ,
    SURPRISES,
    THREE,
    TOLD,
    TWO,
    WIDENS,
    Meaning,
    Row,
)

Json: TypeAlias = Any

STRING: Final = {"type": "string"}
NUMBER: Final = {"type": "number"}
INTEGER: Final = {"type": "integer"}
ARRAY: Final = {"type": "array", "items": {"type": "string"}}
OBJECT: Final = {"type": "object"}
PAIR: Final = {"type": "object", "properties": {"a": STRING, "b": STRING}}
SHORT: Final = {"type": "string", "maxLength": 5}
CAT: Final = {"title": "Cat", "type": "object", "properties": {"purrs": {"type": "boolean"}}}
DOG: Final = {"title": "Dog", "type": "object", "properties": {"barks": {"type": "boolean"}}}
FISH: Final = {"title": "Fish", "type": "object", "properties": {"swims": {"type": "boolean"}}}
IF: Final = {"type": "object", "if": {"required": ["a"]}}

# What the API may send beyond what it declares; what clients may send is what is declared.
DECLARED: Final = HARMLESS
UNDECLARED: Final = DOUBTFUL
HINTED: Final = Meaning("risky", "safe")
UNHINTED: Final = Meaning("safe", "risky")
MEANT: Final = Meaning("risky", "safe")

PROPERTY: Final = frozenset(["property"])
REQUIRED: Final = frozenset(["required property"])
TYPED: Final = frozenset(["json"])
TEXT: Final = frozenset(["text"])

# fmt: off
ROWS: Final = (
    # Any type.
    Row("type", {}, steps=(ABSENT, "array"), versions=ALL),
    Row("type", {}, steps=(["number", "boolean"], "number", "integer"), versions=NEW),
    Row("type", {}, steps=("number", "integer"), other=(("object", "boolean", APART), ("array", "object", APART))),
    Row("type", {}, other=(("string", "integer", APART), ("integer", "string", APART)), places=TYPED),
    Row("type", {}, steps=("string", "integer"), places=TEXT),
    Row("type", {}, steps=(["string", "null"], "string"), same=((["string", "null"], ["null", "string"]),), versions=NEW),
    Row("nullable", STRING, steps=(True, False), same=((False, ABSENT),), versions=OLD_THREE),
    Row("enum", STRING, steps=(ABSENT, ["a"])),
    Row("enum", STRING, steps=(["a", "b"], ["a"]), up=SURPRISES, other=((["a"], ["b"], APART),),
        same=((["a", "b"], ["b", "a"]),)),
    Row("const", STRING, steps=(ABSENT, "a"), other=(("a", "b", APART),), versions=NEW),
    Row("const", {}, same=((1, 1.0),), other=((1, True, APART),), versions=NEW),
    Row("format", STRING, steps=(ABSENT, "date"), down=HINTED, up=UNHINTED, other=(("date", "date-time", DOUBTFUL),)),
    Row("format", INTEGER, steps=("int64", "int32")),
    Row("default", STRING, other=((ABSENT, "a", HARMLESS), ("a", ABSENT, MEANT), ("a", "b", MEANT))),
    # Numbers.
    Row("multipleOf", NUMBER, steps=(ABSENT, 2, 4), other=((2, 3, APART),), same=((2, 2.0),)),
    Row("maximum", NUMBER, steps=(ABSENT, 9, 5), same=((9, 9.0),)),
    Row("minimum", NUMBER, steps=(ABSENT, 5, 9)),
    Row("exclusiveMaximum", NUMBER, steps=(ABSENT, 9, 5), versions=NEW),
    Row("exclusiveMinimum", NUMBER, steps=(ABSENT, 5, 9), versions=NEW),
    Row("exclusiveMaximum", {"type": "number", "maximum": 5}, steps=(False, True), same=((ABSENT, False),), versions=OLD),
    Row("exclusiveMinimum", {"type": "number", "minimum": 5}, steps=(ABSENT, True), versions=OLD),
    # Texts.
    Row("maxLength", STRING, steps=(ABSENT, 9, 5)),
    Row("minLength", STRING, steps=(ABSENT, 5, 9), same=((ABSENT, 0),)),
    Row("pattern", STRING, steps=(ABSENT, "^a", "^ab$"), other=(("^a", "^b", APART), ("^(?=a)", "^(?=b)", DOUBTFUL)), same=((ABSENT, ".*"),)),
    Row("contentEncoding", STRING, other=(("base64", "base16", APART), (ABSENT, "base64", DOUBTFUL), ("base64", ABSENT, DOUBTFUL)), versions=NEW),
    Row("contentMediaType", STRING, other=(("text/csv", "image/png", APART), (ABSENT, "text/csv", HINTED), ("text/csv", ABSENT, UNHINTED)), versions=NEW),
    Row("contentSchema", {"type": "string", "contentMediaType": "application/json"}, steps=(ABSENT, ARRAY), versions=NEW),
    Row("contentSchema", {"type": "string", "contentMediaType": "application/json"}, steps=(STRING, SHORT), versions=NEW),
    # Arrays.
    Row("items", {"type": "array"}, steps=({}, STRING, SHORT)),
    Row("items", {"type": "array"}, steps=(ABSENT, STRING), same=((ABSENT, True),), versions=NEW),
    Row("items", {"type": "array", "prefixItems": [STRING]}, steps=(ABSENT, STRING, False), versions=NEW),
    Row("prefixItems", {"type": "array"}, steps=(ABSENT, [STRING], [SHORT]), other=(([STRING, NUMBER], [STRING, OBJECT], APART),), versions=NEW, places=TYPED),
    Row("prefixItems", {"type": "array"}, steps=([STRING], [STRING, STRING]), versions=NEW),
    Row("contains", ARRAY, steps=(ABSENT, {"maxLength": 9}, {"maxLength": 5}), versions=NEW),
    Row("minContains", {**ARRAY, "contains": {"maxLength": 5}}, steps=(0, ABSENT, 5, 9), same=((1, ABSENT),), versions=NEW),
    Row("maxContains", {**ARRAY, "contains": {"maxLength": 5}}, steps=(ABSENT, 9, 5), versions=NEW),
    Row("maxItems", ARRAY, steps=(ABSENT, 9, 5)),
    Row("minItems", ARRAY, steps=(ABSENT, 5, 9), same=((ABSENT, 0),)),
    Row("uniqueItems", ARRAY, steps=(ABSENT, True), same=((ABSENT, False),)),
    Row("unevaluatedItems", {"type": "array", "prefixItems": [STRING]}, steps=(ABSENT, STRING, SHORT), versions=NEW),
    Row("unevaluatedItems", {"type": "array", "prefixItems": [STRING]}, steps=(ABSENT, False), same=((ABSENT, True),), versions=NEW),
    # Objects.
    Row("properties", OBJECT, other=(({"a": STRING}, {"a": STRING, "b": STRING}, DECLARED),
                                     ({"a": STRING, "b": STRING}, {"a": STRING}, UNDECLARED),
                                     ({"a": STRING}, {"a": SHORT}, NARROWS), ({"a": SHORT}, {"a": STRING}, WIDENS)),
        same=(({"a": STRING, "b": NUMBER}, {"b": NUMBER, "a": STRING}),)),
    Row("required", PAIR, steps=(ABSENT, ["a"]), same=((["a", "b"], ["b", "a"]),)),
    Row("required", PAIR, steps=(["b"], ["a", "b"])),
    Row("maxProperties", OBJECT, steps=(ABSENT, 9, 5)),
    Row("minProperties", OBJECT, steps=(ABSENT, 5, 9), same=((ABSENT, 0),)),
    Row("additionalProperties", PAIR, steps=(ABSENT, False), up=SURPRISES, same=((ABSENT, True), (ABSENT, {}))),
    Row("additionalProperties", PAIR, steps=(SHORT, False), up=SURPRISES),
    Row("additionalProperties", PAIR, steps=(ABSENT, STRING, SHORT)),
    Row("unevaluatedProperties", PAIR, steps=(ABSENT, False), up=SURPRISES, same=((ABSENT, True),), versions=NEW),
    Row("unevaluatedProperties", PAIR, steps=(ABSENT, STRING, SHORT), versions=NEW),
    Row("patternProperties", OBJECT, steps=(ABSENT, {"^x": STRING}, {"^x": SHORT}), versions=NEW),
    Row("propertyNames", OBJECT, steps=(ABSENT, {"maxLength": 9}, {"maxLength": 5}), versions=NEW),
    Row("dependentRequired", PAIR, steps=(ABSENT, {"a": ["b"]}, {"a": ["b", "c"]}),
        other=(({"a": ["b"]}, {"a": ["c"]}, APART),), same=(({"a": ["b", "c"]}, {"a": ["c", "b"]}),), versions=NEW),
    Row("dependentSchemas", PAIR, steps=(ABSENT, {"a": {"maxProperties": 9}}, {"a": {"maxProperties": 5}}), versions=NEW),
    Row("dependencies", PAIR, other=((ABSENT, {"a": ["b"]}, TOLD),), versions=NEW),
    # Which side a property exists on: most servers ignore what they do not take any more.
    Row("readOnly", STRING, other=((ABSENT, True, Meaning("risky", "safe")), (True, ABSENT, HARMLESS)), nests=PROPERTY),
    Row("readOnly", STRING, other=((ABSENT, True, Meaning("risky", "safe")), (True, ABSENT, NARROWS)), nests=REQUIRED),
    Row("writeOnly", STRING, other=((ABSENT, True, SURPRISES), (True, ABSENT, HARMLESS)), nests=PROPERTY, versions=THREE),
    Row("writeOnly", STRING, other=((ABSENT, True, WIDENS), (True, ABSENT, HARMLESS)), nests=REQUIRED, versions=THREE),
    # Put together.
    Row("allOf", STRING, steps=(ABSENT, [{"maxLength": 9}], [{"maxLength": 9}, {"maxLength": 5}]),
        same=(([{"maxLength": 9}, {"minLength": 5}], [{"minLength": 5}, {"maxLength": 9}]), (ABSENT, [{}]))),
    Row("oneOf", {}, steps=([CAT, DOG, FISH], [CAT, DOG]), up=SURPRISES,
        same=(([CAT, DOG], [DOG, CAT]), ([CAT], [CAT])), versions=THREE),
    Row("anyOf", {}, steps=([CAT, DOG, FISH], [CAT, DOG]), up=SURPRISES, same=(([CAT, DOG], [DOG, CAT]),), versions=THREE),
    Row("oneOf", PAIR, steps=(ABSENT, [{"required": ["a"]}, {"required": ["b"]}]), versions=THREE),
    Row("anyOf", PAIR, steps=(ABSENT, [{"required": ["a"]}, {"required": ["b"]}]), versions=THREE),
    Row("not", STRING, steps=(ABSENT, {"maxLength": 5}, {"maxLength": 9}), versions=THREE),
    Row("if", {**PAIR, "then": {"required": ["b"]}}, steps=(ABSENT, {"required": ["a"]}), versions=NEW),
    Row("if", {**PAIR, "then": {"required": ["b"]}}, steps=({"minProperties": 9}, {"minProperties": 5}), versions=NEW),
    Row("if", {**PAIR, "else": {"required": ["b"]}}, steps=({"minProperties": 5}, {"minProperties": 9}), versions=NEW),
    Row("then", IF, steps=(ABSENT, {"required": ["b"]}), versions=NEW),
    Row("then", IF, steps=({"maxProperties": 9}, {"maxProperties": 5}), versions=NEW),
    Row("else", IF, steps=(ABSENT, {"required": ["b"]}), versions=NEW),
    Row("else", IF, steps=({"maxProperties": 9}, {"maxProperties": 5}), versions=NEW),
    Row("discriminator", {"oneOf": [CAT, DOG]}, versions=THREE, other=(
        (ABSENT, {"propertyName": "kind"}, HARMLESS), ({"propertyName": "kind"}, ABSENT, HARMLESS),
        ({"propertyName": "kind"}, {"propertyName": "type"}, APART))),
    Row("discriminator", {"oneOf": [CAT, DOG]}, versions=THREE, steps=(
        {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Pet", "dog": "#/components/schemas/Tag"}},
        {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Pet"}}), up=SURPRISES),
    Row("discriminator", {"oneOf": [CAT, DOG]}, versions=THREE, other=((
        {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Pet"}},
        {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Tag"}}, DOUBTFUL),)),
    Row("discriminator", {"oneOf": [CAT, DOG]}, versions=NEWEST, other=(
        ({"propertyName": "kind", "defaultMapping": "Pet"}, {"propertyName": "kind", "defaultMapping": "Tag"}, DOUBTFUL),
        ({"propertyName": "kind"}, {"propertyName": "kind", "defaultMapping": "Tag"}, SURPRISES),
        ({"propertyName": "kind", "defaultMapping": "Tag"}, {"propertyName": "kind"}, NARROWS))),
    Row("discriminator", OBJECT, versions=frozenset(["2.0"]), other=(
        (ABSENT, "kind", HARMLESS), ("kind", ABSENT, HARMLESS), ("kind", "type", APART))),
    # Names and references.
    Row("$ref", {}, other=(("#/components/schemas/Pet", "#/components/schemas/Tag", APART),),
        same=(("#/components/schemas/Pet", "#/components/schemas/Twin"),), versions=THREE, places=TYPED),
    Row("$ref", {}, other=(("#/definitions/Pet", "#/definitions/Tag", APART),), same=(("#/definitions/Pet", "#/definitions/Twin"),),
        versions=TWO, places=TYPED),
    Row("$ref", {"maxLength": 9}, steps=(ABSENT, "#/components/schemas/Short"), versions=NEW),
    Row("$dynamicRef", {}, other=(("#pet", "#tag", APART),), versions=NEW, places=TYPED),
    Row("$dynamicRef", {"maxLength": 9}, steps=(ABSENT, "#short"), versions=NEW),
    Row("$schema", {}, other=(("https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#", TOLD),), versions=NEW),
    # For readers.
    *(Row(word, {}, other=((ABSENT, one, READ), (one, ABSENT, READ), (one, two, READ))) for word, one, two in (
        ("title", "A", "B"), ("description", "A", "B"), ("externalDocs", {"url": "https://a.example"}, {"url": "https://b.example"}))),
    Row("example", {}, other=((ABSENT, "a", READ), ("a", "b", READ), ("a", ABSENT, READ))),
    Row("examples", {}, other=((ABSENT, ["a"], READ), (["a"], ["b"], READ), (["a"], ABSENT, READ)), versions=NEW),
    Row("deprecated", {}, other=((ABSENT, True, HARMLESS), (True, ABSENT, HARMLESS)), versions=THREE),
    Row("xml", {}, other=(({"name": "a"}, {"name": "b"}, DOUBTFUL), ({}, {"attribute": True}, DOUBTFUL),
                          ({}, {"namespace": "https://a.example"}, DOUBTFUL), ({}, {"prefix": "a"}, DOUBTFUL),
                          ({}, {"wrapped": True}, DOUBTFUL), (ABSENT, {"name": "a"}, DOUBTFUL), ({"name": "a"}, ABSENT, DOUBTFUL))),
    Row("xml", {}, other=(({"nodeType": "text"}, {"nodeType": "cdata"}, DOUBTFUL),), versions=NEWEST),
    # Extensions that many tools know.
    Row("x-extensible-enum", STRING, steps=(["a", "b"], ["a"]), up=HARMLESS),
)
# fmt: on
COMPONENTS: Final[dict[str, Json]] = {
    "Pet": {"$dynamicAnchor": "pet", "type": "object", "properties": {"kind": STRING}},
    "Twin": {"type": "object", "properties": {"kind": STRING}},
    "Tag": {"$dynamicAnchor": "tag", "type": "array", "items": STRING},
    "Short": {"$dynamicAnchor": "short", "type": "string", "maxLength": 5},
}
