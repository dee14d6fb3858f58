"""Makes tests/goldens/baselines.json: what scikit-learn's models predict for a
few rows of a formula, to compare lib/baselines/ with.

PyPI: numpy, scikit-learn (requirements.txt).
"""

import json
from pathlib import Path

import numpy as np
from sklearn.cross_decomposition import PLSRegression
from sklearn.ensemble import RandomForestRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge

ROWS, BANDS, TRAIN = 60, 40, 45


def data():
    """The test has the same lines."""
    i = np.arange(ROWS)[:, None]
    j = np.arange(BANDS)[None, :]
    x = (
        0.4
        + 0.1 * np.sin(0.9 * i + 0.05 * j)
        + 0.05 * np.cos(1.7 * i + 0.21 * j)
        + 0.02 * np.sin(2.3 * i * 1.0 - 0.4 * j)
    )
    r = np.arange(ROWS)
    y = 20 + 8 * np.sin(0.9 * r) + 5 * np.cos(1.7 * r) ** 2 + 2 * np.sin(2.3 * r)
    return x, y


x, y = data()
xt, yt, xs = x[:TRAIN], y[:TRAIN], x[TRAIN:]
offset = yt.mean()
unit = 1 / (BANDS * xt.var())
centred = xt - xt.mean(axis=0)
ridge_unit = np.trace(centred @ centred.T) / TRAIN

golden = {"plsr": {}, "ridge": {}, "kernel_ridge": {}}
for k in (1, 2, 3, 5):  # the spectra are of rank 6
    model = PLSRegression(n_components=k, scale=False, tol=1e-12, max_iter=5000)
    golden["plsr"][str(k)] = model.fit(xt, yt).predict(xs).ravel().tolist()
for alpha in (1e-6, 1e-3, 1e-1):
    model = Ridge(alpha=alpha * ridge_unit, solver="svd")
    golden["ridge"][str(alpha)] = model.fit(xt, yt).predict(xs).tolist()
for gamma, alpha in ((0.1, 1e-3), (1, 1e-2), (0.03, 1e-5)):
    model = KernelRidge(kernel="rbf", gamma=gamma * unit, alpha=alpha)
    golden["kernel_ridge"][f"{gamma} {alpha}"] = (
        model.fit(xt, yt - offset).predict(xs) + offset
    ).tolist()
kernel = ConstantKernel(100, (1e-3, 1e9)) * RBF(2, (1e-3, 1e5)) + WhiteKernel(
    1, (1e-9, 1e5)
)
gp = GaussianProcessRegressor(kernel, n_restarts_optimizer=20, random_state=1)
golden["gaussian_process"] = (gp.fit(xt, yt - offset).predict(xs) + offset).tolist()
forest = RandomForestRegressor(
    200, max_features=1 / 3, min_samples_leaf=5, random_state=1
)
golden["random_forest"] = forest.fit(xt, yt).predict(xs).tolist()
golden["measured"] = y[TRAIN:].tolist()

path = Path(__file__).parent.parent / "goldens" / "baselines.json"
path.write_text(json.dumps(golden, indent=1) + "\n")
