import type { Account } from '../../contract/model';
import type { AudioFileQuery } from '../../contract/host';
import type { Archive } from '../db/archive';

/** Where a local file of a sound is, relative to the account's audio folder. Undefined for an account that is not open. */
export function findAudioFile(
  { account, archive }: { readonly account: Pick<Account, 'id'>; readonly archive: Pick<Archive, 'audio'> },
  query: AudioFileQuery,
): string | undefined {
  return query.account === account.id ? archive.audio.get(query.sound, query.format)?.path : undefined;
}
