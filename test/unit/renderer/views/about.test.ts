import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import { Failure } from '../../../../electron/contract/result';
import About from '../../../../renderer/views/shell/About.svelte';
import { renderView, type RenderedView } from '../../../support/render-view';

let view: RenderedView | undefined;
afterEach(() => view?.close());
const pressLicences = async () =>
  fireEvent.click(await screen.findByRole('button', { name: /^licences of what it carries/ }));

it('shows the licences of all that Leqbook carries, and says when they cannot be shown', async () => {
  let isThere = true;
  const overrides = {
    'app.licences': () => {
      if (!isThere) throw new Failure({ kind: 'not-found', what: 'The list of licences' });
      return undefined;
    },
  };
  view = renderView(About, { onclose: () => undefined }, { overrides });
  const { asked } = view.core;
  await pressLicences();
  await waitFor(() => expect(asked.filter(({ name }) => name === 'app.licences')).toHaveLength(1));
  expect(screen.queryByRole('alert')).toBeNull();
  isThere = false;
  await pressLicences();
  expect((await screen.findByRole('alert')).textContent).toContain('The list of licences');
});
