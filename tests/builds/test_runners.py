"""Where experiments are compiled: what both runners do, and what the container forbids."""

import json
import socket
import tarfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

from builds import runners, unpacking
from builds.archives import tar_of
from builds.errors import BuildInterrupted, BuildLost, BuildUserError
from builds.runners import containers, following, watching
from builds.runners import engine as docker
from builds.runners.containers import DockerRunner
from builds.runners.local import LocalRunner
from builds.stages.compile import compile_sources
from tests.builds.conftest import DEMO, tiny_sources

BUILD = SimpleNamespace(uuid=uuid4(), fence=1, study=SimpleNamespace(experiment_type="jspsych"))


class Log:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text if text.endswith("\n") else f"{text}\n"

    def pulse(self):
        pass


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def bundle(tmp_path):
    (tmp_path / "bundle").mkdir()
    return tmp_path / "bundle"


@pytest.fixture
def engine(needs_docker):
    """A Docker runner; afterwards nothing of the build may be left in the Engine."""
    client = docker.connect()
    runner = DockerRunner(client)
    runner.prepare("jspsych", Log())
    yield runner
    assert docker.ours(client, build=BUILD.uuid) == []


def report(expression):
    """An experiment whose page is what a piece of JavaScript sees while it is built."""
    return f"""
    import fs from "node:fs"; import os from "node:os"; import {{ execSync }} from "node:child_process";
    fs.mkdirSync("dist", {{ recursive: true }});
    const seen = await (async () => ({expression}))();
    fs.writeFileSync("dist/index.html", JSON.stringify(seen));
    """


def build_seen(runner, tmp_path, bundle, log, expression):
    compile_sources(BUILD, tiny_sources(tmp_path / "s", report(expression)), runner, bundle, log)
    return json.loads((bundle / "index.html").read_text())


def test_without_an_engine_the_local_runner_serves_development(monkeypatch, settings, log):
    settings.LOCAL = True
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")

    assert runners.choose(log).name == "local"
    assert log.text == "No Docker Engine is reachable; the local runner builds on this machine.\n"


def test_without_an_engine_nothing_is_built_elsewhere(monkeypatch, settings, log):
    settings.LOCAL = False
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")

    with pytest.raises(BuildInterrupted, match="without LOCAL nothing is built"):
        runners.choose(log)


def test_engine_is_chosen_where_one_answers(needs_docker, log):
    assert runners.choose(log).name == "docker"


def test_local_build_sees_nothing_of_our_environment(needs_node, tmp_path, bundle, log, monkeypatch):
    monkeypatch.setenv("DJANGO_SECRET_KEY", "canary")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")

    seen = build_seen(LocalRunner(), tmp_path, bundle, log, "process.env")

    assert "canary" not in seen.values()
    ours = {name for name in seen if not name.lower().startswith("npm_")}
    allowed = {"PATH", "HOME", "LANG", "INIT_CWD", "NODE", "COLOR", "EDITOR", "PWD", "SHLVL", "_", "OLDPWD"}
    allowed |= {"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"}
    assert {name.upper() for name in ours} - allowed == set()


def test_local_build_does_not_change_the_sources(needs_node, tmp_path, bundle, log):
    sources = tiny_sources(tmp_path / "s")
    compile_sources(BUILD, sources, LocalRunner(), bundle, log)

    assert sorted(path.name for path in sources.iterdir()) == [
        "build.mjs",
        "package-lock.json",
        "package.json",
    ]


SLEEP = "await new Promise(() => setInterval(() => {}, 1000))"


@pytest.fixture(params=["local", "docker"])
def runner(request):
    if request.param == "docker":
        return request.getfixturevalue("engine")
    request.getfixturevalue("needs_node")
    return LocalRunner()


def test_step_that_takes_too_long_is_stopped(runner, tmp_path, log):
    sources = tiny_sources(tmp_path / "s", SLEEP)
    started = time.monotonic()

    with (
        runner.workplace(BUILD, "jspsych", sources) as place,
        pytest.raises(BuildUserError, match="took too long"),
    ):
        place.run("compile", network=False, deadline=started + 1.5, log=log)
    assert time.monotonic() - started < 15


def test_step_is_stopped_when_the_build_is_lost(runner, tmp_path, log):
    sources = tiny_sources(tmp_path / "s", f"console.log('begun'); {SLEEP}")

    def lost():
        if "begun" in log.text:
            raise BuildLost

    log.pulse = lost
    with runner.workplace(BUILD, "jspsych", sources) as place, pytest.raises(BuildLost):
        place.run("compile", network=False, deadline=time.monotonic() + 60, log=log)


