/** What a bench says, and about which machine. */
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
/** How busy the machine was just before; high figures make the bench worthless. */
export const load = () => os.loadavg().map((load) => Math.round(load * 100) / 100);

/** @returns {{ median: number, min: number, max: number }} */
export function summary(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

/** Three significant digits, but never fewer than the whole part has. */
const figure = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3))));

/** The bench as lines of text. */
export function table({ name, loadAverage, rows, failure }) {
  const width = Math.max(0, ...rows.map(({ label }) => label.length));
  const lines = rows.map(({ label, unit, samples, median, min, max }) => {
    const figures = `${figure(median).padStart(8)} (${figure(min)}–${figure(max)}) ${unit}`;
    return `  ${label.padEnd(width)} ${figures}, n = ${samples.length}`;
  });
  const head = `\n${name} (median, least–greatest; load average before ${loadAverage.join(' ')})`;
  return [head, ...lines, ...(failure === undefined ? [] : [`  FAILED: ${failure}`])].join('\n');
}
