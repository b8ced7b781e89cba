/** When requests were sent, oldest first: as many as the service may still be counting. */
export class SentLog {
  private times: number[] = [];
  private head = 0;

  /** Times come in order. */
  add(sentAt: number): void {
    this.times.push(sentAt);
  }

  /** Takes out one that was refused: it does not count. */
  remove(sentAt: number): void {
    const index = this.times.lastIndexOf(sentAt);
    if (index >= this.head) this.times.splice(index, 1);
  }

  forgetBefore(time: number): void {
    while ((this.times[this.head] ?? Infinity) < time) this.head += 1;
    if (this.head < 1_000 || this.head * 2 < this.times.length) return;
    this.times = this.times.slice(this.head);
    this.head = 0;
  }

  /** How many were sent in (from, to]. */
  count(from: number, to: number): number {
    let count = 0;
    for (let i = this.times.length - 1; i >= this.head; i -= 1) {
      const time = this.times[i] ?? 0;
      if (time <= from) break;
      if (time <= to) count += 1;
    }
    return count;
  }

  /** When the last was sent, for 1; the one before, for 2; and so on. Undefined when there were fewer. */
  last(nth: number): number | undefined {
    const index = this.times.length - nth;
    return index < this.head ? undefined : this.times[index];
  }
}
