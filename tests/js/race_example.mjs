/** A small comparison, as the server tells of it. */

export const ROW = 6 + 2 * 2;

export const raceOf = (values = {}) => ({
  run: 1, title: "Activation, on Circle", task: "plane", classes: 2, class_names: ["0", "1"], side: 4, epochs: 100, seeds: [3, 7], shown: 0, score: "Accuracy", losses: true, moments: true,
  target: { on: "score", value: 0.9 }, layers: ["Hidden 1", "Output"], crews: [[0, 1, 2]],
  axes: [{ name: "activation", label: "Activation", values: ["relu", "tanh", "sigmoid"].map((text) => ({ text, label: text })) }],
  entries: ["relu", "tanh", "sigmoid"].map((label, k) => ({ label, values: [k], link: "data=circle&seed=3" })),
  ...values,
});
