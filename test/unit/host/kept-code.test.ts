import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { runKept } from '../../../electron/host/kept-code';
import { tempFolder } from '../../support/temp';

let folder: string;
let program: string;
let kept: string;
beforeEach(() => {
  folder = tempFolder('kept-code');
  program = path.join(folder, 'program.cjs');
  kept = path.join(folder, 'program.code');
  writeFileSync(path.join(folder, 'neighbour.cjs'), 'module.exports = 40;');
  writeProgram('require("./neighbour.cjs") + 2');
});

const shared = globalThis as { keptCodeAnswer?: unknown };
/** The answer of a program is what it leaves behind, as a program exports to nobody. */
function writeProgram(answer: string): void {
  writeFileSync(program, `globalThis.keptCodeAnswer = [__filename, __dirname, ${answer}, '°'];`);
}
function answerOf(): { readonly answer: unknown; readonly keep: () => void } {
  delete shared.keptCodeAnswer;
  const { keep } = runKept(program, kept);
  return { answer: shared.keptCodeAnswer, keep };
}
const expected = (value: number) => [program, folder, value, '°'];

test('a program runs as if it had been required, and so it does from its compiled form', () => {
  const first = answerOf();
  expect(first.answer).toEqual(expected(42));
  first.keep();
  const { ino } = statSync(kept);
  const second = answerOf();
  expect(second.answer).toEqual(expected(42));
  second.keep();
  expect(statSync(kept).ino, 'what was kept was used, so it was not written again').toBe(ino);
});

test('another text of the same length is not taken for what was kept', () => {
  answerOf().keep();
  writeProgram('require("./neighbour.cjs") + 3');
  const changed = answerOf();
  expect(changed.answer).toEqual(expected(43));
  const before = readFileSync(kept);
  changed.keep();
  expect(readFileSync(kept)).not.toEqual(before);
});

test.each([
  ['empty', () => Buffer.alloc(0)],
  ['torn in its head', (whole: Buffer) => whole.subarray(0, 6)],
  ['torn in its body', (whole: Buffer) => whole.subarray(0, whole.length >> 1)],
  [
    'with a bit changed',
    (whole: Buffer) => Buffer.from(whole.map((byte, n) => (n === 400 ? byte ^ 1 : byte))),
  ],
])('a kept file that is %s is not run, and replaced', (_, damaged) => {
  answerOf().keep();
  const torn = damaged(readFileSync(kept));
  writeFileSync(kept, torn);
  const again = answerOf();
  expect(again.answer).toEqual(expected(42));
  again.keep();
  expect(Buffer.compare(readFileSync(kept), torn), 'it was written anew').not.toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['neighbour.cjs', 'program.cjs', 'program.code']);
});

test('where nothing can be kept, the program runs all the same', () => {
  kept = path.join(folder, 'no such folder', 'program.code');
  const { answer, keep } = answerOf();
  expect(answer).toEqual(expected(42));
  expect(keep).not.toThrow();
});
