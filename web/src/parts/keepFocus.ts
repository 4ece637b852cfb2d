/**
 * After something has gone from the page: whoever goes by keyboard or ear goes on in the screen, if the focus went with
 * it. Later, for whatever closes together gives the focus back in its own order.
 */
export function keepFocus(): void {
  setTimeout(() => {
    if (document.activeElement === null || document.activeElement === document.body) focusScreen();
  });
}

export function focusScreen(): void {
  document.querySelector('main')?.focus({ preventScroll: true });
}
