// Saves what is at an address of this program as a download; the shell asks where, or takes its download folder.

export function saveAddress(address: string, name: string): void {
  const link = document.createElement('a');
  Object.assign(link, { href: address, download: name });
  link.click();
}
