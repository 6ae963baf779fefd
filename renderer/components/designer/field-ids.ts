// Ids of the elements of a field, for labels, descriptions and for going to it.

const word = (path: string): string => path.replaceAll('.', '-');

export const controlId = (path: string, arm: number): string => `field-${arm}-${word(path)}`;
export const helpId = (path: string): string => `help-${word(path)}`;
export const problemId = (path: string, arm: number): string => `problem-${arm}-${word(path)}`;

/** Brings a field into view and puts the focus into it. */
export function goToField(path: string, arm: number): void {
  const element = document.getElementById(controlId(path, arm));
  if (element === null) return;
  element.scrollIntoView({ block: 'center' });
  const inside = element.querySelector<HTMLElement>('[tabindex="0"], button');
  (element.matches('input, select') ? element : (inside ?? element)).focus({ preventScroll: true });
}
