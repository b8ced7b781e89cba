/** The steps of one round: which comes next, and which get another chance. */
import { halve } from './halve';
import type { Step } from './plan';

export class Steps {
  private waiting: Step[] = [];
  /** To be tried once more when all others are done. */
  private later: Step[] = [];
  private readonly hadChance = new Set<Step>();

  fill(steps: readonly Step[]): void {
    this.waiting = [...steps];
  }

  next(): Step | undefined {
    return this.waiting.shift();
  }

  /** Turns to what was put off. */
  fillWithLater(): void {
    this.waiting = this.later;
    this.later = [];
  }

  /** First until the rest is done, then in halves; false when a step has had all its chances. */
  putOff(step: Step): boolean {
    const halves = halve(step);
    const isFirst = !this.hadChance.has(step);
    for (const each of [step, ...halves]) this.hadChance.add(each);
    if (isFirst) this.later.push(step);
    else this.waiting.unshift(...halves);
    return isFirst || halves.length > 0;
  }

  /** Takes all that is left: never asked, and asked in vain so far. */
  giveUp(): { readonly untried: readonly Step[]; readonly failed: readonly Step[] } {
    const left = { untried: this.waiting, failed: this.later };
    this.waiting = [];
    this.later = [];
    return left;
  }
}
