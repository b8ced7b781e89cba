/** What the system's keychain libraries say when they refuse, and what it means to a person. */
import type { SecretReply } from '../contract/host';

const MEANINGS: readonly (readonly [RegExp, 'unavailable' | 'locked', string])[] = [
  [
    /autolaunch D-Bus|dbus-launch|Could not connect|connection is closed|not provided by any \.service|ServiceUnknown/i,
    'unavailable',
    'no keychain service is running. Start GNOME Keyring or KWallet in this desktop session.',
  ],
  [
    /locked collection|collection\/login|prompt|dismissed/i,
    'locked',
    'it is locked or was never set up. Unlock it and try again.',
  ],
];

/** The reply for a keychain call that was refused. */
export function explainRefusal(id: number, cause: unknown): SecretReply {
  const said = cause instanceof Error ? cause.message : String(cause);
  for (const [pattern, code, reason] of MEANINGS)
    if (pattern.test(said)) return { id, ok: false, code, reason };
  return { id, ok: false, code: 'failed', reason: said };
}
