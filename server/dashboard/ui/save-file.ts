/** Downloads fetched bytes as a file. */
export function saveFile(name: string, bytes: Blob): void {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // the download has begun by then; a browser that still needs the address keeps the bytes itself
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
