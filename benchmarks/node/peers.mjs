// `node peers.mjs PROGRAM WORK FOLDER`: one peer in JavaScript, which does one round of work for each line on its stdin. It answers as
// `python -m benchmarks.peers` does. To add one, add an entry to PROGRAMS: a function that is given the name of the work, gets ready, warms
// up, and returns another one, which does a round and returns how much that was.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [program, work, folder] = process.argv.slice(2);

// Whatever the packages have to say, stdout is for answers.
console.log = console.info = console.warn = console.error;

// How much a round is: about a second. Pictures for the networks of digits, epochs for the points.
const ROUND = {
  convnetjs: { dense: 1200, cnn: 200, toy: 50, maps: 3, race: 20 },
  "tfjs-cpu": { dense: 480, cnn: 32, toy: 8 },
  "tfjs-wasm": { dense: 1600, toy: 8 },
};

const PROGRAMS = {
  convnetjs,
  "tfjs-cpu": (work) => tensorflow("cpu", work),
  "tfjs-wasm": async (work) => {
    await import("@tensorflow/tfjs-backend-wasm");
    return tensorflow("wasm", work);
  },
};

// The data of benchmarks/work.py: the first samples, as floats.
function read(name, limit = Infinity) {
  const file = (part) => {
    const bytes = readFileSync(join(folder, `${name}.${part}`));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  };
  const labels = new Uint8Array(file("y"));
  const samples = Math.min(labels.length, limit);
  const all = name === "digits" ? new Uint8Array(file("x")) : new Float32Array(file("x"));
  const inputs = all.length / labels.length;
  const scale = name === "digits" ? 255 : 1;
  return { samples, inputs, x: Float32Array.from(all.subarray(0, samples * inputs), (value) => value / scale), y: labels.slice(0, samples) };
}

