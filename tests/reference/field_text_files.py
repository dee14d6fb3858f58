"""Makes the files of field spectrometers in tests/goldens/instruments (.sed, .sig):
headers as instruments write them, with a few dozen bands of a soil that never was.

    python tests/reference/field_text_files.py
"""

import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).parents[1] / "goldens" / "instruments"


def soil(nm):
    """Reflectance, 0 to 1."""
    dips = ((900, 60, 0.03), (1414, 25, 0.08), (1915, 30, 0.12), (2207, 20, 0.05))
    line = 0.06 + 0.38 * (1 - np.exp(-(nm - 300) / 450))
    return line - sum(depth * np.exp(-(((nm - at) / width) ** 2)) for at, width, depth in dips)


def lamp(nm):
    """What the white reference gives, in any unit."""
    return 0.4 * np.exp(-(((nm - 650) / 420) ** 2)) + 0.002


def power(value, letter="E"):
    """Windows' way: three digits in the exponent."""
    mantissa, exponent = f"{value:.6e}".split("e")
    return f"{mantissa}{letter}{int(exponent):+04d}"


def sed(version, instrument, measurement, rows, headings, *, comment="", date, time, averages="10,10",
        integration="7,8,12,20,32,12", place=("n/a", "n/a"), extra="", detectors="512,256,256"):
    latitude, longitude = place
    lines = [
        f"Comment: {comment}",
        f"Version: {version}",
        "File Name: C:\\Users\\field\\SpectralEvolution\\made.sed",
        *([extra] if extra else []),
        f"Instrument: {instrument}",
        f"Detectors: {detectors}",
        f"Measurement: {measurement}",
        f"Date: {date}",
        f"Time: {time}",
        "Temperature (C): 35.32,9.01,-5.30,35.40,9.01,-5.30",
        "Battery Voltage: 7.39,7.32",
        f"Averages: {averages}",
        f"Integration: {integration}",
        "Dark Mode: AUTO,AUTO",
        "Foreoptic: FIBER1 {RADIANCE}, FIBER1 {RADIANCE}",
        "Radiometric Calibration: RADIANCE",
        "Units: W/m^2/sr/nm",
        "Wavelength Range: 350,2500",
        f"Latitude: {latitude}",
        f"Longitude: {longitude}",
        "Altitude: n/a",
        "GPS Time: n/a",
        "Satellites: n/a",
        "Calibrated Reference Correction File: none",
        f"Channels: {len(rows)}",
        f"Columns [{len(headings)}]:",
        "Data:",
        "\t".join(headings),
        *("\t".join(row) for row in rows),
    ]
    return "\n".join(lines) + "\n"


