/** Where the audio of a sound is to be had at the service: in the list of recordings, among the audio of events, or in both. */
import type { AudioFormat } from '../../contract/model';
import { Failure, isFailure } from '../../contract/result';
import type { Api, AudioAnswer, AudioSource } from '../api/api';
import type { JobSound } from './audio-job';

export interface Sources {
  /**
   * The recording, or where there is none or it is gone, the audio of the event. Throws what the service says, and
   * Failure `forbidden` without asking where an event's audio was refused before.
   */
  open(sound: JobSound, ...rest: Rest): Promise<Opened>;
}
export interface Opened {
  readonly answer: AudioAnswer;
  readonly list: AudioSource['list'];
}
type Rest = [format: AudioFormat, resume: Parameters<Api['audio']>[2], signal: AbortSignal];

export function createSources(api: Pick<Api, 'audio'>): Sources {
  let eventsForbidden: Failure | undefined;
  const ask = async (source: AudioSource, rest: Rest): Promise<Opened> => {
    if (source.list === 'events' && eventsForbidden !== undefined) throw eventsForbidden;
    try {
      return { answer: await api.audio(source, ...rest), list: source.list };
    } catch (error) {
      if (source.list === 'events' && isFailure(error, 'forbidden')) eventsForbidden = error;
      throw error;
    }
  };
  return {
    async open(sound, ...rest) {
      const [first, second] = sourcesOf(sound);
      if (first === undefined) throw new Failure({ kind: 'not-found', what: 'The audio of this sound' });
      if (second === undefined) return ask(first, rest);
      return ask(first, rest).catch((error: unknown) => {
        if (!isFailure(error, 'not-found')) throw error;
        return ask(second, rest);
      });
    },
  };
}

function sourcesOf({ recording, eventAudio }: JobSound): readonly AudioSource[] {
  return [
    ...(recording === undefined ? [] : [{ list: 'recordings' as const, id: recording }]),
    ...(eventAudio === undefined ? [] : [{ list: 'events' as const, id: eventAudio }]),
  ];
}
