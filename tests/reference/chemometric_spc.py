"""Writes SPC files from arrays, by the structures of Galactic's SPC.H alone."""

import struct

import numpy as np

FLOAT = -128
XNMETR, XWAVEN, XUMETR = 3, 1, 2
YABSRB, YKMONK, YLOGDR, YPERCNT, YREFLEC = 2, 3, 10, 11, 129
TSPREC, TMULTI, TORDRD, TALABS, TXYXYS, TXVALS = 1, 4, 16, 32, 64, 128


def packed_date(year, month, day, hour, minute):
    return year << 20 | month << 16 | day << 11 | hour << 6 | minute


def stored(y, exponent, bits):
    """Ordinates as a file has them, and what they stand for."""
    if exponent == FLOAT:
        y = np.asarray(y, "f4")
        return y, y.astype(float)
    scale = 2.0 ** (exponent - bits)
    whole = np.rint(np.asarray(y) / scale).astype({16: "i2", 32: "i4"}[bits])
    return whole, whole * scale


def swapped(data, order):
    return data.astype(data.dtype.newbyteorder(order)).tobytes()


def subheader(order, exponent, index, points, scans):
    return struct.pack(order + "BbHfffIIf4s", 0, exponent, index, index, index, 0, points, scans, 0, b"")


def header(order, flags, exponent, points, first, last, spectra, x_type, y_type, **more):
    version = {"<": 0x4B, ">": 0x4C}[order]
    head = struct.pack(
        order + "BBBbIddIBBBBI9s9sH8f130s30sIIBBHf48sfIfB187s",
        flags, version, 5, exponent, points, first, last, spectra, x_type, y_type, 0, 0,
        more.get("date", 0), more.get("resolution", b""), more.get("source", b""), 0, *[0.0] * 8,
        more.get("memo", b""), more.get("labels", b""), more.get("log", 0), 0, 0, 0, 0, 1.0, b"",
        0, 0, 0, 0, b"",
    )
    assert len(head) == 512
    return head


def log_block(order, text):
    body = text.encode("cp1252") + b"\0"
    return struct.pack(order + "IIIII44s", 64 + len(body), 4096, 64, 0, 0, b"") + body


def new_file(spectra, x, exponents, *, flags=0, order="<", bits=32, header_exponent=None, types=(XNMETR, YREFLEC), log=None, scans=(40,), **more):
    """A file of the new format with even or common abscissae.

    Returns its bytes and the ordinates that it then holds.
    """
    values = []
    body = b"" if not flags & TXVALS else swapped(np.asarray(x, "f4"), order)
    for i, (y, exponent) in enumerate(zip(spectra, exponents)):
        data, held = stored(y, exponent, bits)
        # Without TMULTI the subfile's exponent does not count.
        written = exponent if flags & TMULTI else 0
        body += subheader(order, written, i, 0, scans[i % len(scans)]) + swapped(data, order)
        values.append(held)
    whole = exponents[0] if header_exponent is None else header_exponent
    place = 512 + len(body) if log else 0
    head = header(order, flags, whole, len(x), x[0], x[-1], len(spectra), *types, log=place, **more)
    return head + body + (log_block(order, log) if log else b""), values


def own_abscissae(spectra, exponent, *, scattered=False, types=(XNMETR, YREFLEC), **more):
    """A file in which every spectrum has abscissae of its own.

    With `scattered` the directory has the first spectrum at the end of the file,
    as GRAMS moves one that has grown, and something else is in its old place.
    """
    flags = TMULTI | TORDRD | TXVALS | TXYXYS
    parts, values = [], []
    for i, (x, y) in enumerate(spectra):
        data, held = stored(y, exponent, 32)
        parts.append(subheader("<", exponent, i, len(x), 0) + swapped(np.asarray(x, "f4"), "<") + swapped(data, "<"))
        values.append(held)
    order = [*range(1, len(parts)), 0] if scattered else list(range(len(parts)))
    body = subheader("<", exponent, 0, 2, 0) + bytes(16) if scattered else b""
    places = {}
    for i in order:
        places[i] = 512 + len(body)
        body += parts[i]
    directory = b"".join(struct.pack("<IIf", places[i], len(parts[i]), i) for i in range(len(parts)))
    at = 512 + len(body) if scattered else 0
    head = header("<", flags, exponent, at, 0, 0, len(parts), *types, **more)
    return head + body + (directory if scattered else b""), values


def old_file(spectra, x, exponents, *, flags=0, bits=32, types=(XNMETR, YREFLEC), when=(0, 0, 0, 0, 0), padding=b""):
    """A file of the old format, of 32-bit ordinates with the words reversed."""
    values, body = [], b""
    for i, (y, exponent) in enumerate(zip(spectra, exponents)):
        data, held = stored(y, exponent, bits)
        if bits == 32:
            data = data.view("<u2").reshape(-1, 2)[:, ::-1]
        body += subheader("<", exponent if flags & TMULTI else 0, i, 0, 0) + data.tobytes()
        values.append(held)
    year, month, day, hour, minute = when
    head = struct.pack(
        "<BBhfffBBHBBBB8sHH7f130s30s",
        flags, 0x4D, exponents[0], len(x), x[0], x[-1], *types, year, month, day, hour, minute,
        b"8 nm", 0, 32, *[0.0] * 7, b"Lab Calc", b"",
    )
    assert len(head) == 224
    return head + body + padding, values
