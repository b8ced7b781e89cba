/** A first run in one new home after another: opens the account of its own key in each. Told where over standard input. */
import { createInterface } from 'node:readline';
import { openAccounts } from '../../../electron/core/accounts';
import { keptLog } from '../../support/quiet-log';

const key = process.argv[2] ?? '';
for await (const home of createInterface({ input: process.stdin })) {
  const accounts = openAccounts(home, keptLog());
  accounts.save(accounts.forKey(key, 1_000));
  process.stdout.write(`${home}\n`);
}