def seds():
    nm = np.arange(350.0, 390.0)
    white, sample = lamp(nm), lamp(nm) * soil(nm)
    wide = [f"{v:6.1f}" for v in nm]
    pair = [[w, power(a), power(b)] for w, a, b in zip(wide, white, sample)]
    percent = [f"{100 * v:11.4f}" for v in soil(nm)]
    yield "sed_radiance.sed", sed(
        "2.2", "PSR+3500_SN1566058 [3]", "REFLECTANCE",
        [[a, f" {b}", f" {c}", d] for (a, b, c), d in zip(pair, percent)],
        ["Wvl", "Rad. (Ref.)", "Rad. (Target)", "Reflect. %"],
        comment="soil 12: air-dried", date="12/31/2015,01/02/2016", time="14:40:52.86,14:41:51.47", averages="10,20")
    # The panel's own reflectance is in the file's reflectance, not in the quotient.
    yield "sed_dn.sed", sed(
        "2.0", "PSM-3500_SN1336023 [3]", "REFLECTANCE",
        [row + [f"{0.97 * v:.5f}"] for row, v in zip(pair, soil(nm))],
        ["Wvl", "Norm. DN (Ref.)", "Norm. DN (Target)", "Reflect. [1.0]"],
        date="06/08/2013,06/08/2013", time="10:57:51,10:58:44", place=("33.52465", "-116.16258"))
    yield "sed_ratio.sed", sed(
        "2.3 [1.2.6250C]", "SR-2500_SN17B86K1 [2]", "DIRECT_ENERGY",
        [row + [f"{100 * v:8.4f}"] for row, v in zip(pair, soil(nm))],
        ["Wvl", "Rad. (Ref.)", "Rad. (Target)", "Tgt./Ref. %"], detectors="512,0,256",
        date="08/15/2018,08/15/2018", time="12:17:50,12:31:28", averages="5,5", place=("72.35670", "126.31747"))
    yield "sed_pair.sed", sed(
        "2.2", "PSR+3500_SN1566060 [3]", "DIRECT_ENERGY", pair, ["Wvl", "Norm. DN (Ref.)", "Norm. DN (Target)"],
        date="06/28/2022,06/28/2022", time="12:37:46,12:55:25")
    yield "sed_raw.sed", sed(
        "2.3 [3.0.8263]", "OreXplorer_22A9443", "REFLECTANCE",
        [[f"{w:.1f}", f"{1e5 * a:.0f}", f"{1e5 * b:.0f}"] for w, a, b in zip(nm, white, sample)],
        ["Wvl", "Raw DN (Ref.)", "Raw DN (Target)"], integration="2,3,6,2,3,6",
        date="08/04/2023,08/04/2023", time="11:28:57.78,11:30:47.46", averages="40,40")
    # Wavelengths of the detectors, mixed where they overlap; 970.6 stands twice.
    own = np.concatenate([np.arange(343.4, 380, 1.6), [962.7, 962.9, 963.9, 964.8, 965.8, 966.7, 966.8, 967.8, 968.7,
                          969.7, 970.6, 970.6, 971.6, 972.5, 973.5, 974.5, 1004.5, 1006.2, 1010.1, 1014.1],
                          [1863.2, 1865.4, 1866.6, 1868.2, 1870.0, 1871.1, 1907.2, 1907.5, 1910.3, 1913.1]])
    yield "sed_native.sed", sed(
        "2.0", "PSR-3500_SN1116037 [3]", "REFLECTANCE",
        [[f"{w:6.1f}", power(a), power(a * r), f"{-np.log10(r):8.5f}", f"{r:.5f}"]
         for w, a, r in zip(own, lamp(own), soil(own))],
        ["Wvl", "Rad. (Ref.)", "Rad. (Target)", "-log Reflect.", "Reflect. [1.0]"],
        comment="Acker Süd, 5° geneigt", date="03/13/2019,03/13/2019", time="12:33:57,12:34:35",
        place=("-28.16222", "28.95437")).encode("cp1252")
    yield "sed_utf8.sed", sed(
        "2.4 [2.1.9284]", "NaturaSpecPlus_SN25494G1 [3]", "REFLECTANCE",
        [[f"{w:.1f}", power(a, "e"), power(b, "e"), f"{100 * r:.4f}"]
         for w, a, b, r in zip(nm, white, sample, soil(nm))],
        ["Wvl", "Rad. (Ref.)", "Rad. (Target)", "Reflect. %"], comment="Hügel", averages="n/a",
        extra="<Metadata>\nUSER_FIELD1: Range: 3.837m\nUSER_FIELD2: Tilt (X): + 4.8°\n</Metadata>",
        date="08/07/2025,08/07/2025", time="05:56:02.07,06:07:42.07", place=("4053.8044N", "07812.2994W"))
    rows = [f"{w}\t{b}\t{p.strip()}".replace(".", ",") for (w, _, b), p in zip(pair, percent)]
    yield "sed_commas.sed", "\n".join([
        "Comment: profile 3", "lower horizon", "Averages: 10,10", "Latitude: n/a", f"Channels: {len(rows)}",
        "Columns [3]:", "Data:", "Wvl\tRad. (Target)\tReflect. [%]", *rows]) + "\n"


