// Before anything is drawn: the colours that this browser's person has chosen, as src/styles/theme.ts keeps them.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing has nothing to show.
}
