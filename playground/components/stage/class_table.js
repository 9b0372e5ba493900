/** What the network takes the test data of each class for: the confusion matrix, with recall and precision. Closed until somebody opens it. */

import { precisions, recalls, sum } from "./confusion.js";
import { el, setText } from "./dom.js";
import { formatPercent, formatWhole } from "./format.js";
import { nameOf } from "./names.js";
import { TEXT } from "./text.js";
import { throttle } from "./throttle.js";

const INTERVAL = 400; // ms between two changes: numbers that change faster cannot be read

export class ClassTable {
  constructor() {
    this.table = el("table.pg-table");
    this.element = el("details.pg-card.pg-fold", { "data-testid": "classes", hidden: "" },
      el("summary", { text: TEXT.classTable }), el("p.pg-side", { text: TEXT.classTableHelp }), el("div.pg-scroll", { tabindex: "0", role: "group", "aria-label": TEXT.classTable }, this.table));
    this.show = throttle(() => this.fill(), INTERVAL);
    this.element.ontoggle = () => this.show.call();
  }

  setScene({ classes, class_names: names }) {
    this.element.hidden = classes < 2;
    this.frame = null;
    const each = Array.from({ length: classes }, (_, k) => nameOf(names, k));
    this.cells = each.map(() => each.map(() => el("td")));
    this.recalls = each.map(() => el("td.pg-total"));
    this.precisions = each.map(() => el("td.pg-total"));
    this.accuracy = el("td.pg-total");
    const head = el("tr", {}, el("th", { text: TEXT.classTableCorner }), ...each.map((text) => el("th", { text, title: text, scope: "col" })),
      el("th", { text: TEXT.recall, title: TEXT.help.recall, scope: "col" }));
    const rows = this.cells.map((cells, k) => el("tr", {}, el("th", { text: each[k], title: each[k], scope: "row" }), ...cells, this.recalls[k]));
    const foot = el("tr", {}, el("th", { text: TEXT.precision, title: TEXT.help.precision, scope: "row" }), ...this.precisions, this.accuracy);
    this.table.replaceChildren(el("thead", {}, head), el("tbody", {}, ...rows), el("tfoot", {}, foot));
  }

  setFrame(frame) {
    this.frame = frame;
    this.show.call();
  }

  fill() {
    const table = this.frame?.confusion;
    if (!this.element.open || table?.length !== this.cells.length) return;
    const recall = recalls(table);
    const precision = precisions(table);
    table.forEach((row, k) => {
      const all = sum(row);
      row.forEach((count, j) => {
        const cell = this.cells[k][j];
        setText(cell, formatWhole(count));
        cell.className = count === 0 ? "pg-zero" : j === k ? "pg-right" : "pg-wrong";
        cell.style.setProperty("--pg-part", all ? (count / all).toFixed(3) : "0");
      });
      setText(this.recalls[k], formatPercent(recall[k]));
      setText(this.precisions[k], formatPercent(precision[k]));
    });
    setText(this.accuracy, formatPercent(this.frame.test_score));
  }

  destroy() {
    this.show.cancel();
  }
}
