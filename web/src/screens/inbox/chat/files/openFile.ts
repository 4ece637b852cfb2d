/** How long a tab may take to read what it is given. */
const KEPT_MS = 300_000;

function addressOf(bytes: Uint8Array<ArrayBuffer>, type: string): string {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
  return url;
}

/** Saves a file under its name, whatever it is: nothing of it is shown or run here. */
export function saveFile(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const link = document.createElement('a');
  link.href = addressOf(bytes, 'application/octet-stream');
  link.download = name;
  link.click();
}

/** A tab for a file that is on its way: browsers open one only while somebody clicks. Null where they do not. */
export function openTab(): Window | null {
  const tab = window.open('', '_blank');
  if (tab) tab.opener = null;
  return tab;
}

/** Shows a file of a harmless type in a tab. */
export function showInTab(tab: Window, bytes: Uint8Array<ArrayBuffer>, type: string): void {
  tab.location.replace(addressOf(bytes, type));
}
