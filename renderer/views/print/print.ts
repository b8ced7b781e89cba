/** The page as it is printed, in a window nobody sees: its title tells main when all of it is there. */
import { mount } from 'svelte';
import type { AppError } from '../../../electron/contract/index';
import type { Api } from '../../api';
import PassportPage from '../passport/PassportPage.svelte';
import type { PrintRoute } from './print-route';
import SelectionPage from './selection/SelectionPage.svelte';

export function mountPrint(target: Element, api: Api, route: PrintRoute): void {
  const root = document.documentElement;
  root.classList.add('printed');
  // Paper is white, whatever the screen is.
  root.dataset['theme'] = 'light';
  /** Told what it is once all of it is on the page, or that it cannot be. */
  const ondone = (title: string | undefined, why?: AppError): void => {
    // With what the log calls it: whoever asked for the page is to be told.
    document.title = title ?? `Not printed ${why?.kind === 'internal' ? why.ref : ''}`;
  };
  if (route.page === 'passport') mount(PassportPage, { target, props: { api, ...route, ondone } });
  else mount(SelectionPage, { target, props: { api, route, ondone } });
}
