/** Where the person is, kept in the address's hash so that a reload of the page returns to the same place. */
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
  | { readonly screen: 'instrument'; readonly serial: string; readonly tab: InstrumentTab }
  /** All sounds; with an id, the review of that one. */
  | { readonly screen: 'sounds'; readonly id: string | undefined }
  | { readonly screen: 'jobs' }
  /** The house rules of the account. */
  | { readonly screen: 'rules' }
  /** What to keep; of all instruments, or beside that of one. */
  | { readonly screen: 'keep'; readonly serial: string | undefined }
  | { readonly screen: 'sign-in'; readonly account: string | undefined };

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

/** The route that a hash means; anything not understood is the fleet. */
export function parseRoute(hash: string): Route {
  const [screen, first, second] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode);
  if (screen === 'jobs' || screen === 'rules') return { screen };
  if (screen === 'sounds') return { screen, id: first === '' ? undefined : first };
  if (screen === 'keep') return { screen, serial: first === '' ? undefined : first };
  if (screen === 'sign-in') return { screen, account: first === '' ? undefined : first };
  if (screen === 'instrument' && first !== undefined && first !== '')
    return { screen, serial: first, tab: TABS.find((tab) => tab === second) ?? 'levels' };
  return { screen: 'fleet' };
}
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'instrument':
      return `#/instrument/${encodeURIComponent(route.serial)}/${route.tab}`;
    case 'sounds':
      return `#/sounds${below(route.id)}`;
    case 'keep':
      return `#/keep${below(route.serial)}`;
    case 'sign-in':
      return `#/sign-in${below(route.account)}`;
    default:
      return `#/${route.screen}`;
  }
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
  go(route: Route): void;
}
/** Follows the hash of `page`. Lives as long as the page. */
export function createRouter(page: Window): Router {
  let route = $state.raw(parseRoute(page.location.hash));
  page.addEventListener('hashchange', () => (route = parseRoute(page.location.hash)));
  return {
    get route() {
      return route;
    },
    go(next) {
      route = next;
      page.location.hash = formatRoute(next);
    },
  };
}
