// Names of files that come from people, or go to them.

/** Without what some system does not take in the name of a file. */
export function fileName(text: string): string {
  const plain = text.replaceAll(/[\\/:*?"<>|\u0000-\u001f]/g, '_').slice(0, 120);
  return /^\.*$/.test(plain) ? `_${plain}` : plain;
}
