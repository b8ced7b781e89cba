/**
 * Loaded into a process that is measured (`--require`, also through NODE_OPTIONS): ten times a second notes how long its
 * event loop was held up at the longest, and how much memory it has, in $LEQBOOK_BENCH_PROBE/<process id>.jsonl.
 */
/* global process, setInterval */
const { appendFile, appendFileSync } = require('node:fs');
const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

const EVERY_MS = 100;
const FLUSH_LINES = 10;
/** The monitor's own timer is part of what it reports. */
const RESOLUTION_MS = 1;

function watch(folder) {
  const file = path.join(folder, `${process.pid}.jsonl`);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let lines = [];
  let named = false;
  const note = () => {
    // Only once it runs does a process of Electron's know its own program.
    if (!named) lines.push(`${JSON.stringify({ process: process.type ?? 'node', argv: process.argv })}\n`);
    named = true;
    // A loop that was held up so long that the monitor never ran reports nothing until it has.
    const stallMs = delay.count === 0 ? 0 : Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
    delay.reset();
    lines.push(`${JSON.stringify({ at: Date.now(), stallMs, rss: process.memoryUsage.rss() })}\n`);
  };
  const take = () => {
    const text = lines.join('');
    lines = [];
    return text;
  };
  delay.enable();
  setInterval(() => {
    note();
    if (lines.length >= FLUSH_LINES) appendFile(file, take(), () => undefined);
  }, EVERY_MS).unref();
  process.on('exit', () => {
    note();
    appendFileSync(file, take());
  });
}

if (isMainThread && process.env.LEQBOOK_BENCH_PROBE) watch(process.env.LEQBOOK_BENCH_PROBE);
