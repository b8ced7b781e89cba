/** What the palette can do besides going to what is stored: screens, actions, settings and rules, each by its name. */
import { toast } from 'svelte-sonner';
import type { Span } from '../../../electron/contract/index';
import type { ZoomStep } from '../../../electron/contract/zoom';
import { explain } from '../../explain';
import { TABS, type Route } from '../../router.svelte';
import type { App, Overlay } from '../../state/app.svelte';
import type { Theme, TimeDisplay } from '../../state/settings.svelte';
import { askZoom } from '../../zoom';
import { describeAccount, useAccount } from '../account';
import { startVerify } from '../jobs/verify';
import { lastHour } from '../people/moment';
import { RULE_GROUPS } from '../people/rule-fields';
import { tellSaved } from '../save/saving';
import type { PaletteEntry } from './palette-entries';

export type Command = PaletteEntry<() => void>;
/** The instrument that one is at. */
export interface Here {
  readonly serial: string;
  readonly name: string;
  /** The time on show. */
  readonly span: Span | undefined;
}
type Plain = readonly [id: string, label: string, also: string];

/** In the order in which they stand while nothing is typed. */
export const commandsOf = (app: App, here: Here | undefined): readonly Command[] => [
  ...(here === undefined ? [] : [...tabsOf(app, here), ...actionsOn(app, here)]),
  ...screens(app),
  ...actions(app, here),
  ...settings(app),
  ...accounts(app),
  { id: 'shortcuts', label: 'Keyboard shortcuts', hint: '?', also: 'help', target: opens(app, 'shortcuts') },
  { id: 'about', label: 'About Leqbook', hint: '', also: 'version licences', target: opens(app, 'about') },
];

const opens = (app: App, kind: 'shortcuts' | 'about' | 'sign-out') => () => (app.overlay = { kind });

function tabsOf(app: App, { serial }: Here): readonly Command[] {
  const open = (part?: string, tab: (typeof TABS)[number] = 'calibration') =>
    app.router.go({ screen: 'instrument', serial, tab, part });
  const parts: readonly Plain[] = [
    ['stretches', 'Data between calibrations', 'drift passport'],
    ['certificates', 'Laboratory certificates', 'due PDF passport'],
    ['sic', 'SIC', 'system integrity check passport'],
  ];
  return [
    ...TABS.map((tab) => ({
      ...{ id: `tab-${tab}`, label: `${tab.charAt(0).toUpperCase()}${tab.slice(1)} of this instrument` },
      ...{ hint: serial, also: tab === 'calibration' ? 'drift offset passport' : '' },
      target: () => open(undefined, tab),
    })),
    ...parts.map(([id, label, also]) => ({
      ...{ id: `part-${id}`, label: `${label} of this instrument`, hint: serial, also },
      target: () => open(id),
    })),
  ];
}

function actionsOn(app: App, { serial, name, span }: Here): readonly Command[] {
  const write = (of: 'note' | 'exclusion') => () =>
    (app.overlay = { kind: 'entry', of, serial, name, span: span ?? lastHour(app.now) });
  const print = () => {
    const zone = app.settings.zone;
    void tellSaved(app, 'Passport', app.api.call('passport.print', { instrument: serial, zone }));
  };
  return [
    { id: 'note', label: 'New note…', hint: serial, also: 'write', target: write('note') },
    {
      id: 'exclusion',
      label: 'Leave out a stretch…',
      hint: serial,
      also: 'exclude',
      target: write('exclusion'),
    },
    { id: 'print', label: 'Print the calibration passport…', hint: serial, also: 'PDF', target: print },
    {
      ...{ id: 'sync-this', label: 'Sync this instrument…', hint: serial },
      target: () => (app.overlay = { kind: 'sync', instruments: [serial] }),
    },
  ];
}

function screens(app: App): readonly Command[] {
  const all: readonly (readonly [...Plain, Route])[] = [
    ['fleet', 'Fleet', 'instruments plan cards', { screen: 'fleet' }],
    ['sounds', 'Sounds', 'recordings audio', { screen: 'sounds', id: undefined }],
    ['jobs', 'Jobs', 'downloads', { screen: 'jobs' }],
    ['keep', 'What to keep', 'settings datasets storage', { screen: 'keep', serial: undefined }],
    ['rules', 'House rules', 'settings', { screen: 'rules' }],
  ];
  return all.map(([id, label, also, route]) => ({
    ...{ id, label, also, hint: 'screen', target: () => app.router.go(route) },
  }));
}

