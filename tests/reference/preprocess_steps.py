"""The pre-treatments a second time, in NumPy, SciPy and scikit-learn.

Each function takes a matrix of spectra, their wavelengths and the parameters
of a config's step, and gives the treated matrix and its wavelengths. SciPy and
scikit-learn where they have the step; else prospectr's definition, restated
from the text of its manual pages (spliceCorrection, resample,
standardNormalVariate, msc, detrend, continuumRemoval; prospectr 0.2.x on
CRAN) with the tools that the manual names: lm is np.polyfit or lstsq, chull is
scipy.spatial.ConvexHull, approx is np.interp.
PyPI: numpy, scipy, scikit-learn.
"""

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.signal import savgol_filter
from scipy.spatial import ConvexHull
from sklearn.preprocessing import StandardScaler


def splice(x, wav, splices, method="additive", bands=10, **_):
    """spliceCorrection: lines by lm() through `interpol.bands` bands."""

    def line(columns, at):
        return np.array(
            [np.polyval(np.polyfit(wav[columns] - at, row, 1), 0) for row in x[:, columns]]
        )

    ends = [int(np.flatnonzero(wav <= s)[-1]) for s in splices]
    parts = np.split(np.arange(len(wav)), [e + 1 for e in ends])
    out = x.copy()

    def move(part, value, meant):
        if method == "additive":
            out[:, part] = x[:, part] - (value - meant)[:, None]
        else:
            out[:, part] = x[:, part] * (meant / value)[:, None]

    move(parts[0], x[:, ends[0]], line(parts[1][:bands], splices[0]))
    if len(splices) == 2:
        move(parts[2], x[:, ends[1] + 1], line(parts[1][-bands:], splices[1]))
    assert len(splices) <= 2
    return out, wav


def resample(x, wav, start, stop, spacing, interpolation="linear", **_):
    """np.interp (R's approx), or CubicSpline natural (R's splinefun natural)."""
    grid = start + spacing * np.arange(int(np.floor((stop - start) / spacing + 1e-9)) + 1)
    if interpolation == "linear":
        return np.stack([np.interp(grid, wav, row) for row in x]), grid
    return CubicSpline(wav, x, axis=1, bc_type="natural")(grid), grid


def cut(x, wav, ranges, mode="drop", **_):
    inside = np.any([(wav >= a) & (wav <= b) for a, b in ranges], axis=0)
    kept = inside if mode == "keep" else ~inside
    return x[:, kept], wav[kept]


def absorbance(x, wav, **_):
    return np.log10(1 / x), wav


def savitzky_golay(x, wav, window_length=11, polyorder=2, deriv=0, delta=1, **_):
    return (
        savgol_filter(x, window_length, polyorder, deriv=deriv, delta=delta, axis=1, mode="interp"),
        wav,
    )


def snv(x, wav, **_):
    return (x - x.mean(1, keepdims=True)) / x.std(1, ddof=1, keepdims=True), wav


def msc(x, wav, training, **_):
    """x = m r + a by least squares; (x - a) / m."""
    r = x[training].mean(0)
    design = np.stack([r, np.ones_like(r)], 1)
    (m, a), *_ = np.linalg.lstsq(design, x.T, rcond=None)
    return (x - a[:, None]) / m[:, None], wav


def detrend(x, wav, order=2, snv=True, **_):
    if snv:
        x = (x - x.mean(1, keepdims=True)) / x.std(1, ddof=1, keepdims=True)
    scaled = (wav - wav.mean()) / np.ptp(wav)
    design = np.vander(scaled, order + 1)
    coefficients, *_ = np.linalg.lstsq(design, x.T, rcond=None)
    return x - (design @ coefficients).T, wav


def continuum_removal(x, wav, type="reflectance", **_):
    """cr_fun: chull() of the curve with a point far below either end."""
    if type == "absorbance":
        x = 1 / x
    out = []
    for row in x:
        bound = row.min() - (row.max() - row.min())
        left = wav[0] - (wav[1] - wav[0]) / 1000
        right = wav[-1] + (wav[-1] - wav[-2]) / 1000
        points = np.column_stack(
            [np.r_[left, wav, right], np.r_[bound, row, bound]]
        )
        # Qhull merges nearly coplanar facets; scaling keeps it from doing so
        # at the size of reflectances.
        scaled = (points - points.min(0)) / np.ptp(points, axis=0)
        id = np.sort(ConvexHull(scaled, qhull_options="Q0").vertices)[1:-1] - 1
        out.append(row / np.interp(wav, wav[id], row[id]))
    out = np.array(out)
    return (1 / out - 1 if type == "absorbance" else out), wav


def standardize(x, wav, training, **_):
    return StandardScaler().fit(x[training]).transform(x), wav


STEPS = {
    f.__name__: f
    for f in (
        splice, resample, cut, absorbance, savitzky_golay, snv, msc, detrend,
        continuum_removal, standardize,
    )
}


def apply(x, wav, steps, training, replicates=1):
    """A whole chain; rows are samples × replicates, `training` are samples."""
    for step in steps:
        if step["step"] == "average":
            x = x.reshape(-1, replicates, len(wav)).mean(1)
            replicates = 1
            continue
        rows = [t * replicates + r for t in training for r in range(replicates)]
        parameters = {k: v for k, v in step.items() if k != "step"}
        x, wav = STEPS[step["step"]](x, wav, training=rows, **parameters)
    return x, wav
