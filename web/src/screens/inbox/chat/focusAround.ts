/**
 * For a button that vanishes once it is pressed: the focus goes to what it stood in, where what it was pressed for appears.
 * Nothing is scrolled by that.
 */
export function focusAround(pressed: EventTarget | null, around: 'article' | 'section'): void {
  if (pressed instanceof Element) pressed.closest(around)?.focus({ preventScroll: true });
}