def test_failing_step_is_named(runner, tmp_path, bundle, log):
    sources = tiny_sources(tmp_path / "s", "process.exit(3)")

    with pytest.raises(BuildUserError, match="The step “compile” failed with exit code 3"):
        compile_sources(BUILD, sources, runner, bundle, log)


def test_repository_without_a_lock_file_is_told_so(runner, tmp_path, bundle, log):
    sources = tiny_sources(tmp_path / "s")
    (sources / "package-lock.json").unlink()

    with pytest.raises(BuildUserError, match="The step “dependencies” failed with exit code 2"):
        compile_sources(BUILD, sources, runner, bundle, log)
    assert "needs a package.json and a package-lock.json" in log.text


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("", "left no folder dist/"),
        ("fs.mkdirSync('dist')", "left no dist/index.html"),
        ("fs.mkdirSync('dist'); fs.symlinkSync('/etc/passwd', 'dist/index.html')", "link or a device"),
        ("fs.mkdirSync('dist'); fs.symlinkSync('/proc/self', 'dist/self')", "link or a device"),
        ("fs.symlinkSync('/etc', 'dist')", "left no folder dist/|link or a device"),
    ],
)
def test_output_that_is_no_bundle_is_refused(runner, tmp_path, bundle, log, script, problem):
    sources = tiny_sources(tmp_path / "s", f"import fs from 'node:fs'; {script}")

    with pytest.raises(BuildUserError, match=problem):
        compile_sources(BUILD, sources, runner, bundle, log)


def test_settings_of_a_repository_are_set_aside(runner, tmp_path, bundle, log):
    sources = tiny_sources(tmp_path / "s")
    (sources / ".npmrc").write_text("registry=http://169.254.169.254/\n")

    compile_sources(BUILD, sources, runner, bundle, log)
    assert (bundle / "index.html").is_file()


def test_leftovers_of_a_killed_worker_are_removed_by_the_next_attempt(engine, tmp_path, bundle, log):
    labels = {"vitrine": "build", "build": str(BUILD.uuid), "fence": "0"}
    docker.connect().volumes.create(labels=labels)

    compile_sources(BUILD, tiny_sources(tmp_path / "s"), engine, bundle, log)
    assert docker.ours(docker.connect(), build=BUILD.uuid) == []


def test_demo_is_built_in_containers(engine, tmp_path, bundle, log):
    compile_sources(BUILD, DEMO, engine, bundle, log)

    assert (bundle / "index.html").is_file()
    assert list(bundle.glob("assets/experiment-*.js"))


def test_compiler_in_a_container_has_no_network_and_no_rights(engine, tmp_path, bundle, log):
    seen = build_seen(
        engine,
        tmp_path,
        bundle,
        log,
        """{
          net: Object.keys(os.networkInterfaces()),
          fetched: await fetch("https://example.com/", {signal: AbortSignal.timeout(3000)})
            .then(() => true, () => false),
          user: os.userInfo().uid,
          status: fs.readFileSync("/proc/self/status", "utf8"),
          written: (() => { try { fs.writeFileSync("/usr/x", ""); return true; } catch { return false; } })(),
          docker: fs.existsSync("/var/run/docker.sock"),
          env: process.env,
        }""",
    )

    assert (seen["net"], seen["fetched"], seen["user"]) == (["lo"], False, 10001)
    assert "NoNewPrivs:\t1" in seen["status"]
    assert "CapEff:\t0000000000000000" in seen["status"]
    assert (seen["written"], seen["docker"]) == (False, False)
    assert not [name for name in seen["env"] if "SECRET" in name or "DJANGO" in name]


def test_memory_of_a_container_is_bounded(engine, tmp_path, bundle, log, monkeypatch):
    monkeypatch.setattr(
        containers, "LIMITS", containers.LIMITS | {"mem_limit": "128m", "memswap_limit": "128m"}
    )
    script = "const kept = []; for (;;) kept.push(Buffer.alloc(8 << 20, 1));"

    with pytest.raises(BuildUserError, match="of memory and was stopped"):
        compile_sources(BUILD, tiny_sources(tmp_path / "s", script), engine, bundle, log)


