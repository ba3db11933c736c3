# SPDX-License-Identifier: Apache-2.0
"""Every laptop is gone; what is left is a paper and a copy of the folder."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from tests.helpers.commands import CommandLine
from tests.helpers.pdf_reading import page_texts


@pytest.fixture
def team(command: CommandLine) -> tuple[Path, str]:
    """An admin's workspace with an incident, synced."""
    joy = command.found()
    incident = command.opened(joy)
    command.json("log", joy, incident, "Generator 2 started")
    command.json("sync", joy)
    return joy, incident


def printed(command: CommandLine, workspace: Path, name: str = "kit") -> tuple[Path, Path]:
    """A page and a file of words."""
    out, words = command.base / f"{name}.pdf", command.base / f"{name}.txt"
    command.json("recovery-kit", workspace, "--out", out, "--words-file", words)
    return out, words


def recover(command: CommandLine, words: Path, folder: Path, name: str = "new") -> list[str | Path]:
    return [
        *("recover", command.base / name, "--folder", folder, "--words-file", words),
        *("--member", "Rita Vale", "--kdf-memory", "64"),
    ]


def test_a_kit_is_one_page_and_a_file_of_words_for_its_owner_alone(
    command: CommandLine, team: tuple[Path, str]
) -> None:
    out, words = command.base / "kit.pdf", command.base / "kit.txt"
    told = command.json("recovery-kit", team[0], "--out", out, "--words-file", words)
    assert told["out"] == str(out)
    assert told["fingerprint"] == command.json("status", team[0])["fingerprint"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (out, words)} == {0o600}
    (text,) = page_texts(out.read_bytes())
    assert all(word in text for word in words.read_text().splitlines()[0].split())
    assert told["fingerprint"] in text
    kit = next(line for line in command.json("members", team[0]) if line["kind"] == "recovery kit")
    assert (kit["code"], kit["role"], kit["state"]) == (told["code"], "admin", "active")


def test_a_new_laptop_from_the_kit_and_one_copy_of_the_folder(command: CommandLine, team: tuple[Path, str]) -> None:
    joy, incident = team
    _, words = printed(command, joy)
    state = command.json("status", joy)["state_hash"]
    stick = Path(shutil.copytree(command.base / "share", command.base / "stick"))
    shutil.rmtree(joy)
    shutil.rmtree(command.base / "share")
    made = command.json(*recover(command, words, stick))
    assert made == {"station": "RV", "state_hash": state}
    new = command.base / "new"
    assert [entry["text"] for entry in command.json("entries", new, incident)][-1] == "Generator 2 started"
    command.json("log", new, incident, "We go on from paper")
    again = command.json(*recover(command, words, stick))
    assert again["station"] == "RV"
    states = {line["code"]: line["state"] for line in command.json("members", new)}
    assert states == {"JO": "active", "KIT1": "active", "RV": "active"}
    assert command.json("revoke", new, "JO")["station"]


def test_who_comes_in_with_the_kit_is_told_of_the_only_folder_it_has(
    command: CommandLine, team: tuple[Path, str]
) -> None:
    joy, incident = team
    _, words = printed(command, joy)
    stick = Path(shutil.copytree(command.base / "share", command.base / "stick"))
    ran = command(*recover(command, words, stick))
    assert f"It syncs with {stick} and no other folder: add the one that other laptops use (folder add)" in ran.out
    new = command.base / "new"
    assert [line["path"] for line in command.json("folder", "list", new)] == [str(stick)]
    command.json("folder", "add", new, command.base / "share")
    command.json("folder", "remove", new, stick)
    command.json("log", new, incident, "Back from paper")
    command.json("sync", new)
    command.json("sync", joy)
    assert "Back from paper" in [entry["text"] for entry in command.json("entries", joy, incident)]


def test_the_kit_in_hand_is_tried_without_using_it_up(command: CommandLine, team: tuple[Path, str]) -> None:
    _, words = printed(command, team[0])
    told = command.json("recovery-kit", team[0], "--check", "--words-file", words)
    assert (told["state"], told["code"]) == ("current", "KIT1")
    typed = command.base / "typed"
    typed.write_text("\n".join(f"{n}. {word}" for n, word in enumerate(words.read_text().split()[:24], start=1)))
    assert "are the current recovery kit" in command("recovery-kit", team[0], "--check", "--words-file", typed).out
    printed(command, team[0], "newer")
    refused = command("recovery-kit", team[0], "--check", "--words-file", words)
    assert (refused.code, refused.out) == (1, "")
    assert "was retired" in refused.err
    assert "was retired" in command(*recover(command, words, command.base / "share")).err
    assert not (command.base / "new").exists()