function actions(app: App, here: Here | undefined): readonly Command[] {
  const open = (overlay: Overlay) => () => (app.overlay = overlay);
  const instruments = here === undefined ? undefined : [here.serial];
  const verify = async (): Promise<void> => {
    app.router.go({ screen: 'jobs' });
    const result = await startVerify(app, undefined);
    if (result?.ok === false) toast.error(explain(result.error, app.settings.zone).title);
  };
  const all: readonly (readonly [...Plain, () => void])[] = [
    ['sync', 'Sync from MyCirrus…', 'fetch update', open({ kind: 'sync', instruments: undefined })],
    ['export', 'Export data…', 'save CSV workbook Parquet', open({ kind: 'data-export', instruments })],
    ['verify', 'Verify a folder…', 'check exported sounds', () => void verify()],
  ];
  return all.map(([id, label, also, target]) => ({ id, label, also, hint: 'action', target }));
}

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'as the system'],
  ['light', 'light'],
  ['dark', 'dark'],
  ['sunlight', 'sunlight, high contrast'],
];
const TIMES: readonly (readonly [TimeDisplay, string])[] = [
  ['local', "this computer's zone"],
  ['site', "the site's zone"],
  ['utc', 'UTC'],
];
const ZOOMS: readonly (readonly [ZoomStep, string, string])[] = [
  ['in', 'Everything larger', 'Ctrl +'],
  ['out', 'Everything smaller', 'Ctrl −'],
  ['reset', 'Everything at its usual size', 'Ctrl 0'],
];

function settings({ settings: held }: App): readonly Command[] {
  const hint = (holds: boolean) => (holds ? 'setting, as it is' : 'setting');
  return [
    ...THEMES.map(([theme, name]) => ({
      ...{ id: `theme-${theme}`, label: `Theme: ${name}`, hint: hint(theme === held.theme), also: 'colours' },
      target: () => (held.theme = theme),
    })),
    ...TIMES.map(([display, name]) => ({
      ...{ id: `times-${display}`, label: `Times in ${name}`, hint: hint(display === held.timeDisplay) },
      ...{ also: 'clock', target: () => (held.timeDisplay = display) },
    })),
    ...ZOOMS.map(([step, label, key]) => ({
      ...{ id: `zoom-${step}`, label, hint: key, also: 'zoom scale', target: () => askZoom(window, step) },
    })),
    {
      ...{ id: 'metered', label: held.metered ? 'Metered link: off' : 'Metered link: previews first' },
      ...{ hint: 'setting', also: 'mobile data', target: () => (held.metered = !held.metered) },
    },
  ];
}

function accounts(app: App): readonly Command[] {
  const session = app.session.value;
  if (session === undefined) return [];
  const { account } = session;
  const isIn = session.state === 'signed-in';
  const signIn = (to: string | undefined) => () => app.router.go({ screen: 'sign-in', account: to });
  const others = session.accounts.filter(({ id }) => id !== account?.id);
  return [
    ...others.map((other) => ({
      ...{ id: `account-${other.id}`, label: `Account: ${describeAccount(other)}`, hint: 'switch' },
      target: () => void useAccount(app, other.id),
    })),
    {
      id: 'account-new',
      label: 'Add an account…',
      hint: 'action',
      also: 'sign in key',
      target: signIn(undefined),
    },
    ...(account === undefined || isIn
      ? []
      : [{ id: 'sign-in', label: 'Sign in…', hint: 'action', also: 'key', target: signIn(account.id) }]),
    ...(account === undefined
      ? []
      : [
          {
            ...{ id: 'sign-out', label: isIn ? 'Sign out…' : 'Remove the account…', hint: 'action' },
            target: opens(app, 'sign-out'),
          },
        ]),
  ];
}

/** Every house rule by its own name. */
export const ruleCommands = (app: App): readonly Command[] =>
  RULE_GROUPS.flatMap(({ id, title, fields }) =>
    fields.map(({ label }, place) => ({
      ...{
        id: `rule-${id}-${String(place)}`,
        label: `${title}: ${label}`,
        hint: 'house rule',
        also: 'setting',
      },
      target: () => app.router.go({ screen: 'rules', part: `${id}-${String(place)}` }),
    })),
  );
