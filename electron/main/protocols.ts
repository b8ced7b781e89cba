/** The two schemes of the window: `app:` for its own files under a strict policy, `media:` for audio in the library. */
import { protocol } from 'electron';
import { serveMedia, type MediaDeps } from './media';
import { confine, typeOf } from './serve-file';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  'media-src media:',
  // Read as bytes: audio, to be drawn, and the page's own letters, for pictures; never anything from a network.
  "connect-src 'self' media:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Chromium's ERR_FILE_NOT_FOUND. */
const NOT_FOUND = -6;

export const PAGE = 'app://renderer/index.html';
/** Headers of audio: the page may read what it plays, and no one else may. */
const MEDIA_HEADERS = { 'Access-Control-Allow-Origin': 'app://renderer' };

/** Must run before the app is ready. */
export function declareSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    {
      scheme: 'media',
      // Of another origin than the page: without leave by CORS it could be heard, but neither drawn nor amplified.
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: true },
    },
  ]);
}

const ownFile = (file: string): Electron.ProtocolResponse => ({
  path: file,
  // Systems have opinions of their own on what a script is.
  mimeType: typeOf(file),
  headers: {
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  },
});

export function serveSchemes(deps: MediaDeps & { readonly renderer: string }): void {
  // Older than `handle`, whose answers are fetch's: to load that would cost 40 ms of every start.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else in this Electron serves files with a policy
  protocol.registerFileProtocol('app', ({ url }, answer) => {
    void confine(deps.renderer, new URL(url).pathname).then((file) =>
      answer(file === undefined ? { error: NOT_FOUND } : ownFile(file)),
    );
  });
  protocol.handle('media', (request) => serveMedia(request, MEDIA_HEADERS, deps));
}
