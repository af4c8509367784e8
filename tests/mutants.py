"""Damaged copies of good files, the same for the same seed: bits, bytes, pieces and whole parts of an archive."""

from __future__ import annotations

import io
import random
import zipfile

STRANGE = (
    b"\x00", b"\xff\xfe", b"\x1b[2J", b'"', b"'", b"<", b"&#0;", b"]]>", b"{", b"[" * 3000, b"-1", b"1e999999",
    b"99999999999999999999", b"XFD1048576", b"null", b"NaN", "\u202e".encode(), b"=cmd()", b"\r\r\n", b"2023-02-30",
)  # fmt: skip


def mutant(good: bytes, rng: random.Random) -> bytes:
    """One to four damages, one after the other."""
    data = bytearray(good)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        length = rng.choice((1, 1, 4, 64))
        match rng.randrange(6):
            case 0 if at < len(data):
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                data[at : at + length] = rng.randbytes(length)
            case 2:
                del data[at : at + length]
            case 3:
                data[at:at] = rng.choice(STRANGE)
            case 4:
                other = rng.randrange(len(data) + 1)
                data[at:at] = data[other : other + length]
            case _ if rng.random() < 0.2:
                del data[at:]
    return bytes(data)


def mutant_of_a_part(good: bytes, rng: random.Random) -> bytes:
    """An archive in which one part is damaged and all sums are right; sometimes the part is missing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as archive, zipfile.ZipFile(out, "w") as copy:
        chosen = rng.choice(archive.namelist())
        for name in archive.namelist():
            content = archive.read(name)
            if name == chosen:
                if rng.random() < 0.05:
                    continue
                content = mutant(content, rng)
            copy.writestr(name, content)
    return out.getvalue()
