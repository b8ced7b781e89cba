/** What a bench says, about which machine, and how it compares with what was promised. */
import os from 'node:os';

/** The fewest samples a figure may rest on. */
export const LEAST_SAMPLES = 7;

export function machine() {
  const cpus = os.cpus();
  const memoryGb = (os.totalmem() / 2 ** 30).toFixed(1);
  return {
    at: new Date().toISOString(),
    system: `${os.type()} ${os.release()} ${os.arch()}, ${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown'}, ${memoryGb} GB`,
    node: process.versions.node,
  };
}

/** @returns {{ median: number, min: number, max: number }} */
export function summary(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

/** Three significant digits, but never fewer than the whole part has. */
const figure = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3))));
const range = ({ median, min, max }) => `${figure(median)} (${figure(min)}–${figure(max)})`;

/** The bench as lines of text. */
export function table({ name, noise, rows = [], notes = [], failure }) {
  const width = Math.max(0, ...rows.map(({ label }) => label.length));
  const lines = rows.map(({ label, unit, samples, median, min, max }) => {
    const figures = `${figure(median).padStart(8)} (${figure(min)}–${figure(max)}) ${unit}`;
    return `  ${label.padEnd(width)} ${figures}, n = ${samples.length}`;
  });
  const remarks = notes.map((note) => `  · ${note}`);
  const failed = failure === undefined ? [] : [`  FAILED: ${failure}`];
  return [`\n${name} (median, least–greatest)`, ...noiseLines(noise), ...lines, ...remarks, ...failed].join(
    '\n',
  );
}

function noiseLines(noise) {
  if (noise === undefined) return [];
  const one = ({ loadAverage, parseMs, fdatasyncMs }) =>
    `load ${loadAverage.join(' ')}, calibration loop ${range(parseMs)} ms, fdatasync ${range(fdatasyncMs)} ms`;
  const verdict = noise.noisy
    ? ['  ! the machine was busy with something else: these figures are rough']
    : [];
  return [`  before: ${one(noise.before)}`, `  after:  ${one(noise.after)}`, ...verdict];
}

/**
 * What a row says of a promise. `by` is the figure that is judged: the median, or the worst of all samples.
 * @returns {{ measured: number, verdict: 'aim' | 'must' | 'MISSED' }}
 */
export function judge({ median, min, max, target }) {
  const { must, aim, better, by = 'median' } = target;
  const worst = better === 'more' ? min : max;
  const measured = by === 'worst' ? worst : median;
  const reaches = (limit) => (better === 'more' ? measured >= limit : measured <= limit);
  const verdict = reaches(aim) ? 'aim' : reaches(must) ? 'must' : 'MISSED';
  return { measured, verdict };
}

const WORDS = { aim: 'aim reached', must: 'must reached', MISSED: 'MISSED' };

/** Every promise with what became of it: quantity, measured, must, aim, verdict. */
export function verdicts(benches) {
  const judged = benches.flatMap(({ name, rows = [], failure, noise }) => {
    const mark = `${failure === undefined ? '' : ', void: the bench failed'}${noise?.noisy ? ', noisy' : ''}`;
    return rows
      .filter(({ target }) => target !== undefined)
      .map((row) => {
        const { measured, verdict } = judge(row);
        const { must, aim, better, by = 'median' } = row.target;
        const sign = better === 'more' ? '≥' : '≤';
        return [
          `${name}: ${row.label}`,
          `${figure(measured)} ${row.unit}${by === 'worst' ? ' (worst)' : ''}`,
          `${sign} ${figure(must)}`,
          `${sign} ${figure(aim)}`,
          WORDS[verdict] + mark,
        ];
      });
  });
  if (judged.length === 0) return '';
  const lines = [['quantity', 'measured', 'must', 'aim', 'verdict'], ...judged];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return `\n${lines.map((line) => `  ${line.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd()).join('\n')}`;
}

/** Whether a promise was missed, or a bench did not get through. */
export const isBad = ({ rows = [], failure }) =>
  failure !== undefined || rows.some((row) => row.target !== undefined && judge(row).verdict === 'MISSED');
