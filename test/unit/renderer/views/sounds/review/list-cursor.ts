/** A whole list of sounds as a cursor, for tests. */
import { createSubscriber } from 'svelte/reactivity';
import type { Sound } from '../../../../../../electron/contract/index';
import type { SoundCursor } from '../../../../../../renderer/views/sounds/cursor';

export interface ListCursor extends SoundCursor {
  readonly sounds: readonly Sound[];
  replace(id: string, change: Partial<Sound>): void;
}
export function listCursor(first: readonly Sound[]): ListCursor {
  let sounds = first;
  let index = 0;
  let told = () => undefined as unknown;
  const followed = createSubscriber((update) => {
    told = update;
  });
  function replace(id: string, change: Partial<Sound>): void {
    sounds = sounds.map((sound) => (sound.id === id ? { ...sound, ...change } : sound));
    told();
  }
  const at = (place: number) => {
    followed();
    return sounds[place];
  };
  return {
    get sounds() {
      return sounds;
    },
    get current() {
      return at(index);
    },
    get index() {
      followed();
      return index;
    },
    get total() {
      return sounds.length;
    },
    move(by) {
      index = Math.min(sounds.length - 1, Math.max(0, index + by));
      told();
    },
    peek: (by) => at(index + by),
    patch: replace,
    replace,
  };
}
