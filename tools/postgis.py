"""Runs a command with a PostGIS server of its own, and gets PostgreSQL and PostGIS if need be.

`python -m tools.postgis -- COMMAND …` makes a database cluster in a temporary folder, starts it on
a free port of this machine, runs the command with its address in ROUTES_ATLAS_TEST_POSTGIS, and
takes it all away again. With `--install` it asks Debian's packages for what is missing.
"""

import argparse
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.browser import APT_INSTALL, APT_UPDATE, run, say

VARIABLE = "ROUTES_ATLAS_TEST_POSTGIS"

# Where systems keep PostgreSQL's programs when they are not on the path.
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)

HELP = (
    "No PostgreSQL with PostGIS could be found or installed, and these tests need one. Install "
    "both (Debian: apt-get install postgresql-15 postgresql-15-postgis-3; Fedora: dnf install "
    "postgresql-server postgis; macOS: brew install postgis), put the folder of initdb and "
    "postgres on the PATH, and run this again."
)


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, of the newest version that has PostGIS."""
    found = shutil.which("postgres")
    places = [Path(found).resolve().parent] if found else []
    for pattern in PLACES:
        places += sorted(Path("/").glob(pattern.lstrip("/")), key=_version, reverse=True)
    return next(filter(_complete, places), None)


def _version(path: Path) -> int:
    return max((int(number) for number in re.findall(r"\d+", path.parent.name)), default=0)


def _complete(folder: Path) -> bool:
    if not all((folder / name).is_file() for name in ("initdb", "postgres", "pg_config")):
        return False
    told = subprocess.run(
        [folder / "pg_config", "--sharedir"], capture_output=True, text=True, check=False
    )
    return (Path(told.stdout.strip()) / "extension" / "postgis.control").is_file()


def install() -> None:
    """Get both from Debian's packages, where we may."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    say("No PostGIS found: asking apt-get for it.")
    if not run(*APT_UPDATE):
        return
    names = subprocess.run(
        ["apt-cache", "search", "--names-only", r"^postgresql-[0-9]+-postgis-3$"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    found = sorted(filter(re.compile(r"postgresql-\d+-postgis-3$").match, names), key=_major)
    if found:
        # What the command prints is its own: the packages' words go elsewhere.
        run("sh", "-c", f"{' '.join(APT_INSTALL)} postgresql-{_major(found[-1])} {found[-1]} >&2")


def _major(package: str) -> int:
    return int(package.split("-")[1])


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server for as long as it is needed; gives its address, with a password made up for it."""
    user = _user()
    home = Path(tempfile.mkdtemp(prefix="routes-atlas-postgis-"))
    password, port = secrets.token_urlsafe(12), _free_port()
    try:
        _make(folder, home, password, user)
        server = subprocess.Popen(
            [folder / "postgres", "-D", home / "data", "-p", str(port), "-k", str(home),
             "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"],
            user=user, cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=(home / "log").open("wb"),
        )  # fmt: skip
        try:
            address = f"postgresql://atlas:{password}@127.0.0.1:{port}/postgres"
            _wait(address, server, home / "log")
            yield address
        finally:
            server.send_signal(2)  # ends all sessions, then itself
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _user() -> str | None:
    """Whom the server runs as: PostgreSQL refuses root; None is ourselves."""
    if os.geteuid() != 0:
        return None
    import pwd  # which Windows has not, where these tests are only left out

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _make(folder: Path, home: Path, password: str, user: str | None) -> None:
    secret = home / "password"
    secret.write_text(password)
    if user:
        for path in (home, secret):
            shutil.chown(path, user)
    done = subprocess.run(
        [folder / "initdb", "-D", home / "data", "-U", "atlas", "--pwfile", secret,
         "--auth", "scram-sha-256", "-E", "UTF8", "--locale", "C", "--no-sync"],
        user=user, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    secret.unlink()
    if done.returncode:
        raise SystemExit(f"The test database cannot be made: {done.stderr.strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    import psycopg

    until = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(address, connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                text = log.read_text("utf-8", "replace").strip()
                raise SystemExit(f"The test server does not start: {text}") from None
            time.sleep(0.1)


def main() -> int:
    """Run the command; its exit code, or 2 and a sentence where there is no PostGIS."""
    parser = argparse.ArgumentParser(prog="python -m tools.postgis", description=__doc__)
    parser.add_argument("--install", action="store_true", help="get PostGIS if there is none")
    parser.add_argument("command", nargs="+", help="what to run, after --")
    options = parser.parse_args()
    found = programs()
    if found is None and options.install:
        install()
        found = programs()
    if found is None:
        say(HELP)
        return 2
    with serving(found) as address:
        environment = os.environ | {VARIABLE: address}
        return subprocess.run(options.command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
