/** How many pictures of each crew have come and are not yet acknowledged: the server sends no more than a few ahead. */

export class Credit {
  /** @param {(crew: number) => void} acknowledge */
  constructor(acknowledge) {
    this.send = acknowledge;
    this.waiting = new Map();
  }

  /** Pictures have come. */
  took(crew) {
    this.waiting.set(crew, (this.waiting.get(crew) ?? 0) + 1);
  }

  /** All that came were drawn, or newer ones in their place. */
  acknowledge() {
    for (const [crew, count] of this.waiting) for (let k = 0; k < count; k++) this.send(crew);
    this.waiting.clear();
  }

  /** The connection is lost, and with it what was on its way. */
  forget() {
    this.waiting.clear();
  }
}
