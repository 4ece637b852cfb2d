/** The browser reads and encodes it beside the page's own thread. @throws where it cannot be read */
export function inBase64(bytes: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const url = String(reader.result);
      resolve(bytes.size === 0 ? '' : url.slice(url.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(bytes);
  });
}
