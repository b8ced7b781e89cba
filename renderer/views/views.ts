/** Every view that is not needed for the first look, in the order in which it is likely to be wanted. */
import type { Route } from '../router.svelte';
import { later, type AnyLaterView } from './later.svelte';

// Loaded once for the page, whoever asks: code has no state of its own.
export const screens = {
  fleet: later(() => import('./fleet/Fleet.svelte')),
  instrument: later(() => import('./instrument/Instrument.svelte')),
  sounds: later(() => import('./sounds/Library.svelte')),
  jobs: later(() => import('./jobs/Jobs.svelte')),
  rules: later(() => import('./people/Rules.svelte')),
  keep: later(() => import('./keep/Keep.svelte')),
  'sign-in': later(() => import('./sign-in/SignIn.svelte')),
};

export const tabs = {
  levels: later(() => import('./instrument/levels/Levels.svelte')),
  spectra: later(() => import('./instrument/spectra/Spectra.svelte')),
  events: later(() => import('./instrument/events/Events.svelte')),
  sounds: screens.sounds,
  environment: later(() => import('./instrument/environment/Environment.svelte')),
  calibration: later(() => import('./instrument/calibration/Calibration.svelte')),
  system: later(() => import('./instrument/system/System.svelte')),
  coverage: later(() => import('./instrument/coverage/Coverage.svelte')),
  notes: later(() => import('./people/Notes.svelte')),
};

/** What is opened from the fleet. */
export const fleet = {
  plan: later(() => import('./fleet/FleetPlan.svelte')),
};

/** What opens beneath the levels. */
export const tables = {
  days: later(() => import('./instrument/levels/tables/Days.svelte')),
  periods: later(() => import('./instrument/levels/tables/Periods.svelte')),
  limits: later(() => import('./instrument/levels/tables/Limits.svelte')),
  measurements: later(() => import('./instrument/levels/tables/MeasurementRows.svelte')),
};

/** In which people write. */
export const dialogs = {
  entry: later(() => import('./people/EntryDialog.svelte')),
  site: later(() => import('./people/SiteDialog.svelte')),
  limit: later(() => import('./instrument/levels/tables/LimitDialog.svelte')),
  certificate: later(() => import('./instrument/calibration/CertificateDialog.svelte')),
  microphone: later(() => import('./instrument/calibration/MicrophoneDialog.svelte')),
};

/** What is opened from the list of sounds. */
export const sounds = {
  review: later(() => import('./sounds/review/Review.svelte')),
  download: later(() => import('./sounds/DownloadDialog.svelte')),
  export: later(() => import('./export/ExportDialog.svelte')),
  tags: later(() => import('./sounds/TagsDialog.svelte')),
};

export const overlays = {
  palette: later(() => import('./shell/Palette.svelte')),
  sync: later(() => import('./sync/SyncPanel.svelte')),
  'data-export': later(() => import('./export/DataExportDialog.svelte')),
  shortcuts: later(() => import('./shell/Shortcuts.svelte')),
  about: later(() => import('./shell/About.svelte')),
  'sign-out': later(() => import('./shell/SignOut.svelte')),
};

export const news = later(() => import('./shell/News.svelte'));

/** What a route shows. */
export const viewsOf = (route: Route): readonly AnyLaterView[] =>
  route.screen === 'instrument' ? [screens.instrument, tabs[route.tab]] : [screens[route.screen]];

export const likelyNext: readonly AnyLaterView[] = [
  news,
  screens.instrument,
  tabs.levels,
  overlays.palette,
  screens.sounds,
  sounds.review,
  ...Object.values(tabs),
  ...Object.values(tables),
  ...Object.values(fleet),
  ...Object.values(dialogs),
  ...Object.values(sounds),
  ...Object.values(overlays),
  ...Object.values(screens),
];
