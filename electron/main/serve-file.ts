/** Serves files under one folder to a custom scheme: confined to it, with Range. Knows no Electron. */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.flac': 'audio/flac',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.aac': 'audio/aac',
  '.m4a': 'audio/mp4',
};

/** By its extension. */
export const typeOf = (file: string): string =>
  TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream';

export interface ByteRange {
  readonly start: number;
  /** Inclusive, as in the header. */
  readonly end: number;
}
/** Undefined: no usable Range header, so send everything. `unsatisfiable`: answer 416. */
export function parseRange(header: string | null, size: number): ByteRange | undefined | 'unsatisfiable' {
  const match = header === null ? null : /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '')
    return Number(last) === 0 ? 'unsatisfiable' : range(Math.max(0, size - Number(last)), size - 1, size);
  return range(Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1), size);
}
const range = (start: number, end: number, size: number) =>
  start >= size ? 'unsatisfiable' : start > end ? undefined : { start, end };

/** The real path of `urlPath` under `root`; undefined when it does not exist or leaves the folder in any way. */
export async function confine(root: string, urlPath: string): Promise<string | undefined> {
  try {
    const decoded = decodeURIComponent(urlPath);
    if (decoded.includes('\0') || decoded.includes('\\')) return undefined;
    const base = await realpath(root);
    const target = await realpath(path.join(base, path.posix.normalize(`/${decoded}`)));
    return target.startsWith(base + path.sep) ? target : undefined;
  } catch {
    return undefined;
  }
}

/** Answers GET and HEAD for a file under `root`; anything else is 404, 405 or 416. */
export async function serveFile(
  root: string,
  urlPath: string,
  request: { readonly method: string; readonly headers: Headers },
  extra: Readonly<Record<string, string>>,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
  const target = await confine(root, urlPath);
  const info = target === undefined ? undefined : await stat(target);
  if (target === undefined || info?.isFile() !== true) return new Response('not found', { status: 404 });
  const headers: Record<string, string> = {
    'Content-Type': typeOf(target),
    'Accept-Ranges': 'bytes',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...extra,
  };
  const part = parseRange(request.headers.get('range'), info.size);
  if (part === 'unsatisfiable')
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'Content-Range': `bytes */${info.size}` },
    });
  const { start, end } = part ?? { start: 0, end: info.size - 1 };
  headers['Content-Length'] = String(end - start + 1);
  if (part !== undefined) headers['Content-Range'] = `bytes ${start}-${end}/${info.size}`;
  const empty = request.method === 'HEAD' || info.size === 0;
  const body = empty ? null : (Readable.toWeb(createReadStream(target, { start, end })) as ReadableStream);
  return new Response(body, { status: part === undefined ? 200 : 206, headers });
}
