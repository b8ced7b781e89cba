/** How quick and how steady the machine is at this moment, so that a bench on a busy one shows as that. */
import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { summary } from './report.mjs';

const ROUNDS = 9;
const WARM_UP = 5;
const WRITES = 15;
const PAGE_BYTES = 4_096;
/** What a quiet machine's repeats of the same work may differ by; more is noise. */
const STEADY = 1.3;

const text = JSON.stringify(Array.from({ length: 200_000 }, (_, i) => ((i * 7919) % 900) / 10));

function parseMs() {
  const start = performance.now();
  let sum = 0;
  for (const value of JSON.parse(text)) sum += value;
  if (sum <= 0) throw new Error('the calibration loop was optimised away');
  return performance.now() - start;
}

/** Appends one page durably, in the folder where the benches write. */
function syncMs(folder) {
  mkdirSync(folder, { recursive: true });
  const own = mkdtempSync(path.join(folder, 'calibration-'));
  const file = openSync(path.join(own, 'pages'), 'w');
  const page = Buffer.alloc(PAGE_BYTES, 1);
  const times = Array.from({ length: WRITES }, () => {
    const start = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  rmSync(own, { recursive: true });
  return times;
}

/** Parses the same text and writes the same page several times. */
export function calibrate(folder) {
  for (let i = 0; i < WARM_UP; i++) parseMs();
  return {
    loadAverage: os.loadavg().map((load) => Math.round(load * 100) / 100),
    parseMs: summary(Array.from({ length: ROUNDS }, parseMs)),
    fdatasyncMs: summary(syncMs(folder)),
  };
}

/** Whether the machine was busy with something else around a bench. */
export function isNoisy(before, after) {
  const parses = [before.parseMs, after.parseMs];
  const medians = parses.map(({ median }) => median);
  const apart = Math.max(...medians) / Math.min(...medians);
  return apart > STEADY || parses.some(({ min, median }) => median / min > STEADY);
}
