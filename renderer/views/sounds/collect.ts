/** Reading many rows of a list at once, where an action needs each of them. */
import type { AppError, Sound } from '../../../electron/contract/index';
import type { Api } from '../../api';
import type { SoundQuery } from './sound-list.svelte';

const ROWS_AT_ONCE = 500;
export type Collected =
  { readonly ok: true; readonly sounds: readonly Sound[] } | { readonly ok: false; readonly error: AppError };

/** The rows of a list from `offset` on, at most `limit`. */
export async function collectSounds(
  api: Pick<Api, 'call'>,
  query: SoundQuery,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<Collected> {
  const sounds: Sound[] = [];
  while (sounds.length < limit) {
    const result = await api.call('sounds.list', {
      ...query,
      offset: offset + sounds.length,
      limit: Math.min(ROWS_AT_ONCE, limit - sounds.length),
    });
    if (!result.ok) return result;
    sounds.push(...result.value.rows);
    if (result.value.rows.length === 0 || offset + sounds.length >= result.value.total) break;
  }
  return { ok: true, sounds };
}
