"""Baselines beside scikit-learn on real spectra: test R² on given splits.

    deno run --allow-read --allow-write tests/reference/compare_baselines.ts \
        SPECTRA.csv LABELS.csv SPLITS.json TARGET OUT.json
    python tests/reference/compare_baselines.py OUT.json

Prints for each model the mean R² of both over the splits and the largest difference of a split. Exits with 1 where
PLSR, ridge or kernel ridge predict anything else (1e-6 of the values' spread), or where a mean R² differs by more than
0.01 and, for forests, by more than twice the standard error that their seeds leave.

Forests are compared by the mean of five seeds each. Ours counts a row as often as the bootstrap drew it, as R's
randomForest does; so do scikit-learn's trees here, each fitted on drawn rows. RandomForestRegressor counts it once
where it asks for five samples in a leaf (bootstraps are weights there), and grows smaller trees: shown, not judged.

The marginal likelihood has several maxima: the peer starts from nine places, in units of the spectra and values.
PyPI: numpy, scikit-learn (requirements.txt).
"""

import json
import sys
import warnings

import numpy as np
from sklearn.cross_decomposition import PLSRegression
from sklearn.ensemble import RandomForestRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.tree import DecisionTreeRegressor

EXACT = {"plsr", "ridge", "kernel_ridge"}


SEEDS = range(1, 6)


class Forest:
    """Trees on rows drawn with replacement."""

    def __init__(self, seed):
        self.random = np.random.RandomState(seed)

    def fit(self, x, y):
        def tree():
            rows = self.random.randint(len(x), size=len(x))
            model = DecisionTreeRegressor(
                max_features=1 / 3, min_samples_leaf=5, random_state=self.random
            )
            return model.fit(x[rows], y[rows])

        self.trees = [tree() for _ in range(200)]

    def predict(self, x):
        return np.mean([tree.predict(x) for tree in self.trees], axis=0)


class Process:
    """A Gaussian process in units of its spectra and values."""

    def fit(self, x, y):
        self.unit = np.sqrt(x.shape[1] * x.var())
        self.scale = y.std()
        kernel = ConstantKernel(10, (1e-2, 1e6)) * RBF(1, (1e-2, 1e3)) + WhiteKernel(0.1, (1e-6, 1e1))
        self.model = GaussianProcessRegressor(kernel, n_restarts_optimizer=8, random_state=1)
        self.model.fit(x / self.unit, y / self.scale)

    def predict(self, x):
        return self.model.predict(x / self.unit) * self.scale


def models(xt):
    unit = 1 / (xt.shape[1] * xt.var())
    centred = xt - xt.mean(axis=0)
    ridge_unit = np.trace(centred @ centred.T) / len(xt)
    return {
        "plsr": [PLSRegression(n_components=10, scale=False, tol=1e-12, max_iter=5000)],
        "ridge": [Ridge(alpha=1e-6 * ridge_unit, solver="svd")],
        "kernel_ridge": [KernelRidge(kernel="rbf", gamma=unit, alpha=1e-3)],
        "gaussian_process": [Process()],
        "random_forest": [Forest(seed) for seed in SEEDS],
        "(its leaves)": [
            RandomForestRegressor(200, max_features=1 / 3, min_samples_leaf=5, random_state=seed) for seed in SEEDS
        ],
    }


def main(path):
    said = json.load(open(path))
    y = np.array(said["y"])
    x = np.array(said["x"]).reshape(len(y), said["columns"])
    own, peer, apart, noise = {}, {}, {}, {}
    for split in said["splits"]:
        train, test = split["train"], split["test"]
        offset = y[train].mean()
        for name, peers in models(x[train]).items():
            ours = np.array(split.get(name, split["random_forest"]))
            scores = []
            for model in peers:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", ConvergenceWarning)
                    model.fit(x[train], y[train] - offset)
                predicted = model.predict(x[test]).ravel() + offset
                scores.append(r2_score(y[test], predicted))
            own_scores = [r2_score(y[test], one) for one in ours]
            own.setdefault(name, []).append(np.mean(own_scores))
            if len(scores) > 1:
                both = np.var(scores, ddof=1) + np.var(own_scores, ddof=1)
                noise.setdefault(name, []).append(both / len(scores))
            peer.setdefault(name, []).append(np.mean(scores))
            off = np.abs(predicted - ours[-1]).max() / np.ptp(y)
            apart[name] = max(apart.get(name, 0), off)
    good = True
    for name in own:
        means = np.mean(own[name]), np.mean(peer[name])
        most = np.abs(np.subtract(own[name], peer[name])).max()
        error = np.sqrt(np.sum(noise.get(name, [0]))) / len(said["splits"])
        if name in split:
            same = abs(means[0] - means[1]) <= max(0.01, 2 * error)
            good &= same and (name not in EXACT or apart[name] <= 1e-6)
        print(
            f"{name:16} R2 {means[0]:.4f}, scikit-learn {means[1]:.4f} (standard error {error:.4f}), a split differs by at most {most:.4f}, "
            f"a prediction by {apart[name]:.1e} of the spread"
        )
    return 0 if good else 1


sys.exit(main(sys.argv[1]))
