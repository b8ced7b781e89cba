/** What is on show, as a file: asked for, written by the core, and told of. */
import { toast } from 'svelte-sonner';
import type { Result, SavedFile } from '../../../electron/contract/index';
import { explain } from '../../explain';
import type { App } from '../../state/app.svelte';

type Saving = Pick<App, 'api' | 'settings'>;
type Saved = Promise<Result<SavedFile | undefined>>;

/** Tells how it ended: where the file is, what went wrong, or nothing when the person changed their mind. */
export async function tellSaved(app: Saving, what: string, asked: Saved): Promise<void> {
  tell(app, what, await asked);
}

/** @param place the news that it takes the place of */
function tell(
  { api, settings }: Saving,
  what: string,
  result: Awaited<Saved>,
  place: { readonly id?: string } = {},
): void {
  if (!result.ok && result.error.kind === 'cancelled')
    toast.info(`${what} not saved`, { ...place, description: 'Cancelled: no file was written.' });
  else if (!result.ok) {
    const { title, safe, todo } = explain(result.error, settings.zone);
    toast.error(title, { ...place, description: `${what} not saved. ${safe} ${todo}` });
  } else if (result.value !== undefined) {
    const { path, folder } = result.value;
    toast.success(`${what} saved`, {
      ...place,
      description: path,
      action: {
        label: 'Show folder',
        onClick: () => void api.call('folders.show', { handle: folder.handle }),
      },
    });
  }
}

/**
 * As {@link tellSaved}, of a page as PDF, which takes its time: says from the first moment that it is being made, and how
 * far that has come, and lets the person cancel it by a button and by Escape.
 * @param hash the address of the page, to hear how far it is
 */
export async function tellMaking(
  app: Saving,
  what: string,
  make: (signal: AbortSignal) => Saved,
  hash?: string,
): Promise<void> {
  const stop = new AbortController();
  const id = `making ${what}`;
  const say = (description: string) =>
    toast.loading(`Making the PDF: ${what}`, {
      ...{ id, description, duration: Infinity },
      action: { label: 'Cancel', onClick: () => stop.abort() },
    });
  say('Escape cancels it.');
  const ends = [
    app.api.on('page-step', (step) => {
      if (step.hash === hash) say(`${step.step}. Escape cancels it.`);
    }),
    onEscape(() => stop.abort()),
  ];
  const result = await make(stop.signal);
  for (const each of ends) each();
  toast.dismiss(id);
  tell(app, what, result, { id });
}

/** Unless something lies above the screen, which is closed first. */
function onEscape(act: () => void): () => void {
  const isAbove = (target: EventTarget | null): boolean =>
    target instanceof Element && target.closest('[role=dialog], [role=menu]') !== null;
  const listen = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isAbove(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  window.addEventListener('keydown', listen, { capture: true });
  return () => window.removeEventListener('keydown', listen, { capture: true });
}
