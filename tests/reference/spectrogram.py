"""Goldens of the spectrograms, made by SciPy and TensorFlow.

Writes tests/goldens/spectrogram.json (windows; SciPy and TensorFlow spectrograms of three real Geeves spectra under many
parameters and lengths: sums along both axes and 24 values each) and tests/goldens/spectrogram_geeves.json (of all 391
Geeves spectra with the published parameters: sum, maximum and a few values each).

    python tests/reference/spectrogram.py GEEVES_FOLDER     # the folder with spectra.csv
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import tensorflow as tf
from scipy import signal

GOLDENS = Path(__file__).resolve().parent.parent / "goldens"
rng = np.random.default_rng(20240530)

WINDOWS = [
    {"name": "boxcar"},
    {"name": "hann"},
    {"name": "hamming"},
    {"name": "blackman"},
    {"name": "tukey"},
    {"name": "tukey", "alpha": 0.25},
    {"name": "tukey", "alpha": 0.9},
    {"name": "tukey", "alpha": 0},
    {"name": "tukey", "alpha": 1},
]

SCIPY_CASES = [
    {},
    {"fs": 2.5},
    {"nperseg": 255},
    {"nperseg": 256, "noverlap": 128, "nfft": 512},
    {"nperseg": 100, "noverlap": 30},
    {"nperseg": 64, "noverlap": 0, "nfft": 81, "window": {"name": "hann"}},
    {"window": {"name": "boxcar"}, "detrend": "none"},
    {"window": {"name": "hamming"}, "detrend": "linear"},
    {"window": {"name": "blackman"}, "scaling": "spectrum", "detrend": "linear"},
    {"window": {"name": "hann"}, "mode": "magnitude"},
    {"scaling": "spectrum", "mode": "magnitude", "detrend": "none", "nperseg": 97},
    {"window": {"name": "tukey", "alpha": 0.9}, "scaling": "spectrum", "fs": 0.1},
    {"nperseg": 1000, "noverlap": 999 - 400, "detrend": "linear"},
    {"nperseg": 2, "noverlap": 1, "window": {"name": "boxcar"}},
    {"nperseg": 1, "detrend": "none"},
]
LENGTHS = [2151, 255, 256, 257, 1000, 2500]

TENSORFLOW_CASES = [
    {},
    {"length": 1000},
    {"frame_length": 100, "frame_step": 37},
    {"frame_length": 256, "frame_step": 224, "fft_length": 300},
    {"length": 2300, "frame_length": 255, "frame_step": 255},
    {"frame_length": 64, "window": {"name": "hamming"}},
    {"frame_length": 63, "window": {"name": "hamming"}},
]


def scipy_window(window):
    if window["name"] != "tukey":
        return window["name"]
    return ("tukey", window["alpha"]) if "alpha" in window else "tukey"


def scipy_spectrogram(x, options):
    options = dict(options)
    if "window" in options:
        options["window"] = scipy_window(options["window"])
    if options.get("detrend") == "none":
        options["detrend"] = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nperseg above the length
        return signal.spectrogram(x, **options)


def tensorflow_spectrogram(
    x, length=2151, frame_length=128, frame_step=64, fft_length=None, window=None
):
    """Code S1's get_spectrogram with its constants as parameters; transposed to bins x frames."""
    waveform = x[:length]
    zero_padding = tf.zeros([length] - tf.shape(waveform), dtype=tf.float32)
    waveform = tf.cast(waveform, dtype=tf.float32)
    equal_length = tf.concat([waveform, zero_padding], 0)
    stft = tf.signal.stft(
        equal_length,
        frame_length=frame_length,
        frame_step=frame_step,
        fft_length=fft_length,
        window_fn=tf.signal.hamming_window if window else tf.signal.hann_window,
    )
    return tf.abs(stft).numpy().T.astype(np.float64)


def lengths_of(options):
    """All lengths for the defaults, few for the rest: goldens should stay small."""
    if not options:
        return LENGTHS
    return (257,) if options.get("nperseg", 256) < 64 else (2151, 2500, 257)[: 2 + (len(options) > 2)]


def digest(values, count):
    at = np.sort(rng.choice(values.size, size=min(count, values.size), replace=False))
    return {
        "max": values.max(),
        "at": at.tolist(),
        "values": values.reshape(-1)[at].tolist(),
    }


def case(length, options, values, axes=None):
    return {
        "length": length,
        "options": options,
        "shape": list(values.shape),
        "bin_sums": values.sum(axis=1).tolist(),
        "frame_sums": values.sum(axis=0).tolist(),
        **digest(values, 24),
        **(axes or {}),
    }


def main(folder):
    table = np.loadtxt(
        Path(folder) / "spectra.csv", delimiter=",", skiprows=1, usecols=range(1, 2152)
    )
    rows = table[[0, 137, 390]]
    endless = rows.reshape(-1)  # a spectrum of n points is the first n of these

    scipy_cases = []
    for options in SCIPY_CASES:
        for length in LENGTHS:
            if length not in lengths_of(options):
                continue
            # noverlap and nfft stand against the shortened segment: such cases are refused by SciPy as well.
            if options.get("noverlap", 0) >= min(options.get("nperseg", 256), length):
                continue
            f, t, values = scipy_spectrogram(endless[:length], options)
            axes = {"frequencies": [f[0], f[-1]], "times": [t[0], t[-1]]}
            scipy_cases.append(case(length, options, values, axes))

    tensorflow_cases = [
        case(length, options, tensorflow_spectrogram(endless[:length], **options))
        for options in TENSORFLOW_CASES
        for length in ((2151, 2000, 2500) if not options else (2151, 2000))
    ]

    windows = [
        {
            "window": window,
            "length": length,
            "values": signal.get_window(scipy_window(window), length).tolist(),
        }
        for window in WINDOWS
        for length in (1, 2, 5, 32, 33)
    ]
    save(
        "spectrogram.json",
        {
            "made_by": "tests/reference/spectrogram.py",
            "spectra": rows.tolist(),
            "windows": windows,
            "scipy": scipy_cases,
            "tensorflow": tensorflow_cases,
        },
    )

    geeves = {"made_by": "tests/reference/spectrogram.py", "scipy": [], "tensorflow": []}
    for x in table:
        values = scipy_spectrogram(x, {})[2]
        geeves["scipy"].append({"sum": values.sum(), **digest(values, 8)})
        values = tensorflow_spectrogram(x)
        geeves["tensorflow"].append({"sum": values.sum(), **digest(values, 4)})
    save("spectrogram_geeves.json", geeves)


def save(name, value):
    text = json.dumps(value, separators=(",", ":"))
    (GOLDENS / name).write_text(text + "\n")
    print(name, len(text))


if __name__ == "__main__":
    main(sys.argv[1])