def sig(name, rows, *, title="SIG Data", instrument="HI: 6142041 (HR-1024i)", coadds="6, 61, 156, 2, 46, 156", time,
        longitude=" " * 17 + ", " + " " * 17, latitude=" " * 17 + ", " + " " * 17, comment="", factors, extra=""):
    zeros = ",".join("0" * 32)
    return "\n".join([
        f"/*** Spectra Vista {title} ***/",
        f"name= {name}",
        f"instrument= {instrument}",
        "integration= 330.0, 30.0, 10.0, 1000.0, 40.0, 10.0",
        "scan method= Time-based, Time-based",
        f"scan coadds= {coadds}",
        "scan time= 2, 2",
        "scan settings= AI, AI",
        f"external data set1= {zeros}",
        f"external data set2= {zeros}",
        "external data dark= 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0",
        "external data mask= 0",
        "optic= FIBER1(2), FIBER1(2)",
        "temp= 30.6, -4.8, -10.2, 31.0, -4.8, -10.2",
        "battery= 7.59, 7.56",
        "error= 0, 0",
        "units= Radiance, Radiance",
        f"time= {time}",
        f"longitude= {longitude}",
        f"latitude= {latitude}",
        "gpstime=                 ,                 ",
        f"comm= {comment}",
        "memory slot= 0, 0",
        f"factors= {factors}",
        *([extra] if extra else []),
        "data= ",
        *rows]) + "\n"


def rows_of(nm, gain=1.0):
    white = 1e5 * lamp(nm) * gain
    return [f"{w:.1f}  {a:.2f}  {a * r:.2f}  {100 * r:.2f}" for w, a, r in zip(nm, white, soil(nm))]


def sigs():
    first, second, third = np.arange(960.0, 1017, 1.2), np.arange(971.8, 1030, 3.85), np.arange(1898.4, 1925, 2.74)
    before, middle = np.arange(338.2, 350, 1.45), np.arange(1876.6, 1912, 3.52)
    all_rows = rows_of(before) + rows_of(first, 0.8) + rows_of(second) + rows_of(middle) + rows_of(third, 1.1)
    yield "sig_preserve.sig", sig(
        "plot_7_T_001.sig", all_rows, time="7/3/2015 9:38:35 AM, 7/3/2015 9:43:02 AM",
        longitude="09311.2808W     , 09311.2804W     ", latitude="4524.2478N      , 4524.2489N      ",
        factors="0.914, 0.927, 1.000 [Overlap: Preserve, Matching Type: None]")
    kept = np.concatenate([before, first[first < 970], second, middle[middle < 1901], third[third > 1901]])
    yield "sig_removed.sig", sig(
        "plot_7_T_001.sig", rows_of(kept), coadds="28, 170, 296, 64, 64, 64",
        time="6/30/2016 1:58:45 PM, 6/30/2016 1:58:58 PM", comment="SIG file reprocessed for matching/overlap;",
        factors="0.795, 0.848, 1.000 [Overlap: Remove @ 970,1901, Matching Type: Radiance @ 976 - 1010 / NIR-SWIR On]"
                "0.800, 0.844, 1.000 [Overlap: Preserve, Matching Type: None]")
    yield "sig_german.sig", sig(
        "250527_0942_R001_T002.sig", [row.replace(".", ",") for row in rows_of(kept)],
        instrument="HI: A232152 (HR-1024i)", time="27.05.2025 09:39:32, 05.06.2025 09:42:59",
        longitude="01332.0665E     , 01332.0490E     ", latitude="5225.9761N      , 5225.9748N      ",
        factors="1,171, 1,012, 1,000 [Overlap: Remove @ 970,1901, Matching Type: None]")
    yield "sig_hr.sig", sig(
        "HR.020824.0000.sig", rows_of(before), instrument="HI: A232152 (XHR-1024i)",
        time="02/08/2024 10:07:36AM, 02/08/2024 10:08:06AM", longitude="01332.0215E     , 01332.0176E     ",
        latitude="3325.9409S      , 3325.9416S      ", extra='sun zenith= 73, 73\nweather= {"temperature":"","wind":""}',
        factors="1.000, 1.000, 0.000 [Overlap: Preserve, Matching Type: None]")
    yield "sig_two_detectors.sig", sig(
        "site9.sig", rows_of(first, 0.8) + rows_of(second), title="HR-768", instrument="unknown",
        time="12/02/2012 11:59:59 PM, 13/02/2012 12:05:59 AM",
        factors="1.000, 1.000, 1.000 [Overlap: Preserve, Matching Type: None]")


if __name__ == "__main__":
    for file, text in [*seds(), *sigs()]:
        (FOLDER / file).write_bytes(text if isinstance(text, bytes) else text.encode())
