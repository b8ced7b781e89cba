/** The page as it is printed, in a window nobody sees: its title tells main when all of it is there. */
import { mount } from 'svelte';
import type { Passport } from '../../../electron/contract/index';
import type { Api } from '../../api';
import PassportPage from './PassportPage.svelte';
import type { PrintRoute } from './print-route';

export function mountPrint(target: Element, api: Api, { serial, zone }: PrintRoute): void {
  const root = document.documentElement;
  root.classList.add('printed');
  // Paper is white, whatever the screen is.
  root.dataset['theme'] = 'light';
  mount(PassportPage, {
    target,
    props: {
      ...{ api, serial, zone },
      ondone: (passport: Passport | undefined) => {
        document.title =
          passport === undefined ? 'Not printed' : `Calibration passport ${passport.instrument.serial}`;
      },
    },
  });
}
