"""Files and folders wherever pyarrow finds a file system: this machine, S3, Google Cloud Storage, HDFS."""

from __future__ import annotations

import io
import json
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast

import pyarrow as pa
from pyarrow import fs

from mathequiv.errors import InputError
from mathequiv.scoring.sources import expand, may_hold_rows
from mathequiv.scoring.summary import natural
from mathequiv.scoring.targets import WriteError

__all__ = ["Place", "files_under", "place"]

_URI: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/{1,3}(.+)")
"""A URI, or the path that `pathlib` makes of one by taking a slash away; one letter is a drive of Windows."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder.

    Attributes:
        name: what the user calls it: a path of this machine, or a URI.
        system: its file system.
        path: its path there, absolute: a worker has a folder of its own.
    """

    name: str
    system: fs.FileSystem
    path: str

    @property
    def local(self) -> Path | None:
        """Its path on this machine; None if it is elsewhere."""
        return Path(self.path) if isinstance(self.system, fs.LocalFileSystem) else None

    def child(self, name: str) -> Place:
        """A file in the folder."""
        return Place(f"{self.name.rstrip('/')}/{name}", self.system, f"{self.path.rstrip('/')}/{name}")

    def exists(self) -> bool:
        """Whether it is there."""
        return bool(self.system.get_file_info(self.path).type != fs.FileType.NotFound)

    def names(self) -> list[str]:
        """The names in the folder, none if it is not there."""
        selector = fs.FileSelector(self.path, allow_not_found=True)
        return [info.base_name for info in self.system.get_file_info(selector)]

    def open(self) -> IO[bytes]:
        """The file, to read and to seek in.

        Raises:
            OSError: it cannot be opened.
        """
        return cast("IO[bytes]", io.BufferedReader(self.system.open_input_file(self.path)))

    def make(self) -> None:
        """Make the folder, where it is not there."""
        self.system.create_dir(self.path, recursive=True)

    def remove(self) -> None:
        """Remove the file, where it is there."""
        if self.exists():
            self.system.delete_file(self.path)

    def write(self, fill: Callable[[Any], None]) -> None:
        """Write the file whole or not at all, over one that is there.

        Args:
            fill: writes what is in it to an open file.

        Raises:
            WriteError: it cannot be written.
        """
        folder, _, name = self.path.rpartition("/")
        # A name of its own: what a killed process left, or one that still runs, is not written over.
        part = f"{folder}/.{name}.{secrets.token_hex(4)}.part"
        try:
            try:
                with self.system.open_output_stream(part) as stream:
                    fill(stream)
                self.system.move(part, self.path)
            except BaseException:
                if self.system.get_file_info(part).type != fs.FileType.NotFound:
                    self.system.delete_file(part)
                raise
        except OSError as error:
            raise WriteError(f"cannot be written: {error.strerror or error}", self.name) from None

    def write_json(self, value: Mapping[str, Any]) -> None:
        """Write a JSON file whole or not at all.

        Raises:
            WriteError: it cannot be written.
        """
        text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
        self.write(lambda stream: stream.write(text.encode("utf-8", "backslashreplace")))

    def read_json(self) -> dict[str, Any] | None:
        """A JSON object; None if there is no file, an empty one if it holds something else."""
        if not self.exists():
            return None
        with self.open() as file:
            try:
                value = json.loads(file.read())
            except ValueError:
                return {}
        return value if isinstance(value, dict) else {}


def place(name: str | Path) -> Place:
    """The place of that name.

    Args:
        name: a path of this machine, or a URI such as ``s3://bucket/folder``.

    Raises:
        InputError: no file system goes by the URI.
    """
    given = _URI.fullmatch(str(name))
    if given is None:
        return Place(str(name), fs.LocalFileSystem(), str(Path(name).absolute()))
    scheme, rest = given.groups()
    uri = f"{scheme}:///{rest}" if scheme == "file" else f"{scheme}://{rest}"
    try:
        system, path = fs.FileSystem.from_uri(uri)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise InputError(f"cannot be opened: {error}", uri) from None
    return Place(uri, system, path)


def files_under(names: Sequence[str | Path]) -> list[Place]:
    """The files of paths, patterns, folders and URIs, in natural order.

    Args:
        names: as the user gave them. In a folder, all files count that `may_hold_rows`.

    Raises:
        InputError: nothing is there, or a file is named twice.
    """
    found: list[Place] = []
    for name in names:
        is_uri = _URI.fullmatch(str(name)) is not None
        found.extend(_files_of(place(name)) if is_uri else map(place, expand([Path(name)])))
    if len({one.name for one in found}) < len(found):
        twice = next(one for number, one in enumerate(found) if one.name in {other.name for other in found[:number]})
        raise InputError("given twice", twice.name)
    return found


def _files_of(here: Place) -> Iterator[Place]:
    info = here.system.get_file_info(here.path)
    if info.type == fs.FileType.NotFound:
        raise InputError("does not exist", here.name)
    if info.type == fs.FileType.File:
        yield here
        return
    files = [
        one.path
        for one in here.system.get_file_info(fs.FileSelector(here.path, recursive=True))
        if one.type == fs.FileType.File and may_hold_rows(one.base_name)
    ]
    if not files:
        raise InputError("contains no file that can be read", here.name)
    for path in sorted(files, key=natural):
        yield here.child(path[len(here.path) :].lstrip("/"))
