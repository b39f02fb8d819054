/** Dark or light: as the system has it, until somebody chooses. */

const KEY = 'on-record-theme';
type Theme = 'dark' | 'light';

/** The theme that shows now. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'dark' || chosen === 'light') return chosen;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

/** Takes up what was chosen on an earlier visit. */
export function restoreTheme(): void {
  const stored = read();
  if (stored) document.documentElement.dataset.theme = stored;
}

export function toggleTheme(): Theme {
  const theme = currentTheme() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing still shows it.
  }
  return theme;
}

function read(): Theme | undefined {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'dark' || stored === 'light' ? stored : undefined;
  } catch {
    return undefined;
  }
}
