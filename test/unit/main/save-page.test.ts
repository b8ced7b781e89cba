/** A page saved as PDF: what is on disk, and what still works, when a person waits, dismisses or cancels. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { savePage } from '../../../electron/main/save-page';
import { tempFolder } from '../../support/temp';

const root = tempFolder('save-page');
const bytes = new TextEncoder().encode('%PDF-1.4');
const request = { hash: '#/print/passport/QT1/UTC', name: 'Passport.pdf' };

let count = 0;
let file = '';
let cancel: AbortController;
beforeEach(() => {
  file = path.join(root, `${String(count++)}.pdf`);
  cancel = new AbortController();
});
const left = () => readdirSync(root).filter((name) => name.startsWith(path.basename(file)));

function open<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (cause: Error) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    [resolve, reject] = [onResolve, onReject];
  });
  return { promise, resolve, reject };
}

/** A drawing that comes to its end when told, or when its signal fires. */
function drawing() {
  const { promise, resolve, reject } = open<Uint8Array>();
  const seen: { signal?: AbortSignal } = {};
  return {
    ...{ resolve, reject, seen },
    draw(_hash: string, signal: AbortSignal) {
      seen.signal = signal;
      signal.addEventListener('abort', () => reject(new Error('stopped')));
      return promise;
    },
  };
}

test('it is drawn while the person still looks for a place, and then is there at once and whole', async () => {
  const { draw, resolve, seen } = drawing();
  const place = open<string | undefined>();
  const saved = savePage({ draw, choosePlace: () => place.promise }, request, cancel.signal);
  expect(seen.signal?.aborted).toBe(false);
  resolve(bytes);
  place.resolve(file);
  expect(await saved).toBe(file);
  expect(readFileSync(file)).toEqual(Buffer.from(bytes));
  expect(left()).toEqual([path.basename(file)]);
});

test('dismissed, nothing is drawn any longer and nothing written', async () => {
  const { draw, seen } = drawing();
  expect(
    await savePage({ draw, choosePlace: () => Promise.resolve(undefined) }, request, cancel.signal),
  ).toBeUndefined();
  expect(seen.signal?.aborted).toBe(true);
  expect(left()).toEqual([]);
});

test('cancelled while it is drawn, the drawing ends and no file is left', async () => {
  const { draw, seen } = drawing();
  const saved = savePage({ draw, choosePlace: () => Promise.resolve(file) }, request, cancel.signal);
  cancel.abort();
  await expect(saved).rejects.toThrow('stopped');
  expect(seen.signal?.aborted).toBe(true);
  expect(left()).toEqual([]);
});

test('cancelled once it is drawn, still no file is left', async () => {
  const choosePlace = () => {
    cancel.abort();
    return Promise.resolve(file);
  };
  const saved = savePage({ draw: () => Promise.resolve(bytes), choosePlace }, request, cancel.signal);
  await expect(saved).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  expect(left()).toEqual([]);
});

test('where nothing can be written it says so, and leaves nothing', async () => {
  const choosePlace = () => Promise.resolve(path.join(root, 'missing', 'page.pdf'));
  const saved = savePage({ draw: () => Promise.resolve(bytes), choosePlace }, request, cancel.signal);
  await expect(saved).rejects.toMatchObject({ error: { kind: 'not-writable' } });
});
