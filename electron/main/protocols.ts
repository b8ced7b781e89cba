/** The two schemes of the window: `app:` for its own files under a strict policy, `media:` for audio in the library. */
import { protocol } from 'electron';
import { serveMedia, type MediaDeps } from './media';
import { serveFile } from './serve-file';

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

export function serveSchemes(deps: MediaDeps & { readonly renderer: string }): void {
  protocol.handle('app', (request) =>
    serveFile(deps.renderer, new URL(request.url).pathname, request, {
      'Content-Security-Policy': POLICY,
    }),
  );
  protocol.handle('media', (request) => serveMedia(request, MEDIA_HEADERS, deps));
}
