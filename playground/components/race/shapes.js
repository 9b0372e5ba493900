/**
 * Figures as flat lists of shapes: pure functions make them, `patch` shows them as SVG and changes only what differs, `written` writes them as a file.
 * So a file has what one sees.
 */

import { setText } from "../common/dom.js";

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{key: string, tag: string, attributes: Object<string, string | number | null>, text?: string}} Shape */
/** @typedef {{width: number, height: number, title: string, shapes: Shape[], background: string, font: string}} Figure */

/** @returns {Shape} */
export const shape = (key, tag, attributes, text) => ({ key, tag, attributes, text });

const rounded = (value) => (typeof value === "number" ? Math.round(value * 100) / 100 : value);

/** The places of a line as SVG has them; a gap where something is not finite. @param {[number, number][]} points @returns {string} */
export function pathOf(points) {
  let path = "";
  let pen = "M";
  for (const [x, y] of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) pen = "M";
    else {
      path += `${pen}${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
      pen = "L";
    }
  }
  return path;
}

/** An area between two lines; of stretches that are finite one after the other. @param {number[]} x @param {number[]} low @param {number[]} high @returns {string} */
export function areaOf(x, low, high) {
  let path = "";
  let from = 0;
  for (let k = 0; k <= x.length; k++) {
    if (k < x.length && Number.isFinite(low[k]) && Number.isFinite(high[k])) continue;
    if (k - from > 1) {
      const there = x.slice(from, k).map((at, i) => [at, high[from + i]]);
      const back = x.slice(from, k).map((at, i) => [at, low[from + i]]).reverse();
      path += `${pathOf([...there, ...back])}Z`;
    }
    from = k + 1;
  }
  return path;
}

const escaped = (text) => String(text).replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]);

/** A figure as the text of an SVG file. @param {Figure} figure @returns {string} */
export function written({ width, height, title, shapes, background, font }) {
  const inner = shapes.map(({ tag, attributes, text }) => {
    const list = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => ` ${name}="${escaped(rounded(value))}"`).join("");
    return text === undefined ? `<${tag}${list}/>` : `<${tag}${list}>${escaped(text)}</${tag}>`;
  });
  return `<svg xmlns="${SVG}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(font)}"><title>${escaped(title)}</title>` +
    `<rect width="${width}" height="${height}" fill="${background}"/>${inner.join("")}</svg>\n`;
}

/** How large an SVG is on the page. @param {SVGElement} svg */
export function setSize(svg, width, height) {
  for (const [name, value] of [["width", width], ["height", height]]) if (svg.style[name] !== `${value}px`) svg.style[name] = `${value}px`;
}

/** Shows figures in one SVG element. */
export class Plot {
  /** @param {SVGElement} svg */
  constructor(svg) {
    this.svg = svg;
    this.parts = new Map();
    this.order = "";
  }

  static make(attributes = {}) {
    const svg = document.createElementNS(SVG, "svg");
    for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
    return new Plot(svg);
  }

  /** @param {Figure} figure */
  show(figure) {
    this.figure = figure;
    const box = `0 0 ${figure.width} ${figure.height}`;
    if (box !== this.box) this.svg.setAttribute("viewBox", (this.box = box));
    const before = this.parts;
    this.parts = new Map();
    let order = "";
    for (const { key, tag, attributes, text } of figure.shapes) {
      const part = before.get(key) ?? { element: document.createElementNS(SVG, tag), attributes: {}, text: undefined };
      before.delete(key);
      for (const name in attributes) {
        const value = rounded(attributes[name]);
        if (part.attributes[name] === value) continue;
        part.attributes[name] = value;
        if (value === null || value === undefined) part.element.removeAttribute(name);
        else part.element.setAttribute(name, value);
      }
      if (part.text !== text) setText(part.element, (part.text = text));
      this.parts.set(key, part);
      order += `${key}\n`;
    }
    for (const { element } of before.values()) element.remove();
    if (order === this.order) return;
    this.order = order;
    let last = null;
    for (const { element } of this.parts.values()) {
      const next = last ? last.nextSibling : this.svg.firstChild;
      if (next !== element) this.svg.insertBefore(element, next);
      last = element;
    }
  }
}
