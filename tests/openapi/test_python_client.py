"""A Python client, made from the committed contract by openapi-python-client, at a running hub."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest

import documents
from processes import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes import HubProcess

CONTRACT = Path(__file__).parents[2] / "openapi" / "decant.v1.json"
PACKAGE = "decant_client"

# The client is made while the test runs, so its types are not known to a type checker.
Client = Any


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What the generator said; its package is importable."""
    folder = tmp_path_factory.mktemp("python_client")
    config = folder / "config.yaml"
    config.write_text("post_hooks: []\n")  # else it wants a formatter on PATH
    return subprocess.run(
        [
            sys.executable, "-m", "openapi_python_client", "generate",
            "--path", str(CONTRACT), "--config", str(config),
            "--meta", "none", "--output-path", str(folder / PACKAGE), "--fail-on-warning",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def models(generated: subprocess.CompletedProcess[str]) -> Iterator[Any]:
    """The generated classes."""
    folder = str(Path(generated.args[generated.args.index("--output-path") + 1]).parent)
    sys.path.insert(0, folder)
    yield importlib.import_module(f"{PACKAGE}.models")
    sys.path.remove(folder)
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def grace(served: HubProcess, models: Any) -> Iterator[Client]:
    """A client of somebody who registered and signed in with it, and made the org acme."""
    package, hub = importlib.import_module(PACKAGE), f"http://127.0.0.1:{served.port}"
    new = models.UserCreate(name="grace", password=PASSWORD)
    # Who may register is the operator's business; here it is an administrator.
    with package.AuthenticatedClient(base_url=hub, token=served.token) as admin:
        assert call("users.register_user", client=admin, body=new).name == "grace"
    with package.Client(base_url=hub) as nobody:
        password = models.SignIn(name="grace", password=PASSWORD)
        session = call("sessions.sign_in", client=nobody, body=password)
    assert isinstance(session, models.SignedIn)
    with package.AuthenticatedClient(base_url=hub, token=session.access_token) as grace:
        call("orgs.create_org", client=grace, body=models.OrgCreate(name="acme", title="Acme"))
        yield grace


def call(operation: str, *args: object, **kwargs: object) -> Any:
    """Call one generated function, by its module below `api`."""
    return importlib.import_module(f"{PACKAGE}.api.{operation}").sync(*args, **kwargs)


def upload(models: Any, document: documents.Json) -> Any:
    return models.Upload(
        files=models.Texts.from_dict({"api.json": orjson.dumps(document).decode()})
    )


def test_a_client_is_generated_without_a_warning(
    generated: subprocess.CompletedProcess[str],
) -> None:
    assert generated.returncode == 0, generated.stdout + generated.stderr
    assert "warning" not in (generated.stdout + generated.stderr).lower()
    assert generated.stderr == ""


def test_its_names_are_those_of_the_contract(models: Any) -> None:
    contract = orjson.loads(CONTRACT.read_bytes())

    made_up = set(models.__all__) - set(contract["components"]["schemas"])

    assert made_up == {
        "EventFacts",  # the facts of an event depend on its kind
        # Maps with names of the team's own.
        "AppliedPolicySeverities",
        "PolicyPutSeveritiesType0",
        "PolicySeveritiesType0",
        "RulesetRevisionExtends",
        "RulesetRevisionTextsExtends",
        "ScoreSheetCategories",
        # The two ways to say what a waiver is about.
        "WaiverCreateType0",
        "WaiverCreateType1",
    }


def test_it_pushes_and_reads_the_verdict(models: Any, grace: Client) -> None:
    call("apis.create_api", "acme", client=grace, body=models.ApiCreate(name="petstore"))
    document = upload(models, documents.petstore())

    pushed = call("revisions.publish_revision", "acme", "petstore", client=grace, body=document)

    assert isinstance(pushed, models.Publication)
    assert pushed.created is True
    assert pushed.revision.number == 1
    assert pushed.revision.labels == ["main"]
    assert pushed.check.verdict is models.Verdict.PASS
    assert pushed.check.kind is models.CheckKind.PUSH


def test_it_reads_why_a_push_was_refused(models: Any, grace: Client) -> None:
    call("apis.create_api", "acme", client=grace, body=models.ApiCreate(name="books"))
    to = ("revisions.publish_revision", "acme", "books")
    call(*to, client=grace, body=upload(models, documents.petstore()))

    refused = call(*to, client=grace, body=upload(models, documents.breaking_petstore()))

    assert isinstance(refused, models.PushProblem)
    assert refused.code == "push_refused"
    assert refused.check.verdict is models.Verdict.FAIL
    change = refused.check.changes[0]
    assert change.severity is models.Level.BREAKING
    assert [(each.method, each.path) for each in change.operations] == [("get", "/pets")]


def test_it_changes_what_it_has_read(models: Any, grace: Client) -> None:
    org = call("orgs.get_org", "acme", client=grace)
    title = models.OrgPatch(title="Acme, Inc.")

    changed = call("orgs.change_org", "acme", client=grace, body=title, if_match=f'"{org.version}"')

    assert changed.title == "Acme, Inc."
    assert changed.version == org.version + 1


def test_problems_are_objects_too(models: Any, grace: Client) -> None:
    problem = call("orgs.get_org", "nowhere", client=grace)

    assert isinstance(problem, models.Problem)
    assert (problem.status, problem.code) == (404, "not_found")
