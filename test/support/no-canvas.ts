/** A canvas that takes every stroke and shows none, for tests of what stands around a chart. */
export function withoutCanvas(): void {
  const context: object = new Proxy(
    {},
    {
      get: (_target, name) => (name === 'measureText' ? () => ({ width: 0 }) : () => undefined),
      set: () => true,
    },
  );
  HTMLCanvasElement.prototype.getContext = (() => context) as never;
  // Called with `new`, it gives the same.
  globalThis.Path2D = function Path() {
    return context;
  } as never;
}
