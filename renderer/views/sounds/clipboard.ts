/**
 * Puts text on the clipboard. The page has no permission for the newer way, and needs none for this one, which works
 * while a click is being handled.
 */
export function copyToClipboard(page: Document, text: string): boolean {
  const take = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  page.addEventListener('copy', take, { once: true });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without a permission
  const done = page.execCommand('copy');
  page.removeEventListener('copy', take);
  return done;
}
