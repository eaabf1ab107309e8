"""A branch in git as a history: what is published, and what gives way to what."""

from contextlib import closing
from pathlib import Path

import pytest

from reportgen.history import Store, upkeep
from reportgen.history.places import ChangedMeanwhileError, Git
from reportgen.history.places.git_program import GitError
from reportgen.wording import load, speaking
from tests.history.places.branches import BRANCH, files, git, publish
from tests.history.places.runs import run


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for others, where there are none."""
    monkeypatch.setattr("time.sleep", lambda _: None)


def test_the_branch(address: str, bare: Path, environ: dict[str, str]) -> None:
    """It shares no commit with others, each command is one commit, and nothing derived is in it."""
    with closing(Git(address, environ)) as place:
        for name in ("runs/a", "runs/b"):
            place.add(name, b"")
        place.replace("index/a", b"")
        place.publish()
        place.remove("runs/a")
        place.add("runs/c", b"")
        place.publish()
        place.publish()
    log = git("-C", bare, "log", "--format=%s|%an <%ae>|%cn <%ce>", BRANCH).splitlines()

    who = "reportgen <reportgen@localhost>"
    assert [f"Add 1 file; Remove 1 file|{who}|{who}", f"Add 2 files|{who}|{who}"] == log
    assert ["runs/b", "runs/c"] == files(bare)
    assert [f"refs/heads/{BRANCH}"] == git(
        "-C", bare, "for-each-ref", "--format=%(refname)"
    ).splitlines()


def test_what_a_commit_says_does_not_depend_on_the_language(
    address: str, bare: Path, environ: dict[str, str]
) -> None:
    """The history of the branch is read for years, and by more people than spoke that day."""
    with speaking(load("de")), closing(Git(address, environ)) as place:
        place.add("runs/a", b"")
        place.add("runs/b", b"")
        place.publish()

    assert "Add 2 files" == git("-C", bare, "log", "--format=%s", BRANCH)


def test_other_files_of_the_branch_stay(
    address: str, bare: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    """What people put there is none of ours: it stays, with its rights, and is no record."""
    tree = tmp_path / "tree"
    git("init", "--quiet", "--initial-branch", BRANCH, tree, env=environ)
    (tree / "README.md").write_text("hello")
    (tree / "runs").mkdir()
    (tree / "runs" / "run.sh").write_text("#!/bin/sh")
    (tree / "runs" / "run.sh").chmod(0o755)
    (tree / "runs" / "link").symlink_to("/etc/passwd")
    git("-C", tree, "add", ".", env=environ)
    who = ("-c", "user.name=me", "-c", "user.email=me@localhost")
    git("-C", tree, *who, "commit", "--quiet", "--message", "mine", env=environ)
    git("-C", tree, "push", "--quiet", bare, BRANCH, env=environ)
    with closing(Git(address, environ)) as place:
        place.add("runs/a", b"")
        place.publish()
        names = list(place.names("runs"))

    assert ["README.md", "runs/a", "runs/link", "runs/run.sh"] == files(bare)
    assert ["runs/a", "runs/run.sh"] == names
    assert "100755" == git("-C", bare, "ls-tree", BRANCH, "runs/run.sh").split()[0]


def test_others_were_faster(address: str, bare: Path, environ: dict[str, str]) -> None:
    """What is added goes on top of what others added, also where they made the branch."""
    with closing(Git(address, environ)) as place:
        place.add("runs/mine", b"")
        publish(address, environ, "runs/theirs")
        place.publish()
        place.add("runs/more", b"")
        publish(address, environ, "runs/others")
        place.publish()
        names = list(place.names("runs"))

    assert ["runs/mine", "runs/more", "runs/others", "runs/theirs"] == names == files(bare)
    assert "4" == git("-C", bare, "rev-list", "--count", BRANCH)


def test_two_add_the_same(address: str, bare: Path, environ: dict[str, str]) -> None:
    """The first has the name; who comes second has nothing more to publish."""
    with closing(Git(address, environ)) as place:
        place.add("runs/a", b"mine")
        publish(address, environ, "runs/a", b"theirs")
        place.publish()

        assert b"theirs" == place.read("runs/a")
    assert "1" == git("-C", bare, "rev-list", "--count", BRANCH)


def test_removing_what_others_may_need(address: str, environ: dict[str, str]) -> None:
    """Nothing is removed where others added meanwhile: it has to be decided anew."""
    publish(address, environ, "names/a")
    with closing(Git(address, environ)) as place:
        place.remove("names/a")
        publish(address, environ, "runs/needs-a")
        with pytest.raises(ChangedMeanwhileError):
            place.publish()

        assert ["names/a"] == list(place.names("names"))
        assert ["runs/needs-a"] == list(place.names("runs"))


def test_adding_what_may_need_what_others_removed(address: str, environ: dict[str, str]) -> None:
    """Nothing is added where others removed meanwhile: it has to be made anew."""
    publish(address, environ, "names/a")
    with closing(Git(address, environ)) as place, closing(Git(address, environ)) as other:
        place.add("runs/needs-a", b"")
        other.remove("names/a")
        other.publish()
        with pytest.raises(ChangedMeanwhileError):
            place.publish()
        place.add("runs/needs-a", b"")
        place.publish()

        assert ["runs/needs-a"] == list(place.names("runs"))


def test_a_branch_that_was_deleted(address: str, bare: Path, environ: dict[str, str]) -> None:
    """Who deletes the branch while a run is recorded gets it back with that run alone."""
    publish(address, environ, "runs/old")
    with closing(Git(address, environ)) as place:
        place.add("runs/new", b"")
        git("-C", bare, "branch", "-D", BRANCH)
        with pytest.raises(ChangedMeanwhileError):
            place.publish()
        place.add("runs/new", b"")
        place.publish()

    assert ["runs/new"] == files(bare)


def test_a_remote_that_refuses(address: str, bare: Path, environ: dict[str, str]) -> None:
    """A protected branch is tried three times, and the reason is told; nothing is recorded."""
    hook = bare / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no pushing here >&2\nexit 1\n")
    hook.chmod(0o755)
    with closing(Git(address, environ)) as place:
        place.add("runs/a", b"")
        with pytest.raises(GitError) as caught:
            place.publish()

    assert (
        "[remote rejected] (pre-receive hook declined); remote: no pushing here; "
        "nothing was published in 3 tries"
    ) == str(caught.value)
    assert "" == git("-C", bare, "for-each-ref")


def test_others_publish_all_the_time(
    address: str, bare: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trying ends after a minute of waiting, and what others published is untouched."""
    monkeypatch.setattr("random.uniform", lambda _, longest: longest)
    names = iter(range(1000))
    real = Git._push

    def push(self: Git) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Git, "_push", real)
            publish(address, environ, f"runs/{next(names)}")
        real(self)

    with closing(Git(address, environ)) as place:
        place.add("runs/mine", b"")
        monkeypatch.setattr(Git, "_push", push)
        with pytest.raises(
            GitError, match="others published all the time; nothing was published in 14 tries"
        ):
            place.publish()

    assert sorted(f"runs/{number}" for number in range(14)) == files(bare)


def test_a_name_that_is_none(address: str, environ: dict[str, str]) -> None:
    """No name leads out of the branch, or to a second command of the import."""
    with closing(Git(address, environ)) as place:
        for name in ("", "../a", "runs//a", "runs/.git", 'runs/"a', "runs/a\nD runs", "runs/a "):
            with pytest.raises(OSError, match="is no name"):
                place.add(name, b"")


def test_a_damaged_record(address: str, bare: Path, environ: dict[str, str]) -> None:
    """A damaged record is told as it is in a folder."""
    with closing(Git(address, environ)) as place:
        store = Store(place)
        store.record(run(0))
        place.publish()
        place.add("runs/2025/09/20250916T133500Z-0000000001.json.gz", b"broken")
        place.publish()
        store.forget()
        damage = list(upkeep.verify(store))

    assert ["runs/2025/09/20250916T133500Z-0000000001.json.gz"] == [each.name for each in damage]
    assert ["names", "runs", "runs"] == [name.split("/")[0] for name in files(bare)]