function shuffled(count) {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

// Its release on npm has no Adam: SGD with momentum, which is less work. The toy answers with one number, its squared error is made smaller.
function convnetjs(work) {
  const { Net, Trainer, Vol } = createRequire(import.meta.url)("convnetjs");
  if (work === "race") return race(Net, Trainer, Vol);
  const onPoints = work === "toy" || work === "maps";
  const side = onPoints ? 1 : 28;
  const tanh = [8, 8, 8].map((units) => ({ type: "fc", num_neurons: units, activation: "tanh" }));
  const layers = {
    toy: [...tanh, { type: "regression", num_neurons: 1 }],
    maps: [...tanh, { type: "regression", num_neurons: 1 }],
    dense: [{ type: "fc", num_neurons: 128, activation: "relu" }, { type: "softmax", num_classes: 10 }],
    cnn: [
      { type: "conv", sx: 3, filters: 8, stride: 1, activation: "relu" },
      { type: "pool", sx: 2, stride: 2 },
      { type: "conv", sx: 3, filters: 16, stride: 1, activation: "relu" },
      { type: "pool", sx: 2, stride: 2 },
      { type: "fc", num_neurons: 64, activation: "relu" },
      { type: "softmax", num_classes: 10 },
    ],
  }[work];
  const net = new Net();
  net.makeLayers([{ type: "input", out_sx: side, out_sy: side, out_depth: onPoints ? 2 : 1 }, ...layers]);
  const much = ROUND.convnetjs[work];
  if (work === "maps") return pictures(net, new Vol(1, 1, 2), much);

  const data = read(onPoints ? "points" : "digits", onPoints ? Infinity : much);
  const volumes = Array.from({ length: data.samples }, (_, sample) => {
    const volume = new Vol(side, side, onPoints ? 2 : 1, 0);
    volume.w.set(data.x.subarray(sample * data.inputs, (sample + 1) * data.inputs));
    return volume;
  });
  const trainer = new Trainer(net, { method: "sgd", momentum: 0.9, learning_rate: 0.01, batch_size: onPoints ? 10 : 32 });
  const round = () => {
    for (let epoch = 0; epoch < (onPoints ? much : 1); epoch += 1) {
      for (const sample of shuffled(data.samples)) trainer.train(volumes[sample], onPoints ? [data.y[sample]] : data.y[sample]);
    }
    return much;
  };
  round();
  return round;
}

// Networks of the race, one after another: 2-8-8-1 with each of the activations that it has. The points are those of the toy: it takes as
// long with any.
function race(Net, Trainer, Vol) {
  const much = ROUND.convnetjs.race;
  const data = read("points");
  const volumes = Array.from({ length: data.samples }, (_, sample) => {
    const volume = new Vol(1, 1, 2, 0);
    volume.w.set(data.x.subarray(sample * 2, sample * 2 + 2));
    return volume;
  });
  const trainers = ["relu", "tanh", "sigmoid"].map((activation) => {
    const net = new Net();
    const hidden = [8, 8].map((units) => ({ type: "fc", num_neurons: units, activation }));
    net.makeLayers([{ type: "input", out_sx: 1, out_sy: 1, out_depth: 2 }, ...hidden, { type: "regression", num_neurons: 1 }]);
    return new Trainer(net, { method: "sgd", momentum: 0.9, learning_rate: 0.01, batch_size: 10 });
  });
  const round = () => {
    for (const trainer of trainers) {
      for (let epoch = 0; epoch < much; epoch += 1) {
        for (const sample of shuffled(data.samples)) trainer.train(volumes[sample], [data.y[sample]]);
      }
    }
    return much * trainers.length;
  };
  round();
  return round;
}

// What each neuron says at 100x100 points. Its layers keep what they said, so going through all points is all there is to do.
function pictures(net, point, much) {
  const neurons = net.layers.filter((layer) => layer.layer_type === "tanh" || layer.layer_type === "regression");
  const units = neurons.reduce((sum, layer) => sum + layer.out_depth, 0);
  const maps = Array.from({ length: units }, () => new Float32Array(10_000));
  const round = () => {
    for (let picture = 0; picture < much; picture += 1) {
      for (let position = 0; position < 10_000; position += 1) {
        point.w[0] = -6 + (12 * (position % 100)) / 99;
        point.w[1] = -6 + (12 * Math.floor(position / 100)) / 99;
        net.forward(point);
        let unit = 0;
        for (const layer of neurons) for (const value of layer.out_act.w) maps[unit++][position] = value;
      }
    }
    return much;
  };
  round();
  return round;
}

async function tensorflow(backend, work) {
  const tf = await import("@tensorflow/tfjs");
  await tf.setBackend(backend);
  await tf.ready();
  const { dense, conv2d, maxPooling2d, flatten } = tf.layers;
  const layers = {
    toy: () => [...[8, 8, 8].map((units) => dense({ units, activation: "tanh" })), dense({ units: 1, activation: "sigmoid" })],
    dense: () => [dense({ units: 128, activation: "relu" }), dense({ units: 10, activation: "softmax" })],
    cnn: () => [
      conv2d({ filters: 8, kernelSize: 3, activation: "relu" }),
      maxPooling2d({ poolSize: 2 }),
      conv2d({ filters: 16, kernelSize: 3, activation: "relu" }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      dense({ units: 64, activation: "relu" }),
      dense({ units: 10, activation: "softmax" }),
    ],
  }[work]();
  const toy = work === "toy";
  const much = ROUND[`tfjs-${backend}`][work];
  const data = read(toy ? "points" : "digits", toy ? Infinity : much);
  const shape = { toy: [2], dense: [784], cnn: [28, 28, 1] }[work];
  const x = tf.tensor(data.x, [data.samples, ...shape]);
  const y = toy ? tf.tensor2d(data.y, [data.samples, 1], "float32") : tf.oneHot(tf.tensor1d(data.y, "int32"), 10);
  const input = tf.input({ shape });
  const model = tf.model({ inputs: input, outputs: layers.reduce((value, layer) => layer.apply(value), input) });
  model.compile({ optimizer: tf.train.adam(toy ? 0.003 : 0.001), loss: toy ? "binaryCrossentropy" : "categoricalCrossentropy", metrics: ["accuracy"] });
  const round = async () => {
    await model.fit(x, y, { batchSize: toy ? 10 : 32, epochs: toy ? much : 1, verbose: 0, yieldEvery: "never" });
    return much;
  };
  await round();
  return round;
}

const seconds = (since) => {
  const { user, system } = process.cpuUsage(since); // all threads of the process
  return (user + system) / 1e6;
};
const answer = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const round = await PROGRAMS[program](work);
answer({ ready: seconds() });
for await (const _ of createInterface({ input: process.stdin })) {
  const begun = process.cpuUsage();
  const done = await round();
  answer({ rate: done / seconds(begun) });
}
