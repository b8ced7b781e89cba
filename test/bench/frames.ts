/** What the scripts of a page took in each frame while somebody moved something, from Chromium's own trace. */
import type { Page } from 'playwright';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}
interface Spell {
  readonly from: number;
  readonly to: number;
}

/** A frame of the main thread begins with this. */
const FRAME = 'BeginMainThreadFrame';
/** Scripts run inside these, and nothing else that counts does. */
const SCRIPTS = new Set([
  ...['EvaluateScript', 'FunctionCall', 'EventDispatch', 'FireAnimationFrame', 'TimerFire'],
  ...['RunMicrotasks', 'v8.callFunction', 'MinorGC', 'MajorGC', 'V8.GCScavenger', 'XHRReadyStateChange'],
]);
const CATEGORIES = [
  ...[
    'devtools.timeline',
    'disabled-by-default-devtools.timeline',
    'disabled-by-default-devtools.timeline.frame',
  ],
  ...['v8', 'toplevel', '__metadata'],
];

/** @returns ms of script in each frame in which there was any */
export async function scriptPerFrame(page: Page, work: () => Promise<unknown>): Promise<number[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser');
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  return framesOf(trace.traceEvents);
}

function framesOf(events: readonly TraceEvent[]): number[] {
  const main = mainThread(events);
  const own = events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const starts = own.filter(({ name }) => name === FRAME).map(({ ts }) => ts);
  const spells = outermost(
    own.flatMap(({ name, ph, ts, dur = 0 }) =>
      ph === 'X' && SCRIPTS.has(name) ? [{ from: ts, to: ts + dur }] : [],
    ),
  );
  if (starts.length === 0 || spells.length === 0) throw new Error('void: the trace shows no frames');
  return starts
    .map((from, index) => {
      const to = starts[index + 1] ?? Infinity;
      const inside = spells.filter((spell) => spell.from >= from && spell.from < to);
      return inside.reduce((sum, spell) => sum + spell.to - spell.from, 0) / 1_000;
    })
    .filter((ms) => ms > 0);
}

/** The thread of the page: of those so named, the one with most frames. */
function mainThread(events: readonly TraceEvent[]): { readonly pid: number; readonly tid: number } {
  const named = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const framesIn = ({ pid, tid }: TraceEvent): number =>
    events.filter((event) => event.name === FRAME && event.pid === pid && event.tid === tid).length;
  const [busiest] = [...named].sort((a, b) => framesIn(b) - framesIn(a));
  if (busiest === undefined) throw new Error('void: the trace names no main thread');
  return busiest;
}

/** Without those that lie within others: a function called by a function is counted once. */
function outermost(spells: readonly Spell[]): readonly Spell[] {
  const found: Spell[] = [];
  for (const spell of [...spells].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = found.at(-1);
    if (last === undefined || spell.from >= last.to) found.push(spell);
    else if (spell.to > last.to) found[found.length - 1] = { from: last.from, to: spell.to };
  }
  return found;
}

/** The value that 95 of 100 keep to. */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(0.95 * sorted.length))] ?? NaN;
}
