/** What an error means to the person in front of it: what happened, what is safe, what to do. Exhaustive and pure. */
import type { AppError } from '../electron/contract/index';
import { bytes, clock, sentence } from './format';

export type ErrorAction = 'retry' | 'sign-in' | 'choose-folder';
export interface Explanation {
  readonly tone: 'note' | 'warn' | 'bad';
  readonly title: string;
  /** What is safe. */
  readonly safe: string;
  /** What to do. */
  readonly todo: string;
  readonly action: ErrorAction | undefined;
}

const STORED = 'Everything stored on this computer is still here.';
const words = (
  tone: Explanation['tone'],
  title: string,
  safe: string,
  todo: string,
  action?: ErrorAction,
): Explanation => ({ tone, title, safe, todo, action });

function keychain(error: Extract<AppError, { kind: 'keychain' }>): Explanation {
  const title = {
    unavailable: 'This computer offers no keychain.',
    locked: "This computer's keychain is locked.",
    timeout: "This computer's keychain did not answer.",
    failed: "This computer's keychain refused.",
  }[error.code];
  return words(
    'warn',
    title,
    `${sentence(error.reason)} The key was not stored anywhere.`,
    'Unlock the keychain and try again, or keep the key for this session only.',
    'retry',
  );
}

function ofService(error: AppError, zone: string): Explanation | undefined {
  switch (error.kind) {
    case 'offline':
      return words(
        'note',
        `MyCirrus cannot be reached: ${error.reason}`,
        STORED,
        'Try again when there is a network.',
        'retry',
      );
    case 'unauthorized':
      return words(
        'bad',
        'MyCirrus rejected this API key.',
        STORED,
        'The key is mistyped, revoked or expired. Copy it again from MyCirrus, or ask whoever manages your keys.',
        'sign-in',
      );
    case 'signed-out':
      return words('note', 'No API key is at hand.', STORED, 'Sign in to fetch from MyCirrus.', 'sign-in');
    case 'forbidden':
      return words(
        'warn',
        error.scope === undefined
          ? 'This API key may not read this.'
          : `This API key lacks the permission ${error.scope}.`,
        STORED,
        'Ask whoever manages your keys for one with that permission, then sign in with it.',
        'sign-in',
      );
    case 'rate-limited':
      return words(
        'note',
        `MyCirrus asks us to wait until ${clock(error.retryAt, zone, true)}.`,
        STORED,
        'Try again then; a running sync goes on by itself.',
        'retry',
      );
    case 'server':
      return words(
        'warn',
        `MyCirrus answered with an error${error.status === undefined ? '' : ` (${String(error.status)})`}: ${error.reason}`,
        STORED,
        'This is usually over in a few minutes. Try again.',
        'retry',
      );
    default:
      return undefined;
  }
}

/** Whoever has no other folder to offer can only make room, or get leave to write, where it is. */
function ofDisk(
  error: Extract<AppError, { kind: 'disk-full' | 'not-writable' }>,
  isFolderOnOffer: boolean,
): Explanation {
  const action = isFolderOnOffer ? 'choose-folder' : 'retry';
  if (error.kind === 'disk-full') {
    const room = error.neededBytes === undefined ? 'some space' : bytes(error.neededBytes);
    return words(
      'bad',
      'The disk is full.',
      'What was finished before is whole; nothing half-written carries a final name.',
      `Free ${room} on ${error.where}${isFolderOnOffer ? ', or choose another folder.' : ', then try again.'}`,
      action,
    );
  }
  return words(
    'bad',
    `Leqbook may not write to ${error.where}.`,
    'Nothing was written there.',
    isFolderOnOffer
      ? 'Choose another folder, or change its permissions.'
      : 'Change its permissions, then try again.',
    action,
  );
}

/**
 * Words and one action for any error. `zone` is the time zone on display.
 * @param offers which actions are at hand; undefined: any may be
 */
export function explain(error: AppError, zone: string, offers?: readonly ErrorAction[]): Explanation {
  switch (error.kind) {
    case 'offline':
    case 'unauthorized':
    case 'signed-out':
    case 'forbidden':
    case 'rate-limited':
    case 'server':
      return ofService(error, zone) ?? unreachable();
    case 'not-found':
      return words(
        'warn',
        `${error.what} was not found.`,
        STORED,
        'It may have been renamed or removed. Go back to the fleet.',
      );
    case 'invalid':
      return words(
        'warn',
        `This was not accepted: ${error.reason}`,
        'Nothing was changed.',
        `Correct it and try again (${error.path}).`,
      );
    case 'disk-full':
    case 'not-writable':
      return ofDisk(error, offers?.includes('choose-folder') ?? true);
    case 'corrupt':
      return words(
        'bad',
        `${error.what} is damaged.`,
        'Leqbook shows nothing that it cannot vouch for, and has deleted nothing.',
        'Sync again to fetch it anew.',
        'retry',
      );
    case 'database-newer':
      return words(
        'bad',
        'The data on this computer was written by a newer Leqbook.',
        `It is untouched (format ${String(error.found)}; this version reads up to ${String(error.supported)}).`,
        'Install the newer Leqbook again.',
      );
    case 'keychain':
      return keychain(error);
    case 'cancelled':
      return words(
        'note',
        'Cancelled.',
        'What was finished before is kept.',
        'Start it again whenever you like.',
        'retry',
      );
    case 'internal':
      return words(
        'bad',
        'Something went wrong inside Leqbook.',
        STORED,
        `Try again. If it stays, report it with the log reference ${error.ref}.`,
        'retry',
      );
    default:
      return error satisfies never;
  }
}

function unreachable(): never {
  throw new Error('explain: an error of the service has no words');
}
