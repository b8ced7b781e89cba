import type { ElectronApplication, Locator, Page } from 'playwright/test';

/** The calibration tab of an instrument: its passport. */
export class PassportPage {
  readonly verdict: Locator;
  readonly chart: Locator;
  readonly unknowns: Locator;
  readonly stretches: Locator;
  readonly certificates: Locator;
  readonly calibrations: Locator;
  readonly dialog: Locator;
  readonly printButton: Locator;

  constructor(readonly page: Page) {
    const region = (name: string) => page.getByRole('region', { name, exact: true });
    this.verdict = region('Drift verdict');
    this.chart = page.getByRole('img', { name: /^Calibration offset and drift/ });
    this.unknowns = region('Not known');
    this.stretches = region('Data between calibrations');
    this.certificates = region('Laboratory certificates');
    this.calibrations = region('Calibrations');
    this.dialog = page.getByRole('dialog');
    this.printButton = page.getByRole('button', { name: 'Print the passport…' });
  }

  /** By mouse: each day is typed as the field of that browser wants it. */
  async addCertificate(of: 'Instrument' | 'Calibrator', serial: string, issued: string): Promise<void> {
    await this.certificates.getByRole('button', { name: 'Add a certificate…' }).click();
    await this.dialog.getByRole('button', { name: of }).click();
    await this.dialog.getByLabel('Serial').fill(serial);
    await this.dialog.getByLabel('Laboratory').fill('Cirrus Research, Hunmanby');
    await this.dialog.getByLabel('Issued').fill(issued);
  }
  async save(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Save' }).click();
    await this.dialog.waitFor({ state: 'detached' });
  }
}

/** The system's dialogs, answered for the person; and its viewer, which only notes what it was to show. */
export async function answerDialogs(
  app: ElectronApplication,
  files: { readonly open: string; readonly save: string },
): Promise<void> {
  await app.evaluate(({ dialog, shell }, { open, save }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [open] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: save });
    shell.openPath = (file) => {
      (globalThis as { opened?: string }).opened = file;
      return Promise.resolve('');
    };
  }, files);
}
export const openedPath = (app: ElectronApplication): Promise<string | undefined> =>
  app.evaluate(() => (globalThis as { opened?: string }).opened);
