"""What no linter knows: that the image, the services and the pods are confined, and that their parts fit together."""

from __future__ import annotations

import fnmatch
import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
IMAGE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
PODS = [
    each
    for file in sorted(DEPLOY.glob("kubernetes/*.yaml"))
    for each in yaml.safe_load_all(file.read_text(encoding="utf-8"))
]
[DEPLOYMENT] = [each for each in PODS if each["kind"] == "Deployment"]
POD = DEPLOYMENT["spec"]["template"]["spec"]
[BOT] = POD["containers"]


def instructions(text: str, name: str) -> list[str]:
    """What follows each instruction of that name in a Dockerfile, its lines joined."""
    return re.findall(rf"^{name} (.*)$", text.replace("\\\n", ""), re.MULTILINE)


# The image


def test_what_is_installed_is_a_wheel_whose_hash_is_known() -> None:
    text = (DEPLOY / "install.sh").read_text(encoding="utf-8")
    installs = [line for line in text.splitlines() if 'pip" install' in line]

    assert len(installs) == 4
    for each in installs:
        assert "--require-hashes --only-binary :all: " in each or "--no-index --no-deps " in each
    assert 'RUN ["sh", "deploy/install.sh", "/opt/casebook"]' in IMAGE


def test_a_folder_that_is_there_is_not_installed_into(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")
    said = subprocess.run(
        ["/bin/sh", str(DEPLOY / "install.sh"), str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert (said.returncode, said.stdout) == (1, "")
    assert "Name one folder that is not there yet" in said.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


def test_both_stages_stand_on_one_base_whose_tag_says_the_version() -> None:
    [base] = instructions(IMAGE, "ARG")

    assert re.fullmatch(r"PYTHON=python:3\.\d+-slim-[a-z]+", base)
    assert [each.split()[0] for each in instructions(IMAGE, "FROM")] == ["${PYTHON}", "${PYTHON}"]


def test_the_image_runs_without_root_and_begins_without_a_shell() -> None:
    assert instructions(IMAGE, "USER")[-1] == "10001:10001"
    assert instructions(IMAGE, "ENTRYPOINT") == ['["casebook"]']
    assert instructions(IMAGE, "CMD") == ['["serve"]']
    assert 'CMD ["casebook", "healthcheck"]' in IMAGE


def test_all_that_is_copied_is_there_and_let_through() -> None:
    let = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = [each.split()[:-1] for each in instructions(IMAGE, "COPY") if not each.startswith("--from")]

    for name in [name for names in copied for name in names]:
        assert (ROOT / name).exists()
        assert any(fnmatch.fnmatch(name, each) for each in let), name


def test_nothing_half_installed_is_left(tmp_path: Path) -> None:
    (tmp_path / "python").write_text('#!/bin/sh\nmkdir -p "$3/bin" && echo half > "$3/bin/pip"\n')
    (tmp_path / "python").chmod(0o755)
    said = subprocess.run(
        ["/bin/sh", str(DEPLOY / "install.sh"), "new"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(tmp_path / "python"), "TMPDIR": str(tmp_path)},
        capture_output=True,
        check=False,
    )

    assert said.returncode != 0
    assert [each.name for each in tmp_path.iterdir()] == ["python"]


# Compose


def test_every_service_is_confined_and_started_by_a_profile() -> None:
    for service in COMPOSE["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["profiles"] in (["socket"], ["http"])


def test_compose_opens_no_port_but_one_on_this_machine() -> None:
    ports = {name: service.get("ports", []) for name, service in COMPOSE["services"].items()}

    assert ports == {"socket": [], "http": ["127.0.0.1:3000:3000"], "postgres": []}


def test_the_bot_waits_for_a_database_that_answers() -> None:
    assert COMPOSE["services"]["http"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert "healthcheck" in COMPOSE["services"]["postgres"]


# Kubernetes


def test_the_pod_is_restricted_and_has_no_token_of_the_cluster() -> None:
    """Kubernetes' own standard, restricted: it is what the admission of a namespace asks for."""
    assert POD["automountServiceAccountToken"] is False
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert POD["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert BOT["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_one_of_two_replicas_always_answers() -> None:
    [budget] = [each for each in PODS if each["kind"] == "PodDisruptionBudget"]

    assert DEPLOYMENT["spec"]["replicas"] == 2
    assert budget["spec"]["minAvailable"] == 1
    assert DEPLOYMENT["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_the_probes_ask_for_life_and_for_readiness() -> None:
    paths = {name: BOT[name]["httpGet"]["path"] for name in BOT if name.endswith("Probe")}

    assert paths == {"startupProbe": "/livez", "livenessProbe": "/livez", "readinessProbe": "/readyz"}


def test_what_selects_the_pods_finds_them() -> None:
    labels = DEPLOYMENT["spec"]["template"]["metadata"]["labels"]
    found: dict[str, Any] = {each["kind"]: each["spec"] for each in PODS if "spec" in each}

    assert found["Deployment"]["selector"]["matchLabels"] == labels
    assert found["Service"]["selector"] == labels
    assert found["PodDisruptionBudget"]["selector"]["matchLabels"] == labels
    assert found["NetworkPolicy"]["podSelector"]["matchLabels"] == labels


def test_only_what_slack_asks_for_is_reached_from_outside() -> None:
    [ingress] = [each for each in PODS if each["kind"] == "Ingress"]

    assert [path["path"] for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]] == [
        "/slack/"
    ]


# Secrets


def test_secrets_are_files_where_they_are_looked_for() -> None:
    """In a pod, from one secret; for systemd, each a credential that the unit loads."""
    [mount] = [each for each in BOT["volumeMounts"] if each["name"] == "secrets"]
    looked = [each["value"] for each in BOT["env"]]
    secret = re.compile("TOKEN|SECRET|KEYS|DATABASE_URL")

    assert all(path.startswith(f"{mount['mountPath']}/") for path in looked)
    assert not [each["name"] for each in BOT["env"] if not each["name"].endswith("_FILE")]
    [plain] = [each["data"] for each in PODS if each["kind"] == "ConfigMap"]
    assert not [name for name in plain if secret.search(name)]
    for file in ("casebook.service", "casebook-http.conf"):
        text = (DEPLOY / file).read_text(encoding="utf-8")
        loaded = set(re.findall(r"^LoadCredential=([\w-]+):", text, re.MULTILINE))
        assert set(re.findall(r"_FILE=%d/([\w-]+)", text)) <= loaded
