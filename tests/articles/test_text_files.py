"""Text files: the text is the file's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.inputs import BODY, one, read, write


@pytest.mark.parametrize("content", ["One\r\n\r\nTwo\r\n", "One\n\nTwo", "One\rTwo", " One “two” \n"])
def test_text_is_the_files_own(folder: Path, content: str) -> None:
    path = write(folder, "a.txt", content)
    assert one(path).text == content


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfOne \xe2\x80\x9ctwo\xe2\x80\x9d", "One “two”".encode("utf-16")])
def test_text_can_be_read_again_in_the_encoding_that_is_given(folder: Path, content: bytes) -> None:
    path = write(folder, "a.txt", content)
    articles, _ = read(path)
    with path.open(encoding=articles[0].encoding, newline="") as handle:
        assert handle.read() == articles[0].text == "One “two”"


def test_windows_text_is_read_with_a_warning(folder: Path) -> None:
    articles, problems = read(write(folder, "a.txt", "The mayor’s “plan” – £5m".encode("cp1252")))
    assert (articles[0].encoding, articles[0].text) == ("cp1252", "The mayor’s “plan” – £5m")
    assert [row.severity for row in problems] == ["warning"]


def test_a_named_file_of_unknown_type_is_read_as_text(folder: Path) -> None:
    assert one(write(folder, "story.lmn", BODY)).text == BODY
