import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createDocuments } from '../../../../electron/core/documents/documents';
import { tempFolder } from '../../../support/temp';

const root = tempFolder('documents');
const folder = path.join(root, 'kept');
const documents = createDocuments(folder);
function write(name: string, bytes: string | Buffer): string {
  const file = path.join(root, name);
  writeFileSync(file, bytes);
  return file;
}

test('a PDF is kept as it is under its SHA-256, once, and found again', async () => {
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(700_000, 'x')]);
  const kept = await documents.add(write('UKAS 4471.pdf', bytes));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(kept).toEqual({ name: 'UKAS 4471.pdf', sha256, sizeBytes: bytes.length });
  expect(readFileSync(await documents.find(sha256)).equals(bytes)).toBe(true);
  await documents.add(write('again.pdf', bytes));
  expect(readdirSync(folder)).toEqual([`${sha256}.pdf`]);
});

test('what is no PDF is refused and leaves nothing behind', async () => {
  const before = readdirSync(folder);
  await expect(documents.add(write('virus.pdf', 'MZ...'))).rejects.toThrow('it is not a PDF');
  await expect(documents.add(write('empty.pdf', ''))).rejects.toThrow('it is empty');
  await expect(documents.add(path.join(root, 'gone.pdf'))).rejects.toThrow('was not found');
  expect(readdirSync(folder)).toEqual(before);
});

test('a copy that was altered is not opened as if it were the certificate', async () => {
  const { sha256 } = await documents.add(write('a.pdf', '%PDF-1.4 a'));
  writeFileSync(path.join(folder, `${sha256}.pdf`), '%PDF-1.4 b');
  await expect(documents.find(sha256)).rejects.toThrow('The attached PDF is damaged');
  await expect(documents.find('0'.repeat(64))).rejects.toThrow('The attached PDF was not found');
});
