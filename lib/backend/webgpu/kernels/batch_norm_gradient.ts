// Gradients of batch norm, in two kernels as the forward pass.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import {
  affineOf,
  type BatchNormAttributes,
  factors,
  perChannel,
} from "./batch_norm_code.ts";
import {
  columnsOf,
  type ElementCode,
  layoutOf,
  type RowSums,
  sumAndApply,
} from "./rows.ts";

/**
 * `BatchNormTrainGrad`.
 *
 * @param backend The backend.
 * @param inputs `dy` and what the forward pass had and gave.
 * @param attributes As in the forward pass.
 * @returns `[dx, dgamma, dbeta]`.
 */
export function batchNormTrainGrad(
  backend: OwnBackend,
  inputs: {
    dy: TensorInfo;
    x: TensorInfo;
    gamma: TensorInfo;
    beta: TensorInfo;
    mean: TensorInfo;
    variance: TensorInfo;
  },
  attributes: BatchNormAttributes,
): TensorInfo[] {
  const { dy, x, gamma, beta, mean, variance } = inputs;
  const layout = layoutOf(backend, x, attributes.epsilon);
  const { width, channels, type, alone } = layout;
  const masked: ElementCode = (s, r) =>
    attributes.relu6
      ? `let v_${r} = x_${r} - mean${s}; let z_${r} = ${affineOf(`v_${r}`, s)};
let d_${r} = select(${type}(), dy_${r}, ${both(width, r)});`
      : `let v_${r} = x_${r} - mean${s}; let d_${r} = dy_${r};`;
  // Only eight storage buffers are sure: what the second kernel needs of each
  // channel travels in rows after the sums; a kernel alone has beta as a uniform.
  const kept = ["mean", "inverse", "factor", "offset"].slice(
    0,
    attributes.relu6 ? 4 : 3,
  );
  const at = (k: number, s: string) =>
    `[(u.chunks * 2u + ${k}u) * ${columnsOf(layout)} + c${s}]`;
  const sums: RowSums = {
    key: `norm sums ${attributes.relu6}`,
    bindings: [
      { name: "dy", tensor: dy, width },
      { name: "x", tensor: x, width },
      perChannel(backend, "gamma", gamma),
      ...(attributes.relu6
        ? [perChannel(backend, "beta", beta, alone !== null)]
        : []),
      perChannel(backend, "means", mean),
      perChannel(backend, "variances", variance),
    ],
    reads: ["dy", "x"],
    prepare: (s) =>
      `let mean${s} = means[c${s}]; let variance${s} = variances[c${s}];
${factors(s, attributes.relu6)}
${
        alone ? "" : `if (chief) {
${kept.map((name, k) => `y${at(k, s)} = ${name}${s};`).join("\n")}
}`
      }`,
    terms: (s, r) =>
      `${masked(s, r)}
first${s} += d_${r}; second${s} += d_${r} * v_${r};`,
  };
  const dx = makeOutput(backend, x.shape);
  const dgamma = makeOutput(backend, [channels]);
  const dbeta = makeOutput(backend, [channels]);
  sumAndApply(backend, layout, sums, {
    kept: kept.length,
    key: `norm gradient ${attributes.relu6}`,
    bindings: [
      { name: "dy", tensor: dy, width },
      { name: "x", tensor: x, width },
      { name: "dx", tensor: dx, width, access: "write" },
      { name: "dgammas", tensor: dgamma, width, access: "write" },
      { name: "dbetas", tensor: dbeta, width, access: "write" },
    ],
    reads: ["dy", "x"],
    prepare: (s) =>
      `${
        alone
          ? ""
          : kept.map((name, k) => `let ${name}${s} = partial${at(k, s)};`).join(
            "\n",
          )
      }
let dgamma${s} = second${s} * inverse${s};
let slope${s} = -factor${s} * inverse${s} * dgamma${s} / f32(u.rows);
let level${s} = -factor${s} * first${s} / f32(u.rows);
if (chief) { dgammas[c${s}] = dgamma${s}; dbetas[c${s}] = first${s}; }`,
    row: (s, r) =>
      `${masked(s, r)}
dx[at_${r}] = factor${s} * d_${r} + (slope${s} * v_${r} + level${s});`,
  });
  return [dx, dgamma, dbeta];
}

function both(width: 1 | 4, r: string): string {
  return width === 4
    ? `(z_${r} > vec4f()) & (z_${r} < vec4f(6.0))`
    : `z_${r} > 0.0 && z_${r} < 6.0`;
}
