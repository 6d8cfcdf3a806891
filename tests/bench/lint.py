"""`decant lint` beside its peers, whole processes, on documents of real vendors.

Decant, Spectral and vacuum judge by one ruleset file, `extends: spectral:oas`; Redocly by its
own. Rounds are interleaved; what takes long is measured once. What Spectral then said is held
beside what Decant says, rule by rule, in lint-findings.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from . import plot
from .corpus import CORPUS, DECANT, ROOTS
from .figures import FOLDER, Figure, Table
from .lint_findings import Beside, written
from .linters import REDOCLY, SPECTRAL, linters, owasp_ruleset
from .pairs import github
from .programs import timed
from .runners import Runner, environment_of_a_user, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .linters import Linter

ROUNDS: Final = 3
PATIENCE: Final = 600.0  # seconds
VENDORS: Final = (
    "adyen-checkout",
    "adyen-management",
    "twilio-conversations",
    "twilio-core",
    "box",
    "digitalocean",
)
GITHUB: Final = "23.0.1"
OURS: Final = "decant lint"
MOST: Final = {SPECTRAL: 0.02, REDOCLY: 0.1, "vacuum": 1.0}
MOST_SECONDS: Final = 1.0  # and MB, on GitHub's document
MOST_PEAK: Final = 200
WORK: Final = (FOLDER / "lint").absolute()


@dataclass(frozen=True, slots=True)
class Subject:
    """A document to judge: what the peers open, and the folder that Decant is given."""

    name: str
    file: Path
    folder: Path | None = None

    @property
    def size(self) -> int:
        files = [self.file] if self.folder is None else self.folder.rglob("*")
        return sum(path.stat().st_size for path in files if path.is_file())

    @property
    def words(self) -> list[str]:
        if self.folder is None:
            return [str(self.file)]
        return ["--root", self.file.relative_to(self.folder).as_posix(), str(self.folder)]


def run() -> None:
    """Measure, print and write the tables, and draw the times."""
    WORK.mkdir(parents=True, exist_ok=True)
    ruleset = _ruleset("oas", "spectral:oas")
    table, known = Table("Lint"), linters()
    for linter in known:
        table.add(
            Figure(linter.name, linter.version, linter.missing and f"not here: {linter.missing}")
        )
    drawn, beside = [], list[Beside]()
    for subject in _subjects():
        runners = _measured(subject, known, ruleset)
        _tell(table, subject, runners)
        drawn.append(
            (subject.name, [(one.name, one.middle("wall")) for one in runners if one.runs])
        )
        beside.append(Beside("oas", subject.name, subject.file, subject.folder, _report(subject)))
    beside += _owasp(known)
    print(f"written to {table.write()}")
    path = FOLDER / "lint.svg"
    path.write_text(plot.bars("Whole process, seconds of wall time (logarithmic)", drawn))
    print(f"drawn in {path}\nwritten to {written(FOLDER / 'lint-findings.md', beside)}")


def _subjects() -> Iterator[Subject]:
    for vendor in VENDORS if CORPUS.is_dir() else ():
        newest = max((CORPUS / vendor).iterdir())
        root = ROOTS.get(vendor)
        yield Subject(vendor, newest / root, newest) if root else Subject(vendor, newest)
    document = github(GITHUB)
    if document is not None:
        yield Subject("github", document)


def _ruleset(name: str, extended: str) -> Path:
    path = WORK / f"{name}.yaml"
    path.write_text(f'extends: ["{extended}"]\n')
    return path


def _report(subject: Subject) -> Path:
    return WORK / f"{subject.name}.json"


def _measured(subject: Subject, known: list[Linter], ruleset: Path) -> list[Runner]:
    ours = [str(DECANT), "lint", "--ruleset", str(ruleset), "--format", "json", *subject.words]
    runners = [Runner(OURS, ours)]
    for linter in known:
        if not linter.missing:
            command = linter.command(subject.file, ruleset, _report(subject))
            runners.append(Runner(linter.name, command, patience=PATIENCE))
    environment = environment_of_a_user()
    _report(subject).unlink(missing_ok=True)
    timed(ours, environment)  # compiles to bytecode, fills the disk's cache
    for _ in range(ROUNDS):
        for runner in runners:
            if not runner.is_done:
                runner.measure(environment)
    return runners


def _tell(table: Table, subject: Subject, runners: list[Runner]) -> None:
    ours = runners[0]
    if not ours.runs:
        raise RuntimeError(f"{subject.name}: {ours.fault}")
    name, target, is_met = f"{subject.name} ({subject.size / 1e6:.1f} MB)", "", None
    if subject.name == "github":
        target = f"≤ {MOST_SECONDS:g} s, {MOST_PEAK} MB"
        is_met = ours.middle("wall") <= MOST_SECONDS and ours.middle("peak") <= MOST_PEAK
    table.add(Figure(f"{name}: {OURS}", shown(ours, ROUNDS), "", target, is_met))
    for other in runners[1:]:
        what = f"{subject.name}: {other.name}"
        if not other.runs:
            table.add(Figure(what, "-", other.fault))
            continue
        wall, cpu, peak = (ours.middle(k) / other.middle(k) for k in ("wall", "cpu", "peak"))
        ratio = f"{wall:.3f}x, CPU {cpu:.3f}x, memory {peak:.3f}x"
        most = MOST[other.name]
        table.add(Figure(what, shown(other, ROUNDS), ratio, f"≤ {most:g}x", wall <= most))


def _owasp(known: list[Linter]) -> Iterator[Beside]:
    """The OWASP rules on one document: Spectral takes its time."""
    spectral = next(linter for linter in known if linter.name == SPECTRAL)
    if spectral.missing or not CORPUS.is_dir():
        return
    document = max((CORPUS / "box").iterdir())
    report = WORK / "box-owasp.json"
    ruleset = _ruleset("owasp", str(owasp_ruleset()))
    Runner(SPECTRAL, spectral.command(document, ruleset, report), patience=PATIENCE).measure(
        environment_of_a_user()
    )
    yield Beside("owasp", "box", document, None, report)
