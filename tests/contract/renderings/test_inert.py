"""What documents say stays text, in every form it is put into."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from contract.renderings import reports
from decant.contract.renderings import FOR_COMPARISONS, inert, render

# Elements that the forms themselves write.
OWN = {
    "html": {"section", "h2", "h3", "p", "ul", "li", "span", "a", "code"},
    "markdown": {"details", "summary", "sub"},
    "changelog": set(),
}
CODE = re.compile(r"`[^`\n]*`")


class Elements(HTMLParser):
    """The elements and attributes that a browser would find."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("form", FOR_COMPARISONS)
def test_no_control_character_leaves(form: str) -> None:
    said = render(reports.hostile(), form)

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028]", said)


def test_html_has_no_element_or_attribute_of_a_document() -> None:
    elements = Elements(render(reports.hostile(), "html"))

    assert elements.found <= OWN["html"]
    assert elements.attributes <= {"class", "href"}


@pytest.mark.parametrize("form", ["markdown", "changelog"])
def test_markdown_has_no_element_of_a_document_outside_of_code(form: str) -> None:
    said = CODE.sub("", render(reports.hostile(), form)).replace("\\<", "")

    assert Elements(said).found <= OWN[form]
    assert said.count("<!--") == (form == "markdown")


@pytest.mark.parametrize("form", ["markdown", "changelog"])
def test_markdown_has_no_link_picture_or_mention_of_a_document(form: str) -> None:
    said = CODE.sub("", render(reports.hostile(), form))

    assert not re.search(r"(?<!\\)\]\(", said)
    assert "://" not in said.replace("://\u200b", "")
    assert not re.search(r"@\w|#\d", said)


def test_markdown_has_no_heading_of_a_document() -> None:
    headings = re.findall(r"^#+ .*$", render(reports.hostile(), "markdown"), re.MULTILINE)

    assert all(line.startswith(("### This may", "#### ")) for line in headings)
    assert "heading" not in "".join(CODE.sub("", line) for line in headings)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# title", r"\# title"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("=== ", r"\=== "),
        ("> quote", r"\> quote"),
        ("~~~", r"\~\~\~"),
        ("a-b 1.5 (x)", "a-b 1.5 (x)"),
        ("say `a*b` *loud*", r"say `a*b` \*loud\*"),
        ("an open ` tick", r"an open \` tick"),
        ("mail@example.com", "mail@\u200bexample.com"),
        ("www.example.com", "www.\u200bexample.com"),
    ],
)
def test_text_is_no_markup_in_markdown(text: str, shown: str) -> None:
    assert inert.for_markdown(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("a`b", "`a'b`"), ("a\nb", "`a b`"), ("  ", "``` ```")]
)
def test_anything_can_be_code_in_markdown(text: str, shown: str) -> None:
    assert inert.code_for_markdown(text) == shown


def test_xml_is_read_back_as_it_was_meant() -> None:
    tree = ET.fromstring(render(reports.hostile(), "junit"))

    assert {element.tag for element in tree.iter()} == {
        "testsuites", "testsuite", "testcase", "failure", "system-out",
    }  # fmt: skip
    assert any("]]><failure/>" in (element.text or "") for element in tree.iter("failure"))


def test_every_line_for_github_is_a_command_of_ours() -> None:
    lines = render(reports.hostile(), "github").splitlines()

    commands, summary = lines[:-1], lines[-1]
    shape = re.compile(
        r"::(error|warning|notice) (file=[^,:]*(,line=\d+,col=\d+)?,)?title=[^,:]*::"
    )
    assert all(shape.match(line) for line in commands)
    assert not summary.lstrip().startswith("::")
    assert "%250A" in "".join(lines)


@pytest.mark.parametrize("form", ["sarif", "gitlab"])
def test_json_is_read_back(form: str) -> None:
    assert json.loads(render(reports.hostile(), form))


def test_sarif_has_no_link_of_a_document() -> None:
    (run,) = json.loads(render(reports.hostile(), "sarif"))["runs"]

    texts = [result["message"]["text"] for result in run["results"]]
    assert not any(re.search(r"(?<!\\)\]\(", text) for text in texts)


def test_a_path_becomes_a_uri() -> None:
    assert inert.for_path("specs/a b#c?.yaml") == "specs/a%20b%23c%3F.yaml"
    assert inert.for_path("ä.yaml") == "%C3%A4.yaml"
