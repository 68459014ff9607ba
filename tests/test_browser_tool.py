"""The tool that finds a browser: what it prints is the browser's path, and nothing else."""

import sys

import pytest

from tools import browser


def prints(text):
    """A command that prints to both of its outputs, as package managers do."""
    return (sys.executable, "-c", f"import sys; print({text!r}); print({text!r}, file=sys.stderr)")


def test_what_an_installer_prints_is_no_part_of_the_path(monkeypatch, capfd):
    found = iter([None, "/a/browser"])
    monkeypatch.setattr(browser, "find", lambda: next(found))
    monkeypatch.setattr(browser, "install", lambda: browser.run(*prints("Setting up chromium")))
    monkeypatch.setattr(browser, "install_engines", lambda: browser.run(*prints("Setting up xvfb")))
    monkeypatch.setattr(sys, "argv", ["browser", "--install"])
    assert browser.main() == 0
    out, err = capfd.readouterr()
    assert out == "/a/browser\n"
    assert err.count("Setting up chromium") == err.count("Setting up xvfb") == 2


def test_no_browser_is_a_sentence_and_no_path(monkeypatch, capfd):
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser, "install", lambda: None)
    monkeypatch.setattr(sys, "argv", ["browser", "--install"])
    assert browser.main() == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert browser.HELP in err


@pytest.mark.parametrize(("code", "well"), [("0", True), ("3", False)])
def test_a_command_says_whether_it_went_well(code, well):
    assert browser.run(sys.executable, "-c", f"raise SystemExit({code})") is well
    assert not browser.run("/no/such/program")
