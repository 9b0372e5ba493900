/** Numbers as the stage writes them. Pure. */

const DASH = "–";
const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

const known = (value) => typeof value === "number" && Number.isFinite(value);

/** @param {?number} value @returns {string} three decimals, or an exponent where they would say nothing */
export function formatLoss(value) {
  if (!known(value)) return DASH;
  if (Math.abs(value) >= 1e4) return value.toExponential(1).replace("e+", "e");
  return Math.abs(value) >= 100 ? value.toFixed(1) : value.toFixed(3);
}

/** @param {?number} value between 0 and 1 @returns {string} such as "97.4 %" */
export const formatPercent = (value, digits = 1) => (known(value) ? `${(100 * value).toFixed(digits)} %` : DASH);

/** @param {?number} value @returns {string} a whole number with thousands separators */
export const formatWhole = (value) => (known(value) ? WHOLE.format(value) : DASH);

const MANY_STEPS = 200; // in an epoch: it lasts so long that one wants to see it go on

/**
 * How often training has gone through the data.
 * @param {{epoch: number, step: number}} frame @param {number} steps in an epoch
 * @returns {string} such as "12", or "0.8" within an epoch of many steps
 */
export function formatEpoch({ epoch, step }, steps) {
  if (steps < MANY_STEPS || epoch >= 100 || step % steps === 0) return formatWhole(epoch);
  return (Math.floor((10 * step) / steps) / 10).toFixed(1);
}

/** @param {?number} value @returns {string} a weight or a bias, with a real minus sign */
export const formatWeight = (value) => (known(value) ? value.toFixed(2).replace("-", "−") : DASH);

/** @param {?number} value of any size, such as a gradient @returns {string} such as "0.0031" or "2.1e-5" */
export const formatTwoDigits = (value) => (known(value) ? String(Number(value.toPrecision(2))).replace("-", "−") : DASH);

/** @param {?number} value a learning rate @returns {string} such as "0.003" or "5e-7" */
export const formatRate = (value) => (known(value) ? String(Number(value.toPrecision(3))) : DASH);

/** @param {?number} value R², 1 at best and below 0 where a constant would do better @returns {string} */
export const formatR2 = (value) => (known(value) ? value.toFixed(3).replace("-", "−") : DASH);

/** How the second measure of a scene is written: a share of right answers, or R² where a number is told. @param {{classes: number}} scene */
export const scoreFormat = (scene) => (scene.classes === 0 ? formatR2 : formatPercent);

/** @param {?number} value of any size, where there is little room @returns {string} two digits, such as "0.31", "12" or "4e3" */
export function formatShort(value) {
  if (!known(value)) return DASH;
  const size = Math.abs(value);
  const text = size >= 1e4 || (size > 0 && size < 1e-3) ? value.toExponential(0).replace("e+", "e") : size >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
  return text.replace("-", "−");
}
