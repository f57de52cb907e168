"""The files for containers: held against the formats' own schemas, against each other and against the course."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import kubernetes_validate
import psycopg
import pytest
import typer
import yaml
from compose_spec import PyCompose
from packaging.requirements import Requirement

from misread_records.database.addresses import read_address
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.auth.hub_groups import hub_group
from misread_web.auth.permissions import ANYBODY, PERMISSIONS
from misread_web.auth.proxies import Proxies
from misread_web.auth.secret import read_or_create_secret
from misread_web.commands.data_folder import secure_database
from misread_web.documents.pdf import NO_PANGO
from misread_web.listener import Limits
from misread_web.main import command_line
from tests.postgres import private_postgres

HOUSE = Path(__file__).parents[1]
DEPLOY = HOUSE / "deploy"
SCOPES = {"access:services!service=misread", "read:users:name!user", "read:users:groups!user"}
COMPOSE = re.sub(
    r"\$\{(\w+):([?-])([^}]*)\}",
    lambda found: found[3] if found[2] == "-" and found[3] else found[1],
    (DEPLOY / "compose.yaml").read_text("utf-8"),
)
"""The compose file with the defaults of its variables, or with their names where they have none."""
MANIFESTS = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "misread.yaml").read_text("utf-8")))
VALUES = yaml.safe_load((DEPLOY / "kubernetes" / "hub-values.yaml").read_text("utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")


def settings() -> set[str]:
    """Every variable of `misread serve`."""
    serve = typer.main.get_command(command_line()).commands["serve"]  # type: ignore[attr-defined]
    named = re.findall(r"MISREAD_\w+", " ".join(f"{option.envvar} {option.help}" for option in serve.params))
    return {*named, "MISREAD_SECRET_FILE", "MISREAD_DATABASE_FILE", "MISREAD_ADDRESS"}


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


def test_the_proxy_has_the_servers_limits_and_closes_idle_connections_first() -> None:
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


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
    return found


@pytest.mark.parametrize("name", services())
def test_a_container_may_do_no_more_than_it_needs(name: str) -> None:
    service = services()[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"]


def test_each_deployment_believes_its_own_proxy() -> None:
    compose = services()["course"]["environment"]["MISREAD_PROXIES"].split(",")
    (manifest,) = [each["value"].split(",") for each in container()["env"] if each["name"] == "MISREAD_PROXIES"]
    for named, proxy in ((compose, "172.18.0.3"), (manifest, "10.42.0.7")):
        proxies = Proxies(named)
        assert proxies.has((proxy, 40_000))
        assert not proxies.has(("203.0.113.7", 40_000))


def test_the_proxy_cannot_reach_the_database() -> None:
    found = {name: set(service["networks"]) for name, service in services().items()}
    assert not found["proxy"] & found["database"]
    assert found["course"] == found["proxy"] | found["database"]
    assert yaml.safe_load(COMPOSE)["networks"]["behind"] == {"internal": True}


def test_no_secret_is_a_variable_and_each_is_made_as_a_file(tmp_path: Path) -> None:
    for service in services().values():
        assert [name for name in service["environment"] if re.search("PASSWORD$|SECRET$|DATABASE$", name)] == []
    shutil.copy(DEPLOY / "secrets.sh", tmp_path)
    kept: list[dict[str, str]] = []
    for _ in range(2):
        subprocess.run(["/bin/sh", str(tmp_path / "secrets.sh")], check=True)
        kept.append({file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()})
    assert kept[0] == kept[1]
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert {name: f"./secrets/{name}" for name in kept[0]} == {
        name: one["file"] for name, one in yaml.safe_load(COMPOSE)["secrets"].items()
    }
    assert read_or_create_secret(tmp_path, {"MISREAD_SECRET_FILE": str(tmp_path / "secrets" / "course_secret")})
    address = read_address(kept[0]["course_database"])
    assert (address.username, address.password, address.host) == ("misread", kept[0]["course_password"], "database")


def test_the_role_of_the_course_owns_its_database_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with private_postgres("superuser") as server:
        (tmp_path / "password").write_text("it's \\ secret")
        own = {"POSTGRES_USER": "superuser", "PGHOST": server.folder, "COURSE_SQL": str(DEPLOY / "database.sql")}
        environment = {**os.environ, **own, "COURSE_PASSWORD_FILE": str(tmp_path / "password")}
        subprocess.run(["/bin/sh", str(DEPLOY / "database.sh")], check=True, env=environment, stdout=subprocess.DEVNULL)
        with psycopg.connect(f"host={server.folder} user=superuser dbname=postgres") as connection:
            row = connection.execute(
                "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin "
                "FROM pg_roles WHERE rolname = 'misread'"
            ).fetchone()
            owned = connection.execute(
                "SELECT datname FROM pg_database JOIN pg_roles ON datdba = pg_roles.oid WHERE rolname = 'misread'"
            ).fetchall()
        assert (row, owned) == ((False, False, False, False, False, True), [("misread",)])
        (tmp_path / "database").write_text(f"postgresql+psycopg://misread@/misread?host={server.folder}\n")
        monkeypatch.setenv("MISREAD_DATABASE_FILE", str(tmp_path / "database"))
        with Cohorts(secure_database(tmp_path, None)) as cohorts:
            cohorts.create("Spring", [Newcomer("Ada")])
            assert len(cohorts.members("Spring")) == 1
        for refused in ("dbname=postgres", "dbname=template1"):
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                psycopg.connect(f"host={server.folder} user=misread {refused}")
        with psycopg.connect(f"host={server.folder} user=misread dbname=misread", autocommit=True) as connection:
            for statement in (b"CREATE ROLE x", b"CREATE DATABASE x", b"SELECT pg_read_file('/etc/passwd')"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)


def test_the_image_installs_by_hash_what_the_tests_ran_with() -> None:
    text = (DEPLOY / "requirements.txt").read_text("utf-8")
    entries = re.findall(
        r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
        text,
        re.MULTILINE,
    )
    lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(entries) == len(lines) > 100
    assert "://" not in text, "where files are fetched is for each machine to say"
    pinned = dict(line.split("==") for line in (HOUSE / "constraints.txt").read_text("utf-8").split() if "==" in line)
    named = {name.casefold().replace("_", "-"): version for name, version in pinned.items()}
    found = {name.casefold().replace("_", "-"): version for name, version, _ in entries}
    wrong = {name: version for name, version in found.items() if named.get(name, version) != version}
    assert wrong == {}, "make deploy/requirements.txt"
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [
        line
        for extra in ("hub", "pdf", "postgresql", "slides")
        for line in project["project"]["optional-dependencies"][extra]
    ]
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(found[requirement.name.casefold().replace("_", "-")]), requirement
    assert "--require-hashes --requirement deploy/requirements.txt" in DOCKERFILE
    assert "--no-deps --no-build-isolation ." in DOCKERFILE
    assert "!deploy/requirements.txt" in (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8")


@pytest.mark.parametrize("folder", ["typescript", "proxy"])
def test_packages_of_npm_are_known_by_hash_and_run_no_script(folder: str) -> None:
    lock = json.loads((HOUSE / ".ci" / "locks" / folder / "package-lock.json").read_text("utf-8"))
    asked = json.loads((HOUSE / ".ci" / "locks" / folder / "package.json").read_text("utf-8"))["dependencies"]
    packages = {name: about for name, about in lock.pop("packages").items() if name}
    assert [name for name, about in packages.items() if not about["integrity"].startswith("sha512-")] == []
    assert [name for name, about in packages.items() if "resolved" in about or "hasInstallScript" in about] == []
    sources = [(HOUSE / name).read_text("utf-8") for name in ("Makefile", ".ci/programs", ".ci/npm")]
    for name, version in asked.items():
        assert packages[f"node_modules/{name}"]["version"] == version
        assert f"npm {folder} {name}@{version}" in "\n".join(sources)
    assert re.search(r"npm-cli\.js\" ci \\\n.*--ignore-scripts", sources[2])


def test_browsers_that_came_once_come_by_https_alone() -> None:
    caddyfile = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert re.search(r'header Strict-Transport-Security "max-age=31536000"', caddyfile)


def test_a_pod_has_limits_a_group_and_a_database_that_shows_who_it_is() -> None:
    pod = MANIFESTS[0]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsGroup"] == 10001
    assert {"cpu", "memory"} <= set(container()["resources"]["limits"])
    assert [each for each in pod["volumes"] if "emptyDir" in each and not each["emptyDir"].get("sizeLimit")] == []
    assert "sslmode=verify-full" in (DEPLOY / "kubernetes" / "misread.yaml").read_text("utf-8")
    ports = {port["port"] for rule in MANIFESTS[3]["spec"]["ingress"] for port in rule["ports"]}
    assert ports == {container()["ports"][0]["containerPort"]}


def test_the_image_and_the_tests_install_what_a_server_without_pango_is_told_to() -> None:
    told = set(re.findall(r"\blib[\w-]+-[\w.-]+\w", NO_PANGO.partition("On a Mac")[0]))
    assert len(told) == 3
    for path in ("deploy/Dockerfile", ".ci/programs"):
        assert [name for name in told if name not in (HOUSE / path).read_text("utf-8")] == []


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
    wanted = {"MISREAD_DATABASE_FILE", "MISREAD_SECRET_FILE", "MISREAD_PROXIES", "MISREAD_ZONE"}
    assert wanted <= {*compose} & manifest


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
        assert PERMISSIONS[re.sub(r"(?<=/course/).*", "*", path.removeprefix(prefix))] is ANYBODY


def test_the_service_and_the_budget_find_the_servers() -> None:
    deployment, service, budget, policy = MANIFESTS
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert [each["kind"] for each in MANIFESTS] == ["Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy"]
    for wanted in (
        deployment["spec"]["selector"]["matchLabels"],
        service["spec"]["selector"],
        budget["spec"]["selector"]["matchLabels"],
        policy["spec"]["podSelector"]["matchLabels"],
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
