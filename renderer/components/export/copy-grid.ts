// A stored grid into the clipboard, as a picture.

/**
 * @param address of the grid as PNG
 * @throws Error whose sentence says what to do instead
 */
export async function copyPicture(address: string): Promise<void> {
  const png = fetch(address).then(async (response) => {
    if (!response.ok) throw new Error('This grid is not stored any more. Choose another one and try again.');
    return new Blob([await response.arrayBuffer()], { type: 'image/png' });
  });
  try {
    // The picture may arrive later: that it was asked for by hand is known now.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
  } catch (error) {
    // What was wrong with the picture is the better reason.
    await png;
    throw new Error('The clipboard takes no pictures here. Save the grid as PNG instead.', { cause: error });
  }
}
