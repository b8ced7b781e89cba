import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { PrintRequest } from '../../../electron/contract/host';
import { createFolders } from '../../../electron/core/folders';
import type { HandlerDeps } from '../../../electron/core/handlers';
import { createPassportHandlers } from '../../../electron/core/passport-handlers';
import { clockAt } from '../../support/temp-archive';
import { tempFolder } from '../../support/temp';

const folder = tempFolder('passport');
const signal = new AbortController().signal;
const answers: { chosen: string | undefined; saved: string | undefined } = {
  chosen: undefined,
  saved: undefined,
};
const asked: PrintRequest[] = [];
const opened: string[] = [];
const folders = createFolders();
const handlers = createPassportHandlers({
  folders,
  clock: clockAt(Date.UTC(2026, 10, 22, 12)),
  app: { version: '1.2.3', electron: undefined, packaged: false },
  open: () => ({ folder }),
  host: {
    chooseDocument: () => Promise.resolve(answers.chosen),
    openDocument: (file: string) => Promise.resolve(void opened.push(file)),
    printPage(request: PrintRequest) {
      asked.push(request);
      return Promise.resolve(answers.saved);
    },
  },
} as unknown as HandlerDeps);
const print = () =>
  handlers['passport.print']({ instrument: '../QT 1', zone: 'America/Argentina/La_Rioja' }, signal);

test('a passport is printed under a safe name, and the folder it went to can be shown', async () => {
  expect(await print()).toBeUndefined();
  answers.saved = path.join(folder, 'Passport.pdf');
  const printed = await print();
  expect(printed).toMatchObject({ path: answers.saved });
  expect(folders.path(printed?.folder.handle ?? '')).toBe(folder);
  expect(asked[1]).toEqual({
    hash: '#/print/passport/..%2FQT%201/America%2FArgentina%2FLa_Rioja',
    name: 'Calibration passport QT-1 2026-11-22.pdf',
  });
});

test('a certificate is copied into the account, and the copy is what is opened', async () => {
  expect(await handlers['certificates.choose'](undefined, signal)).toBeUndefined();
  answers.chosen = path.join(folder, 'lab.pdf');
  writeFileSync(answers.chosen, '%PDF-1.4 lab');
  const kept = await handlers['certificates.choose'](undefined, signal);
  await handlers['certificates.open']({ sha256: kept?.sha256 ?? '' }, signal);
  expect(opened).toEqual([path.join(folder, 'documents', `${kept?.sha256 ?? ''}.pdf`)]);
  expect(existsSync(opened[0] ?? '')).toBe(true);
});
