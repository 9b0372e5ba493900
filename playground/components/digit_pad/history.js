/** The way back and forth between drawings. Drawings are never changed in place, so each step is kept as it is. */

const MOST_STEPS = 100;

export class History {
  constructor() {
    this.past = [];
    this.future = [];
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get canRedo() {
    return this.future.length > 0;
  }

  /** Note what was there before a change; what was undone is then out of reach. */
  note(drawing) {
    this.past = [...this.past, drawing].slice(-MOST_STEPS);
    this.future = [];
  }

  /** @param {T} drawing the present one @returns {T} the one before, or the same where there is none @template T */
  undo(drawing) {
    if (!this.canUndo) return drawing;
    this.future.push(drawing);
    return this.past.pop();
  }

  redo(drawing) {
    if (!this.canRedo) return drawing;
    this.past.push(drawing);
    return this.future.pop();
  }
}
