/**
 * A context like that of a canvas which writes SVG: so a figure is drawn by the same code on the page and into a vector file.
 * It knows what our drawings need, and no more.
 */

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const number = (value) => String(Number(value.toFixed(2)));
const ANCHORS = { left: "start", center: "middle", right: "end" };
const BASELINES = { top: "0.8em", middle: "0.35em", alphabetic: "0", bottom: "-0.2em" };
const STATE = ["fillStyle", "strokeStyle", "lineWidth", "lineCap", "lineJoin", "globalAlpha", "font", "textAlign", "textBaseline", "dash", "transform", "clipId"];

export class SvgPen {
  /** @param {number} width @param {number} height @param {?{measureText: (text: string) => {width: number}, font: string}} [ruler] a real context, to measure texts by */
  constructor(width, height, ruler = null) {
    Object.assign(this, { width, height, ruler, parts: [], clips: [], stack: [], path: "" });
    Object.assign(this, { fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, lineCap: "butt", lineJoin: "miter", globalAlpha: 1 });
    Object.assign(this, { font: "12px sans-serif", textAlign: "left", textBaseline: "alphabetic", dash: [], transform: "", clipId: null });
  }

  save() {
    this.stack.push(STATE.map((name) => this[name]));
  }

  restore() {
    this.stack.pop()?.forEach((value, k) => (this[STATE[k]] = value));
  }

  translate(x, y) {
    this.transform += `translate(${number(x)} ${number(y)})`;
  }

  rotate(angle) {
    this.transform += `rotate(${number((angle * 180) / Math.PI)})`;
  }

  setLineDash(dash) {
    this.dash = dash;
  }

  beginPath() {
    this.path = "";
  }

  moveTo(x, y) {
    this.path += `M${number(x)} ${number(y)}`;
  }

  lineTo(x, y) {
    this.path += `${this.path ? "L" : "M"}${number(x)} ${number(y)}`;
  }

  closePath() {
    this.path += "Z";
  }

  rect(x, y, width, height) {
    this.path += `M${number(x)} ${number(y)}h${number(width)}v${number(height)}h${number(-width)}Z`;
  }

  roundRect(x, y, width, height) {
    this.rect(x, y, width, height);
  }

  /** A whole circle, whatever its ends. */
  arc(x, y, radius) {
    const r = number(radius);
    this.path += `M${number(x - radius)} ${number(y)}a${r} ${r} 0 1 0 ${number(2 * radius)} 0a${r} ${r} 0 1 0 ${number(-2 * radius)} 0Z`;
  }

  clip() {
    this.clips.push(`<clipPath id="c${this.clips.length}"><path d="${this.path}"${this.transform ? ` transform="${this.transform}"` : ""}/></clipPath>`);
    this.clipId = this.clips.length - 1;
  }

  fill() {
    if (this.path) this.add(`<path d="${this.path}" fill="${escape(this.fillStyle)}"${this.opacity}`, "/>");
  }

  stroke() {
    if (!this.path) return;
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    const ends = `${this.lineCap === "butt" ? "" : ` stroke-linecap="${this.lineCap}"`}${this.lineJoin === "miter" ? "" : ` stroke-linejoin="${this.lineJoin}"`}`;
    this.add(`<path d="${this.path}" fill="none" stroke="${escape(this.strokeStyle)}" stroke-width="${number(this.lineWidth)}"${dash}${ends}${this.opacity}`, "/>");
  }

  fillRect(x, y, width, height) {
    this.add(`<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${escape(this.fillStyle)}"${this.opacity}`, "/>");
  }

  strokeRect(x, y, width, height) {
    this.beginPath();
    this.rect(x, y, width, height);
    this.stroke();
  }

  clearRect() {}

  fillText(text, x, y) {
    const [, style = "", weight = "", size = "12", family = "sans-serif"] = /^(italic )?(\d{3} )?([\d.]+)px (.*)$/.exec(this.font) ?? [];
    const look = `font-family="${escape(family)}" font-size="${size}"${weight ? ` font-weight="${weight.trim()}"` : ""}${style ? ' font-style="italic"' : ""}`;
    this.add(`<text x="${number(x)}" y="${number(y)}" dy="${BASELINES[this.textBaseline] ?? 0}" text-anchor="${ANCHORS[this.textAlign] ?? "start"}" ${look} fill="${escape(this.fillStyle)}"${this.opacity}`, `>${escape(text)}</text>`);
  }

  measureText(text) {
    if (!this.ruler) return { width: 6.5 * text.length };
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  drawImage(picture, x, y, width, height) {
    this.add(`<image href="${picture.toDataURL("image/png")}" x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" preserveAspectRatio="none"`, "/>");
  }

  get opacity() {
    return this.globalAlpha < 1 ? ` opacity="${number(this.globalAlpha)}"` : "";
  }

  add(head, tail) {
    const placed = `${this.transform ? ` transform="${this.transform}"` : ""}`;
    const element = `${head}${placed}${tail}`;
    this.parts.push(this.clipId === null ? element : `<g clip-path="url(#c${this.clipId})">${element}</g>`);
  }

  /** @returns {string} the content of a file */
  toString() {
    const defs = this.clips.length ? `<defs>${this.clips.join("")}</defs>` : "";
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" viewBox="0 0 ${this.width} ${this.height}">${defs}${this.parts.join("\n")}</svg>\n`;
  }
}
