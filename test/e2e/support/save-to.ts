import type { ElectronApplication, Page } from 'playwright/test';

/** Saves what a menu offers, as a person does who agrees to that place. */
export async function saveTo(
  { app, page }: { readonly app: ElectronApplication; readonly page: Page },
  file: string,
  choice: { readonly what: string; readonly as: RegExp },
): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await page.getByRole('button', { name: `Save ${choice.what}`, exact: true }).click();
  await page.getByRole('menuitem', { name: choice.as }).click();
  await page.getByText(`${choice.what} saved`, { exact: true }).waitFor();
}
