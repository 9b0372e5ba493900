/** What each layer makes of a picture, drawn: maps as small pictures, units as coloured cells. */

import { Pictures } from "../common/canvas.js";
import { cssColor, signedByte } from "../common/colors.js";
import { formatShort } from "../common/format.js";
import { isMaps } from "./digits_layout.js";
import { responsesOf, shownOf } from "./responses.js";
import { spotBox } from "./spots.js";
import { TEXT } from "./text.js";

const layerAt = ({ columns }, k) => columns[k].layer;

/** Numbers one below the other, as the pixels of a canvas: drawn one by one they would take most of the time of a frame. */
class Strip {
  constructor(count) {
    this.canvas = Object.assign(document.createElement("canvas"), { width: 1, height: count });
    this.context = this.canvas.getContext("2d");
    this.image = this.context.createImageData(1, count);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  put({ data, scale }, colors) {
    for (let k = 0; k < data.length; k++) this.pixels[k] = colors[signedByte(data[k] / scale)];
    this.context.putImageData(this.image, 0, 0);
  }
}

export class LayerPictures {
  /** Make a canvas for the maps of each column that has some. */
  setScene(scene, layout, theme) {
    Object.assign(this, { scene, layout, theme, responses: null });
    this.strips = layout.columns.map(({ kind, layer }) => (kind === "strip" ? new Strip(shownOf(scene, layer)) : null));
    this.pictures = layout.columns.map(({ kind, count, side }) => (isMaps(kind) ? new Pictures(side, count) : null));
  }

  /** @param {?Object} guess */
  setGuess(guess) {
    this.responses = responsesOf(this.scene, guess);
    this.strips.forEach((strip, k) => {
      const response = strip && this.responses?.[layerAt(this.layout, k)];
      if (response) strip.put(response, this.theme.scale);
    });
    this.pictures.forEach((pictures, k) => {
      const maps = pictures && this.responses?.[layerAt(this.layout, k)];
      if (!maps) return;
      pictures.put(0, maps.data, this.theme.scale);
      pictures.flush();
    });
  }

  /** What a unit says, as a byte of the diverging scale; null where that is not known. @returns {?number} */
  levelOf(layer, unit) {
    const response = this.responses?.[layer];
    return response?.kind === "units" && unit < response.count ? signedByte(response.data[unit] / response.scale) : null;
  }

  colorOf(layer, unit) {
    const level = this.levelOf(layer, unit);
    return level === null ? null : cssColor(this.theme.scale[level]);
  }

  draw(context) {
    this.layout.columns.forEach((column, k) => {
      if (isMaps(column.kind)) this.drawMaps(context, column, k);
      if (column.kind === "cells") this.drawCells(context, column, k);
      if (column.kind === "units") this.drawFrames(context, column, k);
      if (column.kind === "strip") this.drawStrip(context, column, this.strips[k]);
      if (column.grid) this.drawScale(context, column);
    });
  }

  drawMaps(context, { grid, side }, column) {
    context.strokeStyle = this.theme.border;
    context.lineWidth = 1;
    for (let unit = 0; unit < grid.count; unit++) {
      const { x, y, side: size } = spotBox(this.layout, { column, unit });
      context.imageSmoothingEnabled = side > size;
      if (this.responses) this.pictures[column].drawSquare(context, unit, x, y, size);
      context.strokeRect(x, y, size, size);
    }
    context.imageSmoothingEnabled = true;
  }

  drawCells(context, { grid, layer }, column) {
    context.strokeStyle = this.theme.border;
    context.lineWidth = grid.cell > 7 ? 1 : 0.5;
    for (let unit = 0; unit < grid.count; unit++) {
      const { x, y, side } = spotBox(this.layout, { column, unit });
      context.beginPath();
      context.roundRect(x, y, side, side, side * 0.25);
      context.fillStyle = this.colorOf(layer, unit) ?? this.theme.paper;
      context.fill();
      context.stroke();
    }
  }

  // Around each weight picture, what the unit says.
  drawFrames(context, { grid, layer }, column) {
    if (this.responses?.[layer]?.kind !== "units") return;
    context.lineWidth = Math.max(1, Math.min(2.5, grid.cell * 0.07));
    for (let unit = 0; unit < grid.count; unit++) {
      const level = this.levelOf(layer, unit);
      if (level === null || Math.abs(level - 128) < 12) continue;
      const { x, y, side } = spotBox(this.layout, { column, unit });
      context.strokeStyle = level < 128 ? this.theme.negative : this.theme.positive;
      context.globalAlpha = Math.min(1, 0.1 + Math.abs(level - 128) / 110);
      context.beginPath();
      context.roundRect(x, y, side, side, side * 0.12);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  drawStrip(context, { x, y, width, height }, strip) {
    if (!this.responses) return;
    context.imageSmoothingEnabled = false;
    context.drawImage(strip.canvas, x, y, width, height);
    context.imageSmoothingEnabled = true;
  }

  // How large the strongest colour is. Around weight pictures it is that of their frames; kernels have a scale of their own.
  drawScale(context, { kind, layer, x, y, width, height, grid }) {
    const response = this.responses?.[layer];
    if (!response || this.layout.upright || (kind === "units" && response.kind !== "units")) return;
    context.font = `10px ${this.theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = this.theme.muted;
    const value = `±${formatShort(response.scale)}`;
    const text = kind === "units" && grid.cell > 14 ? TEXT.frames(value) : value;
    if (context.measureText(text).width < width + 14) context.fillText(text, x + width / 2, y + height + 9);
  }
}
