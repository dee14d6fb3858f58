/** Applies an activation: 0 none, 1 ReLU, 2 ReLU6. NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function activate(v: v128, activation: i32): v128 {
  if (activation == 0) return v;
  v = f32x4.pmax(v, f32x4.splat(0));
  return activation == 2 ? f32x4.pmin(v, f32x4.splat(6)) : v;
}
