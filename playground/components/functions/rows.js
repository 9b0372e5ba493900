/** Row k of a tensor of several curves. @param {{data: Float32Array, shape: number[]}} tensor @returns {Float32Array} */
export const row = ({ data, shape }, k) => data.subarray(k * shape[1], (k + 1) * shape[1]);