def test_nothing_is_overwritten_and_no_kit_is_made_for_a_place_that_will_not_do(
    command: CommandLine, team: tuple[Path, str]
) -> None:
    out, words = printed(command, team[0])
    page, text = out.read_bytes(), words.read_text()
    refused_ways: list[tuple[list[str | Path], str]] = [
        (["--out", out], "is there already"),
        (["--out", command.base / "b.pdf", "--words-file", words], "is there already"),
        (["--out", command.base / "nowhere" / "b.pdf"], "cannot be written"),
        (["--out", command.base / "b.pdf", "--words-file", command.base / "b.pdf"], "a file each"),
    ]
    for options, says in refused_ways:
        refused = command("recovery-kit", team[0], *options)
        assert (refused.code, refused.out, len(refused.err.splitlines())) == (1, "", 1)
        assert says in refused.err
    assert (out.read_bytes(), words.read_text()) == (page, text)
    assert not (command.base / "b.pdf").exists()
    assert len(command.json("members", team[0])) == 2


def test_a_kit_keeps_its_role_and_everybody_hears_of_its_use(command: CommandLine, team: tuple[Path, str]) -> None:
    joy, _ = team
    _, words = printed(command, joy)
    refused = command("role", joy, "KIT1", "viewer")
    assert refused.code == 1
    assert "KIT1 is a recovery kit" in refused.err
    command.json("sync", joy)
    command.json(*recover(command, words, command.base / "share"))
    command.json("sync", command.base / "new")
    assert "The recovery kit was used. Rita Vale" in command("sync", joy).err
    assert "recovery kit" not in command("sync", joy).err


def test_only_an_admin_prints(command: CommandLine, team: tuple[Path, str]) -> None:
    sam = command.admitted(team[0])
    refused = command("recovery-kit", sam, "--out", command.base / "kit.pdf")
    assert refused.code == 1
    assert "may not print a recovery kit" in refused.err
    assert not (command.base / "kit.pdf").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("zoo " * 23, "There are 23 words"),
        ("zoo " * 23 + "zooo", "Word 24 is not in the list"),
        ("zoo " * 24, "One of the words is wrong"),
        ("zoo " * 23 + "vote", "no recovery kit of"),
        ("", "There are 0 words"),
    ],
)
def test_words_that_will_not_do_are_told_in_one_line_and_make_nothing(
    command: CommandLine, team: tuple[Path, str], text: str, says: str
) -> None:
    words = command.base / "words"
    words.write_text(text)
    refused = command(*recover(command, words, command.base / "share"))
    assert (refused.code, refused.out, len(refused.err.splitlines())) == (1, "", 1)
    assert says in refused.err
    assert "zoo" not in refused.err
    assert not (command.base / "new").exists()


def test_a_new_kit_that_no_folder_has_is_told(command: CommandLine) -> None:
    path = command.base / "alone"
    command.json("create", path, "--team", "Harbour", "--member", "Joy Okafor", "--kdf-memory", "64")
    ran = command("recovery-kit", path, "--out", command.base / "kit.pdf")
    assert ran.code == 0
    assert "No shared folder has the new kit yet" in ran.err


def test_what_is_asked_for_must_be_clear(command: CommandLine, team: tuple[Path, str]) -> None:
    unclear: list[list[str | Path]] = [[], ["--check"], ["--check", "--out", command.base / "kit.pdf"]]
    assert [command("recovery-kit", team[0], *options).code for options in unclear] == [2, 2, 2]


def test_removing_the_only_kit_is_told_as_what_it_means(command: CommandLine, team: tuple[Path, str]) -> None:
    printed(command, team[0])
    removed = command("revoke", team[0], "KIT1")
    assert removed.code == 0
    assert "That was the only recovery kit" in removed.err
    assert "if every laptop is lost now, nobody reads the record again" in removed.err
