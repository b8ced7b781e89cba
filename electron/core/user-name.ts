import { userInfo } from 'node:os';

/** Who works on this computer, as it calls them; '' on systems that have no name for it. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
