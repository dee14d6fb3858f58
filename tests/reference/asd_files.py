"""Writes small ASD files of every version with NumPy's structured types, by the
tables of "ASD File Format: Version 8". asd.py makes the goldens with them.
"""

import numpy as np

HEADER = np.dtype(
    [
        ("co", "S3"), ("comments", "S157"), ("when", "<i2", 9), ("program", "u1"), ("file", "u1"), ("itime", "u1"), ("dc_corr", "u1"), ("dc_time", "<i4"),
        ("data_type", "u1"), ("ref_time", "<i4"), ("ch1_wavel", "<f4"), ("wavel_step", "<f4"), ("data_format", "u1"), ("old_dc_count", "u1"),
        ("old_ref_count", "u1"), ("old_sample_count", "u1"), ("application", "u1"), ("channels", "<u2"), ("app_data", "S128"),
        # GPS_DATA, 56 bytes
        ("heading", "<f8"), ("speed", "<f8"), ("latitude", "<f8"), ("longitude", "<f8"), ("altitude", "<f8"), ("lock", "<i2"), ("mode", "u1"),
        ("clock", "u1", 3), ("gps_flags", "<i2"), ("gps_flags2", "u1"), ("satellites", "u1", 5), ("filler", "u1", 2),
        ("it", "<u4"), ("fo", "<i2"), ("dcc", "<i2"), ("calibration", "<u2"), ("instrument_num", "<u2"), ("limits", "<f4", 4), ("ip_numbits", "<u2"),
        ("xmode", "u1"), ("flags", "u1", 4), ("dc_count", "<u2"), ("ref_count", "<u2"), ("sample_count", "<u2"), ("instrument", "u1"), ("bulb", "<u4"),
        ("gains", "<u2", 4), ("splice1", "<f4"), ("splice2", "<f4"), ("detector", "u1", 27), ("spare", "u1", 5),
    ]
)
assert HEADER.itemsize == 484 and HEADER.fields["latitude"][1] == 350

KINDS = ["<f4", "<i4", "<f8"]


def text(value):
    """A length of two bytes, and the text."""
    value = value if isinstance(value, bytes) else value.encode()
    return np.array(len(value), "<i2").tobytes() + value


def tail(version, channels, calibrations=(), variables=(), bom=False):
    """What follows the reference: all empty but calibrations and variables."""
    out = b""
    if version >= 6:  # classifier: two codes, 20 texts, no constituents
        out += bytes(2) + text("") * 20 + bytes(4)
    if version >= 7:
        out += (b"\xff\xff" if variables else bytes(2)) + np.array(len(variables), "<i2").tobytes()
        shape = np.array(1, "<i2").tobytes() + np.array([len(variables), 0], "<u4").tobytes()
        if variables:
            out += shape + b"".join(text(name) for name, _ in variables)
            out += shape + np.array([value for _, value in variables], "<f4").tobytes()
        else:
            out += bytes(4)
        out += bytes([len(calibrations)])
        for kind, name in calibrations:
            out += bytes([kind]) + name.encode().ljust(20, b"\0") + np.array(17, "<i4").tobytes() + np.array([400, 500], "<i2").tobytes()
        for kind, _ in calibrations:
            out += (np.arange(channels, dtype="<f8") + kind).tobytes()
    if version >= 8:  # no audit events, not signed
        out += bytes(4 + 2) + bytes(1 + 8) + text("") * 7 + bytes(128)
    return out + (b"\xff\xfe\xfd" if bom else b"")


def make(version, *, kind, spectrum, white=None, taken=True, description="", more=None, **fields):
    """One file. `white` is written wherever the version has a reference, `taken`
    or not; `kind` is the data format, `fields` are of the header."""
    header = np.zeros(1, HEADER)
    defaults = dict(
        co="ASD" if version == 1 else f"as{version}",
        when=(17, 14, 10, 11, 1, 112, 6, 41, 0), program=0x60, file=version << 4, dc_corr=1, dc_time=1328976373, ref_time=1328976373,
        ch1_wavel=350, wavel_step=1, it=34, instrument_num=4139, limits=(0, 1.25, 350, 2500), ip_numbits=16, dc_count=25, ref_count=25,
        sample_count=10, instrument=4, gains=(466, 917, 2166, 2347), splice1=1000, splice2=1800,
    )
    for name, value in {**defaults, **fields}.items():
        header[name] = value
    header["data_format"], header["channels"] = kind, len(spectrum)
    out = header.tobytes() + np.array(spectrum).astype(KINDS[kind]).tobytes()
    if version == 1:
        return out
    white = np.zeros(len(spectrum)) if white is None else white
    out += (b"\xff\xff" if taken else bytes(2)) + np.array([40950.42 if taken else 0, 40950.43], "<f8").tobytes()
    out += text(description) + np.array(white).astype(KINDS[kind]).tobytes()
    return out + tail(version, len(spectrum), **(more or {}))
