// Files that the window reads and gives.

const mostBytes = 1_000_000;

export async function readFile(
  file: File,
): Promise<{ readonly text: string } | { readonly sentence: string }> {
  if (file.size > mostBytes)
    return { sentence: `${file.name} is larger than a design can be (1 MB). Choose another file.` };
  try {
    return { text: await file.text() };
  } catch {
    return { sentence: `${file.name} cannot be read. Check that it is a file and that you may read it.` };
  }
}

/** Offers a text as a download. */
export function saveText(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then; the address is of no more use.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}

/** A name that every file system takes. */
export function fileName(name: string, ending: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${plain === '' ? 'design' : plain.slice(0, 80)}.${ending}`;
}
