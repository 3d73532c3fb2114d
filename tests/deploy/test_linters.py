"""Each file of deploy/ passes its linter, and each linter is seen to refuse a file that is wrong."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PROGRAMS = Path(sys.executable).parent
UNIT = DEPLOY / "casebook.service"
HTTP = DEPLOY / "casebook-http.conf"

HADOLINT = ("hadolint",)
YAMLLINT = ("yamllint", "--strict", "--config-file", str(ROOT / ".yamllint"))
COMPOSE = ("check-jsonschema", "--builtin-schema", "vendor.compose-spec")
KUBERNETES = ("kubernetes-validate", "--strict")
SHELLCHECK = ("shellcheck",)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Runs a program of this environment, or of the machine where it is none of these."""
    own = PROGRAMS / command[0]
    program = str(own) if own.exists() else command[0]
    return subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("linter", "pattern"),
    [
        (HADOLINT, "deploy/*Dockerfile"),
        (YAMLLINT, "deploy/**/*.yaml"),
        (YAMLLINT, "deploy/**/*.yml"),
        (COMPOSE, "deploy/compose.yaml"),
        (KUBERNETES, "deploy/kubernetes/*.yaml"),
        (SHELLCHECK, "deploy/*.sh"),
        (SHELLCHECK, ".ci/run"),
    ],
    ids=lambda given: given if isinstance(given, str) else given[0],
)
def test_the_files_pass_their_linter(linter: tuple[str, ...], pattern: str) -> None:
    files = sorted(map(str, ROOT.glob(pattern)))

    assert files
    said = run(*linter, *files)
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize(
    ("linter", "file", "right", "wrong"),
    [
        (HADOLINT, "Dockerfile", "WORKDIR /src", "WORKDIR src"),
        (HADOLINT, "Dockerfile", '["casebook"]', "casebook"),
        (YAMLLINT, "compose.yaml", "name: casebook\n", "name: casebook\nname: casebook\n"),
        (COMPOSE, "compose.yaml", "cap_drop: [ALL]", "cap_drop: ALL"),
        (KUBERNETES, "kubernetes/deployment.yaml", "replicas: 2", "replicas: two"),
        (KUBERNETES, "kubernetes/deployment.yaml", "runAsNonRoot", "runAsNoneRoot"),
        (SHELLCHECK, "venv.sh", 'cd "$(dirname "$0")/.."', "cd $HERE"),
    ],
    ids=lambda given: given if isinstance(given, str) else given[0],
)
def test_a_linter_refuses_what_is_wrong(
    tmp_path: Path, linter: tuple[str, ...], file: str, right: str, wrong: str
) -> None:
    text = (DEPLOY / file).read_text(encoding="utf-8")
    spoiled = tmp_path / Path(file).name
    spoiled.write_text(text.replace(right, wrong), encoding="utf-8")

    assert right in text
    assert run(*linter, str(spoiled)).returncode != 0


@pytest.fixture(params=["as it is", "with the drop-in for HTTP"])
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The unit where it would lie, with a program that is there; alone, and with its drop-in."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze found: apt-get install systemd")
    at = tmp_path / UNIT.name
    there = UNIT.read_text(encoding="utf-8").replace("/opt/casebook/bin/casebook", sys.executable)
    at.write_text(there, encoding="utf-8")
    if request.param != "as it is":
        (tmp_path / f"{UNIT.name}.d").mkdir()
        shutil.copy(HTTP, tmp_path / f"{UNIT.name}.d" / "http.conf")
    return at


def test_systemd_takes_the_unit(unit: Path) -> None:
    said = run("systemd-analyze", "verify", "--man=no", str(unit))

    assert (said.returncode, said.stderr) == (0, "")


def test_systemd_refuses_a_unit_that_is_wrong(unit: Path) -> None:
    unit.write_text(unit.read_text(encoding="utf-8").replace("DynamicUser=yes", "DynamicUsers=yes"))

    assert "DynamicUsers" in run("systemd-analyze", "verify", "--man=no", str(unit)).stderr


def exposure(unit: Path) -> float:
    """What systemd thinks a service is exposed to, from 0 to 10."""
    said = run("systemd-analyze", "security", "--offline=true", "--no-pager", str(unit))
    [level] = re.findall(r"Overall exposure level for \S+: ([\d.]+)", said.stdout)
    return float(level)


def test_the_service_is_exposed_to_little(unit: Path) -> None:
    """What is left is that it speaks to the network; each line that confines it counts."""
    assert exposure(unit) <= 1.1
    unit.write_text(unit.read_text(encoding="utf-8").replace("ProtectKernelModules=yes\n", ""))
    assert exposure(unit) > 1.1
