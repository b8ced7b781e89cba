/** Temporary folders; all of them are removed at the end by `temp-root.ts`. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const tempFolder = (name: string): string => mkdtempSync(path.join(tmpdir(), `leqbook-${name}-`));
