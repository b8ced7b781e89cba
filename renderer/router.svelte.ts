/** Where the person is, kept in the address's hash so that a reload of the page returns to the same place. */
import type { Span } from '../electron/contract/index';

export type InstrumentTab =
  | 'levels'
  | 'spectra'
  | 'events'
  | 'environment'
  | 'calibration'
  | 'sounds'
  | 'system'
  | 'coverage'
  | 'notes';
export type Route =
  | { readonly screen: 'fleet' }
  | {
      readonly screen: 'instrument';
      readonly serial: string;
      readonly tab: InstrumentTab;
      /** The time that its tabs show; absent: as each begins. */
      readonly span?: Span | undefined;
      /** Other instruments that its levels are compared with, by serial. */
      readonly with?: readonly string[] | undefined;
      /** The key of the event that is looked at; absent: the newest. */
      readonly event?: string | undefined;
      /** Where on a long page to begin; absent: at its head. */
      readonly part?: string | undefined;
    }
  /** All sounds; with an id, the review of that one. */
  | { readonly screen: 'sounds'; readonly id: string | undefined }
  | { readonly screen: 'jobs' }
  /** The house rules of the account. */
  | {
      readonly screen: 'rules';
      /** Which group of them, or which rule, one comes for. */
      readonly part?: string | undefined;
    }
  /** What to keep; of all instruments, or beside that of one. */
  | { readonly screen: 'keep'; readonly serial: string | undefined }
  | { readonly screen: 'sign-in'; readonly account: string | undefined };

type InstrumentRoute = Extract<Route, { readonly screen: 'instrument' }>;
export const TABS: readonly InstrumentTab[] = [
  'levels',
  'spectra',
  'events',
  'sounds',
  'environment',
  'calibration',
  'system',
  'coverage',
  'notes',
];

/** More lines than this cannot be told apart. */
export const MOST_COMPARED = 6;

/** The route that a hash means; anything not understood is the fleet. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?');
  const [screen, first, second] = path.split('/').map(decode);
  if (screen === 'jobs') return { screen };
  if (screen === 'rules') return { screen, ...withPart(partIn(search)) };
  if (screen === 'sounds') return { screen, id: first === '' ? undefined : first };
  if (screen === 'keep') return { screen, serial: first === '' ? undefined : first };
  if (screen === 'sign-in') return { screen, account: first === '' ? undefined : first };
  if (screen === 'instrument' && first !== undefined && first !== '')
    return {
      ...{ screen, serial: first, tab: TABS.find((tab) => tab === second) ?? 'levels' },
      ...withSpan(spanIn(search)),
      ...withOthers(othersIn(search, first)),
      ...withEvent(eventIn(search)),
      ...withPart(partIn(search)),
    };
  return { screen: 'fleet' };
}
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'instrument':
      return `#/instrument/${encodeURIComponent(route.serial)}/${route.tab}${formatSearch(route)}`;
    case 'sounds':
      return `#/sounds${below(route.id)}`;
    case 'keep':
      return `#/keep${below(route.serial)}`;
    case 'rules':
      return `#/rules${formatSearch({ part: route.part })}`;
    case 'sign-in':
      return `#/sign-in${below(route.account)}`;
    default:
      return `#/${route.screen}`;
  }
}
const withSpan = (span: Span | undefined) => (span === undefined ? {} : { span });
/** Of an address that a person may have written: half a span is none. */
function spanIn(search: string): Span | undefined {
  const parts = new URLSearchParams(search);
  const [from, to] = ['from', 'to'].map((name) => Date.parse(parts.get(name) ?? ''));
  return from !== undefined && to !== undefined && from < to ? { from, to } : undefined;
}
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
const withOthers = (others: readonly string[] | undefined) =>
  others === undefined || others.length === 0 ? {} : { with: others };
const eventIn = (search: string) => new URLSearchParams(search).get('event') || undefined;
const withEvent = (event: string | undefined) => (event === undefined ? {} : { event });
const partIn = (search: string) => new URLSearchParams(search).get('part') || undefined;
const withPart = (part: string | undefined) => (part === undefined ? {} : { part });
/** Each once, and none with itself. */
function othersIn(search: string, own: string): readonly string[] {
  const named = search
    .split('&')
    .filter((part) => part.startsWith('with='))
    .flatMap((part) => part.slice('with='.length).split(',').map(decode));
  return [...new Set(named)].filter((serial) => serial !== '' && serial !== own).slice(0, MOST_COMPARED);
}
type Searched = Partial<Pick<InstrumentRoute, 'span' | 'with' | 'event' | 'part'>>;
function formatSearch({ span, with: others = [], event, part }: Searched): string {
  const parts = [
    ...(span === undefined ? [] : [`from=${iso(span.from)}`, `to=${iso(span.to)}`]),
    ...(others.length === 0 ? [] : [`with=${others.map(encodeURIComponent).join(',')}`]),
    ...(event === undefined ? [] : [`event=${encodeURIComponent(event)}`]),
    ...(part === undefined ? [] : [`part=${encodeURIComponent(part)}`]),
  ];
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
const below = (part: string | undefined): string =>
  part === undefined ? '' : `/${encodeURIComponent(part)}`;
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

export interface Router {
  readonly route: Route;
  /** Another tab of the instrument goes on showing the same time and comparison, unless it is told one. */
  go(route: Route): void;
  /** The time shown at this place, in its address; no step of its own on the way back. */
  keepSpan(span: Span | undefined): void;
  /** Likewise the event that is looked at; undefined: the newest. */
  keepEvent(key: string | undefined): void;
}
function following(before: Route, next: Route): Route {
  const stays =
    before.screen === 'instrument' && next.screen === 'instrument' && before.serial === next.serial;
  return stays ? { ...withSpan(before.span), ...withOthers(before.with), ...next } : next;
}
/** A browser takes no more than a few changes of the address a second. */
const ADDRESS_MS = 300;

/** Follows the hash of `page`. Lives as long as the page. */
export function createRouter(page: Window): Router {
  let route = $state.raw(parseRoute(page.location.hash));
  let waiting: number | undefined;
  const write = (): void => {
    waiting = undefined;
    page.history.replaceState(page.history.state, '', formatRoute(route));
  };
  /** What one leaves keeps the time that it showed, to be come back to. */
  const writeNow = (): void => {
    if (waiting === undefined) return;
    page.clearTimeout(waiting);
    write();
  };
  /** Another look at the same place. */
  function keep(look: (at: InstrumentRoute) => Pick<InstrumentRoute, 'span' | 'event'>): void {
    if (route.screen !== 'instrument') return;
    const { screen, serial, tab, with: others } = route;
    route = { screen, serial, tab, ...look(route), ...withOthers(others) };
    waiting ??= page.setTimeout(write, ADDRESS_MS);
  }
  page.addEventListener('hashchange', () => {
    page.clearTimeout(waiting);
    waiting = undefined;
    route = parseRoute(page.location.hash);
  });
  return {
    get route() {
      return route;
    },
    go(next) {
      writeNow();
      route = following(route, next);
      page.location.hash = formatRoute(route);
    },
    keepSpan: (span) => keep((at) => ({ ...withEvent(at.event), ...withSpan(span) })),
    keepEvent: (event) => keep((at) => ({ ...withSpan(at.span), ...withEvent(event) })),
  };
}
