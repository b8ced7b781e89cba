import type { Locator, Page } from 'playwright/test';

/** Where sounds are listened to, one after the other. */
export class ReviewPage {
  readonly region: Locator;
  /** `3 of 1,204`. */
  readonly place: Locator;
  readonly spectrogram: Locator;
  readonly waveform: Locator;
  readonly trace: Locator;
  readonly playing: Locator;
  readonly said: Locator;
  readonly note: Locator;

  constructor(readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Review' });
    this.place = this.region.getByRole('status').filter({ hasText: / of / });
    this.spectrogram = this.region.getByRole('img', { name: /^Spectrogram/ });
    this.waveform = this.region.getByRole('img', { name: /^Waveform/ });
    this.trace = this.region.getByRole('img', { name: /^Level trace/ });
    this.playing = this.region.getByRole('button', { name: 'Pause' });
    this.said = this.region.getByRole('status').last();
    this.note = this.region.getByRole('textbox', { name: 'Note' });
  }

  /** From anywhere in the app, at the newest sound. */
  async open(): Promise<void> {
    await this.page.getByRole('link', { name: 'Sounds' }).click();
    await this.page.getByRole('button', { name: 'Review' }).click();
    await this.region.waitFor();
  }
  tag(name: string): Locator {
    return this.region.getByRole('group', { name: 'Tags' }).getByRole('button', { name });
  }
  async prefer(name: string, on: boolean): Promise<void> {
    await this.region.getByRole('checkbox', { name }).setChecked(on);
    await this.region.focus();
  }
  /** A setting of the app, beside the account. */
  async goMetered(): Promise<void> {
    await this.page.getByRole('button', { name: /^Account and settings/ }).click();
    await this.page.getByRole('menuitemcheckbox', { name: /^Metered link/ }).click();
    await this.region.getByText('Metered link', { exact: true }).waitFor();
    await this.region.focus();
  }
  get tagged(): Locator {
    return this.region.getByRole('group', { name: 'Tags' }).getByRole('button', { pressed: true });
  }
  /** Passes by so many sounds, by keys. */
  async skip(count: number): Promise<void> {
    for (let step = 0; step < count; step += 1) await this.page.keyboard.press('j');
  }
  /** How far the sound has been played, 0 to 1. */
  async played(): Promise<number> {
    return this.region.evaluate((node) => {
      const head = node.querySelector<HTMLElement>('.head');
      return head === null ? NaN : Number.parseFloat(head.style.left) / 100;
    });
  }
  /** Points at the pictures, at shares of their width and height. */
  async point(across: number, down: number): Promise<void> {
    const box = await this.region.locator('.plots').boundingBox();
    if (box === null) throw new Error('there are no pictures');
    await this.page.mouse.move(box.x + across * box.width, box.y + down * box.height);
  }
  /** Marks a stretch between two shares of the width. */
  async mark(from: number, to: number): Promise<void> {
    await this.page.keyboard.down('Shift');
    await this.point(from, 0.5);
    await this.page.mouse.down();
    await this.point(to, 0.5);
    await this.page.mouse.up();
    await this.page.keyboard.up('Shift');
  }
  /** How many sounds have begun to play, the first not counted: it was not come to by a key. */
  async started(): Promise<number> {
    return 1 + (await this.startedMs()).length;
  }
  /** From each key that went on to a sound until that sound began, ms. */
  async startedMs(): Promise<readonly number[]> {
    return this.page.evaluate(() =>
      performance.getEntriesByName('review: started').map(({ duration }) => duration),
    );
  }
  async forgetStarts(): Promise<void> {
    await this.page.evaluate(() => performance.clearMeasures('review: started'));
  }
  /** The largest sample of a file, as the page's audio graph gets it. */
  async loudest(file: string): Promise<number> {
    return this.page.evaluate(async (url) => {
      const context = new AudioContext();
      const audio = new Audio();
      audio.crossOrigin = 'anonymous';
      audio.src = url;
      const analyser = context.createAnalyser();
      context.createMediaElementSource(audio).connect(analyser);
      await audio.play();
      const samples = new Float32Array(analyser.fftSize);
      let loudest = 0;
      for (let look = 0; look < 10; look += 1) {
        await new Promise((resolve) => audio.addEventListener('timeupdate', resolve, { once: true }));
        analyser.getFloatTimeDomainData(samples);
        loudest = Math.max(loudest, ...samples.map(Math.abs));
      }
      await context.close();
      return loudest;
    }, file);
  }
}
