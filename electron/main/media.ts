/** Audio of the library by id: `media://audio/<account>/<sound>/<format>`. Knows no Electron. */
import path from 'node:path';
import type { AudioFileQuery } from '../contract/host';
import { AudioFileQuery as Query } from '../contract/host';
import { serveFile } from './serve-file';

export interface MediaDeps {
  /** The data folder. */
  readonly home: string;
  /** Where the core says that a file is, relative to the account's audio folder. */
  readonly audioFile: (query: AudioFileQuery) => Promise<string | undefined>;
}

/** What a URL asks for; undefined for any that is not of that form. */
export function parseMediaUrl(url: string): AudioFileQuery | undefined {
  try {
    const { host, pathname } = new URL(url);
    const match = /^\/([a-z0-9]{4,32})\/([^/]+)\/([a-z]{3,4})$/.exec(pathname);
    if (host !== 'audio' || match === null) return undefined;
    const [, account = '', sound = '', format = ''] = match;
    const parsed = Query.safeParse({
      account,
      sound: decodeURIComponent(sound),
      format: format.toUpperCase(),
    });
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Whatever the core answers, only a file below that account's audio folder is served. */
export async function serveMedia(
  request: { readonly url: string; readonly method: string; readonly headers: Headers },
  extra: Readonly<Record<string, string>>,
  { home, audioFile }: MediaDeps,
): Promise<Response> {
  const query = parseMediaUrl(request.url);
  const file = query && (await audioFile(query));
  if (query === undefined || file === undefined) return new Response('not found', { status: 404 });
  const root = path.join(home, 'accounts', query.account, 'audio');
  return serveFile(root, file.split('/').map(encodeURIComponent).join('/'), request, extra);
}
