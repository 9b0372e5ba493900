/** The wall of test digits, or other pictures: what the network takes each for. A wrong one has a thick frame and the guess on a badge. */

import { fit, Pictures, still } from "./canvas.js";
import { formatPercent } from "./format.js";
import { gridLayout } from "./layout.js";
import { isDigits, nameOf, shortNames } from "./names.js";
import { TEXT } from "./text.js";

/** @returns {number} how many guesses are right */
export const countRight = (guesses, answers) => answers.reduce((sum, answer, k) => sum + (guesses[k] === answer ? 1 : 0), 0);

export class Wall {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
  }

  setScene(scene, theme, width, height) {
    Object.assign(this, { scene, theme, size: [width, height], frame: null });
    this.context = fit(this.canvas, width, height);
    const count = scene.answers?.length ?? 0;
    this.grid = gridLayout(count, width, height, 44);
    this.pitch = width / this.grid.columns;
    const pictures = new Pictures(scene.side, count);
    this.names = isDigits(scene.class_names) ? scene.class_names : shortNames(scene.class_names); // a badge has room for two letters
    if (count) pictures.put(0, scene.digits, theme.ink);
    pictures.flush();
    this.still = still(width, height, (context) => {
      for (let k = 0; k < count; k++) {
        const { x, y, side } = this.cell(k);
        pictures.draw(context, k, x, y, side, side * 0.16);
      }
    });
  }

  setFrame(frame) {
    this.frame = frame;
  }

  cell(k) {
    const { columns, cell } = this.grid;
    const gap = Math.max(1, cell * 0.07);
    return { x: (k % columns) * this.pitch + (this.pitch - cell) / 2 + gap, y: Math.floor(k / columns) * cell + gap, side: cell - 2 * gap };
  }

  draw() {
    const { context, size, theme, frame, scene } = this;
    context.clearRect(0, 0, ...size);
    context.drawImage(this.still, 0, 0, ...size);
    if (!frame?.guesses) return;
    const wrong = theme.dark ? "#ff6b9a" : "#c2255c";
    context.textAlign = "center";
    context.textBaseline = "middle";
    const badge = Math.max(9, this.grid.cell * 0.44);
    const letters = Math.max(1, ...(this.names ?? []).map((name) => name.length));
    context.font = `700 ${Math.round(badge * (letters > 1 ? 0.62 : 0.82))}px ${theme.font}`;
    scene.answers.forEach((answer, k) => {
      if (frame.guesses[k] === answer) return;
      const { x, y, side } = this.cell(k);
      context.beginPath();
      context.roundRect(x, y, side, side, side * 0.16);
      context.lineWidth = 1.5;
      context.strokeStyle = wrong;
      context.globalAlpha = 0.6;
      context.stroke();
      context.globalAlpha = 1;
      context.beginPath();
      context.roundRect(x + side - badge + 1, y + side - badge + 1, badge, badge, badge * 0.3);
      context.fillStyle = wrong;
      context.fill();
      context.fillStyle = theme.dark ? "#14060b" : "#ffffff";
      context.fillText(nameOf(this.names, frame.guesses[k]), x + side - badge / 2 + 1, y + side - badge / 2 + 1.5);
    });
  }

  /** @returns {string} what to say about the digit under the pointer; empty where there is none */
  textAt(x, y) {
    const { grid, frame, scene, pitch } = this;
    const column = Math.floor(x / pitch);
    const k = Math.floor(y / grid.cell) * grid.columns + column;
    if (!frame?.guesses || column < 0 || column >= grid.columns || k < 0 || k >= scene.answers.length) return "";
    const name = (k) => nameOf(scene.class_names, k);
    return TEXT.wallCell(name(scene.answers[k]), name(frame.guesses[k]), formatPercent(frame.confidences?.[k] ?? null, 0));
  }
}
