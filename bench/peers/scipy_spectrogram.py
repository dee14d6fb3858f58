"""SciPy's side of the benchmark: one call per spectrum, as Code S1 does it.

    python bench/peers/scipy_spectrogram.py '{"count": 1000}'
"""

import peer
from scipy import signal

count = peer.OPTIONS.get("count", 1000)
spectra = peer.spectra(count)


def turn():
    def run():
        for x in spectra:
            signal.spectrogram(x)

    return {"per_second": count / peer.timed(run, 1) * 1000}


peer.serve(turn, warm=1)
