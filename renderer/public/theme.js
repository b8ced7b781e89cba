/* global document, localStorage */
// Runs before the first paint; settings.svelte.ts keeps the value and changes the attribute later.
try {
  const saved = JSON.parse(localStorage.getItem('leqbook-settings') ?? '{}').theme;
  if (saved === 'light' || saved === 'dark' || saved === 'sunlight')
    document.documentElement.dataset.theme = saved;
} catch {
  // Unreadable settings mean the system's theme.
}
