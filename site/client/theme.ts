/** Before the first paint: the theme that was chosen, and that there is JavaScript. */
const root = document.documentElement;
root.classList.add('scripted');
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'dark' || theme === 'light') root.dataset['theme'] = theme;
} catch {
  // A browser may keep nothing for files; the system's theme is as good.
}
