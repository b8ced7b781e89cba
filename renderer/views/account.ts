import type { Account } from '../../electron/contract/index';

/** What an account is called in lists. */
export const describeAccount = (account: Account): string =>
  account.kind === 'demo' && !/demo/i.test(account.label) ? `${account.label} (demo)` : account.label;
