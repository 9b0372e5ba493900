/** Surfaces side by side, one for each walk, or one for all of them: laid out, drawn, and clicked on. */

import { fit, still } from "../common/canvas.js";
import { el, setAttribute, setText } from "../common/dom.js";
import { formatRead } from "./reading.js";
import { drawWalk } from "./surface_drawing.js";
import { fromBox, surfaceBox, tiling } from "./surface_layout.js";
import { TEXT } from "./text.js";

const MOST = { width: 760, height: 520 }; // px of one surface for all

function oneTile(width, ratio) {
  const height = Math.min(MOST.height, Math.round(Math.min(width, MOST.width) / ratio));
  return { columns: 1, tile: Math.min(width, Math.round(height * ratio) + 40), height };
}

export class Tiles {
  /** @param {(place: [number, number]) => void} onPlace somebody has clicked on a place */
  constructor(onPlace) {
    this.onPlace = onPlace;
    this.element = el("div.pg-tiles", { "data-testid": "functions-tiles" });
    this.base = null; // of all tiles, which are of one size
    this.groups = [];
  }

  /** Another surface, or another theme: nothing that was drawn of it holds. */
  forget() {
    this.base = null;
  }

  /** @param {{ground: import("./surface_drawing.js").Ground, walks: Object[], together: boolean, width: number, name: string, lost: (step: number) => string}} about `lost` says what became of a walk that is no longer there */
  layOut({ ground, walks, together, width, name, lost }) {
    this.ground = ground;
    this.groups = together ? [walks] : walks.map((walk) => [walk]);
    const { left, right, bottom, top } = ground.window;
    const ratio = (right - left) / (top - bottom);
    const { columns, tile, height } = together ? oneTile(width, ratio) : tiling(this.groups.length, width, ratio);
    this.element.style.setProperty("--pg-columns", String(columns));
    this.element.style.setProperty("--pg-tile", `${tile}px`);
    if (this.element.children.length !== this.groups.length) this.element.replaceChildren(...this.groups.map((_, k) => this.tile(k)));
    this.boxes = this.groups.map((group, k) => {
      const [caption, canvas] = this.element.children[k].children;
      canvas.style.height = `${height}px`;
      setText(caption, together ? "" : group[0].label);
      caption.style.setProperty("--pg-mark", group[0]?.color ?? "transparent");
      caption.hidden = together;
      setAttribute(canvas, "aria-label", TEXT.say.surface(name, group.map((walk) => said(walk, lost))));
      return { canvas, width: tile - 4, height, box: surfaceBox(ground.window, tile - 4, height) };
    });
  }

  tile(k) {
    const canvas = el("canvas.pg-surface", { role: "img", title: TEXT.clickToStart, "data-testid": `functions-surface-${k}` });
    canvas.onclick = ({ clientX, clientY }) => {
      const { left, top } = canvas.getBoundingClientRect();
      const place = fromBox(this.ground.window, this.boxes[k].box, clientX - left, clientY - top);
      if (place) this.onPlace(place.map((value) => Number(value.toPrecision(3))));
    };
    return el("figure.pg-tile", {}, el("figcaption.pg-tile-name"), canvas);
  }

  /** @param {import("../common/colors.js").Theme} theme @param {number} step @param {Object} axes */
  draw(theme, step, axes) {
    this.groups.forEach((group, k) => {
      const { canvas, width, height, box } = this.boxes[k];
      const context = fit(canvas, width, height);
      context.clearRect(0, 0, width, height);
      context.drawImage(this.baseOf(width, height, box, theme, axes), 0, 0, width, height);
      for (const walk of group) drawWalk(context, this.ground, box, theme, walk, step);
    });
  }

  /** The surface without walks, drawn once as long as its size is the same. */
  baseOf(width, height, box, theme, axes) {
    const key = [width, height, theme.dark, globalThis.devicePixelRatio].join();
    if (this.base?.key !== key) this.base = { key, picture: still(width, height, (context) => this.ground.draw(context, box, theme, axes)) };
    return this.base.picture;
  }
}

const placed = (path, k) => `(${formatRead(path[2 * k])}, ${formatRead(path[2 * k + 1])})`;

const said = ({ label, path, count, heights, lost: isLost }, lost) => TEXT.say.walk(label, placed(path, 0), placed(path, count - 1), formatRead(heights[count - 1]), isLost ? lost(count) : "");