#: What a hostile build does -> the limit that stops it, made small where it would take long.
ATTACKS = {
    "fork bomb": (
        """import { spawn } from "node:child_process";
        setInterval(() => { try { spawn("sleep", ["60"]).on("error", () => {}); } catch {} }, 2);""",
        "started more than 256 processes at once",
    ),
    "full disk": (
        """import fs from "node:fs"; fs.mkdirSync("full"); let n = 0;
        setInterval(() => fs.writeFileSync(`full/${n++}`, Buffer.alloc(8 << 20, 1)), 20);""",
        "wrote more than 0 GiB to the disk",
    ),
    "silence": (SLEEP, "said nothing for 2 seconds"),
    "flood": (
        "import fs from 'node:fs'; for (;;) fs.writeSync(1, 'x'.repeat(5000) + '\\n');",
        "wrote more than 1000000 bytes of log",
    ),
    "deaf to SIGTERM": (
        f"process.on('SIGTERM', () => {{}}); setInterval(() => console.log('here'), 500); {SLEEP}",
        "took too long and was stopped",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_build_is_stopped_at_its_limit_while_another_finishes(
    engine, tmp_path, bundle, log, monkeypatch, attack
):
    script, problem = ATTACKS[attack]
    monkeypatch.setattr(watching, "DISK", 100 * 1024**2)
    if attack == "silence":
        monkeypatch.setattr(following, "SILENCE", 2)
    if attack == "flood":
        monkeypatch.setattr(following, "MOST", 1_000_000)
    seconds = 6 if attack == "deaf to SIGTERM" else 90

    def beside():
        other = SimpleNamespace(uuid=uuid4(), fence=1, study=BUILD.study)
        compile_sources(other, tiny_sources(tmp_path / "beside"), engine, bundle, Log())

    with (
        ThreadPoolExecutor(1) as pool,
        engine.workplace(BUILD, "jspsych", tiny_sources(tmp_path / "s", script)) as place,
    ):
        with pytest.raises(BuildUserError, match=problem):
            other = pool.submit(beside)
            place.run("compile", network=False, deadline=time.monotonic() + seconds, log=log)
        other.result()
    assert (bundle / "index.html").is_file()


#: What is asked for from inside while dependencies are fetched; `git` and `http` never reach a program of
LOOK_ROUND = Path(__file__).with_name("look_round.mjs")


def test_fetching_dependencies_reaches_the_registries_alone(engine, tmp_path, log, monkeypatch):
    """The step runs no script of the repository; here it is made to, to see what one could reach."""
    with socket.create_server(("0.0.0.0", 0)) as ours:  # noqa: S104  such as our database
        script = LOOK_ROUND.read_text().replace("HOST_PORT", str(ours.getsockname()[1]))
        with engine.workplace(BUILD, "jspsych", tiny_sources(tmp_path / "s", script)) as place:
            create = place._create
            monkeypatch.setattr(place, "_create", lambda step, **way: create("compile", **way))
            place.run("dependencies", network=True, deadline=time.monotonic() + 60, log=log)

    seen = json.loads(log.text.partition("SEEN ")[2].partition("\n")[0])
    assert (seen["direct"], seen["name"], seen["registry"]) == ([False] * 4, False, "200")
    assert seen["proxied"] == ["403"] * 4
    assert not [name for name in seen["environment"] if "SECRET" in name or "DJANGO" in name]


def test_links_in_what_is_sent_stay_links(tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "x").symlink_to("/etc/passwd")

    with tar_of(tmp_path / "s", top="dist") as stream, tarfile.open(fileobj=stream) as tar:
        assert tar.getmember("dist/x").issym()
    with tar_of(tmp_path / "s", top="dist") as stream, pytest.raises(BuildUserError):
        unpacking.unpack_tar(stream, tmp_path, top="dist")


class Cable:
    """Leads a socket to the Engine's, until it is cut."""

    def __init__(self, path):
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen(50)
        self.open = [self.server]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with suppress(OSError):
            while True:
                near, _ = self.server.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect("/var/run/docker.sock")
                self.open += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._lead, args=pair, daemon=True).start()

    def _lead(self, one, other):
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)

    def cut(self):
        for end in self.open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def test_engine_that_is_lost_interrupts_the_build_and_the_next_attempt_clears_away(
    engine, tmp_path, bundle, log, monkeypatch
):
    if not Path("/var/run/docker.sock").exists():
        pytest.skip("The Engine is not at its usual socket.")
    cable = Cable(tmp_path / "engine.sock")
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/engine.sock")
    lost = DockerRunner(docker.connect())
    sources = tiny_sources(tmp_path / "s", f"console.log('begun'); {SLEEP}")
    log.pulse = lambda: "begun" in log.text and cable.cut()

    with pytest.raises(BuildInterrupted, match="The Docker Engine failed"):
        compile_sources(BUILD, sources, lost, bundle, log)
    monkeypatch.delenv("DOCKER_HOST")
    assert docker.ours(docker.connect(), build=BUILD.uuid) != []

    compile_sources(BUILD, tiny_sources(tmp_path / "t"), engine, bundle, Log())
    assert docker.ours(docker.connect(), build=BUILD.uuid) == []
