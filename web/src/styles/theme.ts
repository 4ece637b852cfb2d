import { signal } from '@preact/signals';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'theme';

/** Of this browser: `system` follows it. */
export const theme = signal<Theme>(kept());

/** Once, before anything is shown; other tabs' choices are taken over. */
export function followTheme(): void {
  theme.subscribe(show);
  window.addEventListener('storage', ({ key }) => {
    if (key === KEY || key === null) theme.value = kept();
  });
}

/** A browser that keeps nothing shows it all the same. */
export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  try {
    if (chosen === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, chosen);
  } catch {
    return;
  }
}

function show(chosen: Theme): void {
  const { dataset } = document.documentElement;
  if (chosen === 'system') delete dataset['theme'];
  else dataset['theme'] = chosen;
}

function kept(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return THEMES.find((each) => each === value) ?? 'system';
  } catch {
    return 'system';
  }
}
