import type { Plugin } from 'vite';

export const NOTICES: string;
export function createNotices(options: { root: string; more?: string }): {
  readonly plugin: Plugin;
  addPackage(name: string): void;
  text(): string;
};
