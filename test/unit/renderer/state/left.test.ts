/** What a person set up on a screen is there again when they come back to it. */
import { expect, it } from 'vitest';
import { createLeft } from '../../../../renderer/state/left.svelte';

it('is found as it was left, by its place and by its account', () => {
  let account: string | undefined = 'acme';
  const left = createLeft(() => account);
  left.of('fleet filter', '').value = 'quay';
  left.of('notes filter', '').value = 'lorry';
  expect(left.of('fleet filter', '').value).toBe('quay');
  account = 'demo';
  expect(left.of('fleet filter', '').value).toBe('');
  account = 'acme';
  expect(left.of('notes filter', '').value).toBe('lorry');
});
