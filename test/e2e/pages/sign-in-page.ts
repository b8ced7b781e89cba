import type { Locator, Page } from 'playwright/test';

/** The way in: a key, the demo account, or an account already on this computer. */
export class SignInPage {
  readonly key: Locator;
  readonly signInButton: Locator;
  readonly demoButton: Locator;
  readonly forThisSession: Locator;
  readonly inKeychain: Locator;
  /** What went wrong, in words. */
  readonly problem: Locator;

  constructor(readonly page: Page) {
    this.key = page.getByLabel('API key', { exact: true });
    this.signInButton = page.getByRole('button', { name: 'Sign in', exact: true });
    this.demoButton = page.getByRole('button', { name: 'Explore the demo account' });
    this.forThisSession = page.getByRole('radio', { name: 'For this session only' });
    this.inKeychain = page.getByRole('radio', { name: "Keep the key in this computer's keychain" });
    this.problem = page.getByRole('alert');
  }

  async exploreDemo(): Promise<void> {
    await this.demoButton.click();
  }
  async signIn(key: string, keep: 'keychain' | 'session' = 'keychain'): Promise<void> {
    await this.key.fill(key);
    await (keep === 'keychain' ? this.inKeychain : this.forThisSession).check();
    await this.signInButton.click();
  }
  /** Goes on without a keychain that failed. */
  async continueForThisSession(): Promise<void> {
    await this.page.getByRole('button', { name: 'Use the key for this session only' }).click();
  }
  account(label: string): Locator {
    return this.page.getByRole('button', { name: `Open ${label}` });
  }
}
