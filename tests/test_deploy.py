"""The files for containers: held against the formats' own schemas, against each other and against the course."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import typer
import yaml
from compose_spec import PyCompose

from misread_web.listener import Limits
from misread_web.main import command_line
from misread_web.people.hub_groups import hub_group
from misread_web.people.rules import ANYBODY, RULES

HOUSE = Path(__file__).parents[1]
DEPLOY = HOUSE / "deploy"
SCOPES = {"access:services!service=misread", "read:users:name!user", "read:users:groups!user"}
COMPOSE = re.sub(r"\$\{(\w+):[?-][^}]*\}", r"\1", (DEPLOY / "compose.yaml").read_text("utf-8"))
MANIFESTS = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "misread.yaml").read_text("utf-8")))
VALUES = yaml.safe_load((DEPLOY / "kubernetes" / "hub-values.yaml").read_text("utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")


def settings() -> set[str]:
    """Every variable of `misread serve`."""
    (serve,) = typer.main.get_command(command_line(["serve"])).commands.values()  # type: ignore[attr-defined]
    named = re.findall(r"MISREAD_\w+", " ".join(f"{option.envvar} {option.help}" for option in serve.params))
    return {*named, "MISREAD_SECRET", "MISREAD_ADDRESS"}


def container() -> dict[str, Any]:
    (found,) = MANIFESTS[0]["spec"]["template"]["spec"]["containers"]
    return dict(found)


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda each: each["kind"])
def test_a_manifest_is_what_kubernetes_takes(manifest: dict[str, Any]) -> None:
    kubernetes_validate.validate(manifest, "1.33", strict=True)
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**manifest, "spec": {**manifest["spec"], "replica": 2}}, "1.33", strict=True)


def test_the_compose_file_is_what_compose_takes() -> None:
    assert PyCompose.from_yaml(COMPOSE).name == "misread"
    with pytest.raises(ValueError, match="service_well"):
        PyCompose.from_yaml(COMPOSE.replace("service_healthy", "service_well"))


def test_the_compose_file_names_nothing_that_is_not_there() -> None:
    parts = yaml.safe_load(COMPOSE)
    for service in parts["services"].values():
        assert set(service.get("depends_on", ())) <= set(parts["services"])
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in parts["volumes"] or (DEPLOY / source).is_file()
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text("utf-8")))
    given = set(re.findall(r"^(\w+)=", (DEPLOY / "example.env").read_text("utf-8"), re.MULTILINE))
    assert asked == given
    build = parts["services"]["course"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).samefile(DEPLOY / "Dockerfile")


def test_the_proxy_has_the_limits_of_the_server_and_closes_its_idle_connections_first() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")
    said = dict(
        re.findall(r"^\s*(read_header|read_body|max_header_size|max_size|keepalive) (\w+)$", caddy, re.MULTILINE)
    )
    limits = Limits()
    assert said == {
        "read_header": f"{limits.header_seconds:.0f}s",
        "read_body": f"{limits.body_seconds:.0f}s",
        "max_header_size": f"{limits.header // 1024}KB",
        "max_size": f"{limits.body // 1024}KiB",
        "keepalive": "60s",
    }
    assert limits.idle_seconds > 60


def test_what_is_graded_in_a_container_outlives_it() -> None:
    (kept,) = yaml.safe_load(COMPOSE)["services"]["course"]["volumes"]
    folder = kept.partition(":")[2]
    assert f"MISREAD_DATA={folder} " in DOCKERFILE
    assert f"--home-dir {folder} " in DOCKERFILE, "it is the course's user's own, so a new volume is, too"
    assert f"{folder}/grading" in (DEPLOY / "example.env").read_text("utf-8")


def test_hadolint_finds_nothing_in_the_container_file() -> None:
    hadolint = shutil.which("hadolint", path=Path(sys.executable).parent)
    assert hadolint
    done = subprocess.run([hadolint, str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_only_variables_of_the_course_are_set() -> None:
    compose = yaml.safe_load(COMPOSE)["services"]["course"]["environment"]
    manifest = {each["name"] for each in container()["env"]}
    image = set(re.findall(r"(MISREAD_\w+)=", DOCKERFILE))
    named = {name for name in {*compose, *manifest, *image} if name.startswith("MISREAD_")}
    assert named <= settings()
    assert {"MISREAD_DATABASE", "MISREAD_SECRET"} <= {*compose} & manifest


def test_every_room_is_copied_into_the_image() -> None:
    copied = set(re.findall(r"^!(\w+)$", (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8"), re.MULTILINE))
    rooms = {path.parents[1].name for path in HOUSE.glob("*/misread_*/__init__.py")}
    assert rooms
    assert rooms <= copied


def test_probes_ask_for_addresses_that_the_course_has() -> None:
    prefix = f"/services/{next(iter(VALUES['hub']['services']))}"
    asked = {name: container()[name]["httpGet"]["path"] for name in container() if name.endswith("Probe")}
    assert len(asked) == 3
    for path in asked.values():
        assert path.startswith(prefix)
        assert RULES[re.sub(r"(?<=/course/).*", "*", path.removeprefix(prefix))] is ANYBODY


def test_the_service_and_the_budget_find_the_servers() -> None:
    deployment, service, budget = MANIFESTS
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert [each["kind"] for each in MANIFESTS] == ["Deployment", "Service", "PodDisruptionBudget"]
    for wanted in (
        deployment["spec"]["selector"]["matchLabels"],
        service["spec"]["selector"],
        budget["spec"]["selector"]["matchLabels"],
    ):
        assert wanted.items() <= labels.items()
    assert budget["spec"]["minAvailable"] < deployment["spec"]["replicas"]
    ports = {each["name"]: each["containerPort"] for each in container()["ports"]}
    assert ports[service["spec"]["ports"][0]["targetPort"]] == 8100
    assert VALUES["hub"]["services"]["misread"]["url"] == f"http://{service['metadata']['name']}:8100"


def test_the_hub_and_the_course_agree_on_names_groups_and_scopes() -> None:
    variables = {each["name"]: each.get("value") or each["valueFrom"] for each in container()["env"]}
    name = variables["JUPYTERHUB_SERVICE_NAME"]
    assert variables["JUPYTERHUB_API_TOKEN"]["secretKeyRef"]["key"] == f"hub.services.{name}.apiToken"
    assert name in VALUES["hub"]["services"]
    assert [hub_group(text) for text in variables["MISREAD_HUB_GROUPS"].split(",")]
    assert set(VALUES["hub"]["loadRoles"]["user"]["scopes"]) == SCOPES
    assert all(f'"{scope}"' in (DEPLOY / "jupyterhub_config.py").read_text("utf-8") for scope in SCOPES)


def test_a_server_has_time_to_end_before_it_is_killed() -> None:
    needed = 12 + 2 + 5
    assert MANIFESTS[0]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] >= needed
    assert int(yaml.safe_load(COMPOSE)["services"]["course"]["stop_grace_period"].removesuffix("s")) >= needed


def test_the_binder_badge_opens_a_lesson_that_is_there() -> None:
    (path,) = re.findall(r"urlpath=voila/render/([^)]+)\)", (HOUSE / "docs" / "operators.md").read_text("utf-8"))
    assert (HOUSE / path).is_file()
    (command,) = re.findall(r"^pip install .*", (HOUSE / ".binder" / "postBuild").read_text("utf-8"), re.MULTILINE)
    assert command.endswith("--constraint constraints.txt .")
    assert (HOUSE / ".binder" / "postBuild").stat().st_mode & 0o100
