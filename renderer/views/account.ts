import { toast } from 'svelte-sonner';
import type { Account } from '../../electron/contract/index';
import { explain } from '../explain';
import type { App } from '../state/app.svelte';

/** What an account is called in lists. */
export const describeAccount = (account: Account): string =>
  account.kind === 'demo' && !/demo/i.test(account.label) ? `${account.label} (demo)` : account.label;

/** Goes on with another account of this computer, at its fleet. */
export async function useAccount(app: App, account: string): Promise<void> {
  if (account === app.session.value?.account?.id) return;
  const result = await app.api.call('session.use', { account });
  if (result.ok) {
    app.session.set(result.value);
    app.router.go({ screen: 'fleet' });
  } else toast.error(explain(result.error, app.settings.zone).title);
}
