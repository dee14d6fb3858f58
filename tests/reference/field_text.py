"""Makes tests/goldens/field_text.json: the files of tests/goldens/instruments (by
field_text_files.py) as others read them. Numbers come from pandas; SpecDAL must
agree where it reads a file. Quotients and joins of detectors are made here with
NumPy. What the headers say stands below, written down by hand.

    python tests/reference/field_text.py
    python tests/reference/field_text.py FOLDER OUT.json    (other files, without headers)
"""

import contextlib
import io
import json
import pathlib
import re
import sys
import warnings

import numpy as np
import pandas
import specdal.reader

SED = {"Reflect. %": 100, "Reflect. [%]": 100, "Reflect. [1.0]": 1, "Tgt./Ref. %": 100}


def meta(model, serial, date, scans=None, place=(None, None), description=None, format="SVC SIG", splices=(),
         quantity="target / reference"):
    return {"format": format, "instrument": model, "serial": serial, "date": date, "latitude": place[0],
            "longitude": place[1], "description": description, "splices": list(splices), "quantity": quantity,
            "scans": scans}


def sed(version, model, serial, date, scans=10, **rest):
    return meta(model and f"Spectral Evolution {model}", serial, date, scans,
                format=f"Spectral Evolution SED{version}", **{"quantity": "reflectance", **rest})


RATIO = {"quantity": "target / reference"}
HEADERS = {
    "sed_radiance.sed": sed(" 2.2", "PSR+3500", "1566058", "2016-01-02T14:41:51.47", 20, description="soil 12: air-dried"),
    "sed_dn.sed": sed(" 2.0", "PSM-3500", "1336023", "2013-06-08T10:58:44", place=(33.52465, -116.16258)),
    "sed_ratio.sed": sed(" 2.3", "SR-2500", "17B86K1", "2018-08-15T12:31:28", 5, place=(72.3567, 126.31747), **RATIO),
    "sed_pair.sed": sed(" 2.2", "PSR+3500", "1566060", "2022-06-28T12:55:25", **RATIO),
    "sed_raw.sed": sed(" 2.3", "OreXplorer", "22A9443", "2023-08-04T11:30:47.46", 40, **RATIO),
    "sed_native.sed": sed(" 2.0", "PSR-3500", "1116037", "2019-03-13T12:34:35", place=(-28.16222, 28.95437),
                          description="Acker Süd, 5° geneigt", quantity="reflectance, 1 repeated band left out"),
    "sed_utf8.sed": sed(" 2.4", "NaturaSpecPlus", "25494G1", "2025-08-07T06:07:42.07", None, description="Hügel",
                        place=(40 + 53.8044 / 60, -78 - 12.2994 / 60)),
    "sed_commas.sed": sed("", None, None, None, description="profile 3 lower horizon"),
    "sig_preserve.sig": meta("SVC HR-1024i", "6142041", None, place=(45 + 24.2489 / 60, -93 - 11.2804 / 60),
                             splices=[986.7, 1901.1], quantity="target / reference, 34 overlapping bands left out"),
    "sig_removed.sig": meta("SVC HR-1024i", "6142041", "2016-06-30T13:58:58", 64, splices=[970, 1901],
                            description="SIG file reprocessed for matching/overlap;"),
    "sig_german.sig": meta("SVC HR-1024i", "A232152", "2025-06-05T09:42:59", splices=[970, 1901],
                           place=(52 + 25.9748 / 60, 13 + 32.0490 / 60)),
    "sig_hr.sig": meta("SVC XHR-1024i", "A232152", "2024-02-08T10:08:06", place=(-33 - 25.9416 / 60, 13 + 32.0176 / 60)),
    "sig_two_detectors.sig": meta("SVC HR-768", None, "2012-02-13T00:05:59", splices=[986.7],
                                  quantity="target / reference, 29 overlapping bands left out"),
}


def text_of(path):
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return path.read_text("cp1252")


def headings(path):
    if path.suffix == ".sig":
        return ["wavelength", "reference", "target", "reflectance"]
    lines = text_of(path).splitlines()
    return lines[lines.index("Data:") + 1].split("\t")


def by_pandas(path):
    text = text_of(path)
    sig = path.suffix == ".sig"
    body = re.split(r"(?m)^data= ?$\n" if sig else r"(?m)^Data:$\n[^\n]*\n", text)[1]
    comma = "," in body.split()[0]
    table = pandas.read_csv(io.StringIO(body), sep=r"\s+", decimal="," if comma else ".", header=None, names=headings(path))
    return {name: table[name].to_numpy(float) for name in table}


def by_specdal(path):
    """Wavelengths and reflectance, or None: it wants whole headers and decimal points."""
    with contextlib.suppress(KeyError, TypeError, UnicodeDecodeError), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = specdal.reader.read(str(path))[0]
        return data.index.to_numpy(float), data["pct_reflect"].to_numpy(float)
    return None


def joined(nm, values, stated):
    """One detector's value for each wavelength; where detectors meet."""
    edges = [0, *(np.flatnonzero(np.diff(nm) < 0) + 1), len(nm)]
    runs = [np.arange(a, b) for a, b in zip(edges, edges[1:])]
    cuts = []
    for order, (left, right) in enumerate(zip(runs, runs[1:]), 1):
        weight = 2 * order
        cuts.append(stated[order - 1] if stated else round((nm[right[0]] * weight + nm[left[-1]]) / (weight + 1), 1))
    bounds = [-np.inf, *cuts, np.inf]
    kept = np.concatenate([run[(nm[run] >= low) & (nm[run] < high)] for run, low, high in zip(runs, bounds, bounds[1:])])
    kept = kept[np.insert(np.diff(nm[kept]) > 0, 0, True)]
    return nm[kept], values[kept]


def read(path):
    table = by_pandas(path)
    peers = ["pandas"]
    names = headings(path)
    nm = table[names[0]]
    ready = next((name for name in names if name in SED), None)
    if path.suffix == ".sig":
        values = table["reflectance"] / 100
    elif ready:
        values = table[ready] / SED[ready]
    else:
        values = table[names[2]] / table[names[1]]
    other = by_specdal(path)
    if other:
        peers.append("specdal")
        np.testing.assert_allclose(other[0], nm, rtol=0, atol=1e-9)
        np.testing.assert_allclose(other[1], values, rtol=1e-12, atol=1e-15)
    stated = re.search(r"\[Overlap: Remove @ ([\d.]+),([\d.]+)", text_of(path).split("Preserve")[0])
    nm, values = joined(nm, values, [float(v) for v in stated.groups()] if stated else None)
    return {"peers": peers, "wavelengths": nm.tolist(), "reflectance": values.tolist()}


if __name__ == "__main__":
    here = pathlib.Path(__file__).parents[1] / "goldens"
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "instruments"
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else here / "field_text.json"
    golden = {}
    for path in sorted(folder.glob("*.s[ei][dg]")):
        golden[path.name] = read(path) | ({"metadata": HEADERS[path.name]} if len(sys.argv) == 1 else {})
    out.write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n", "utf-8")
