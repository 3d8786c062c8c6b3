import type { Problem } from "../../shared/error.ts";
import type { FileInfo } from "../../shared/file.ts";

/**
 * Sends a file. Not by `fetch`, which does not tell how far it has come.
 *
 * @param address `https://chat.example.com/w/PROPERTY/files`
 * @param progress is told the part that has arrived, 0 to 1
 * @returns what the server made of it, or why it did not take it; empty: it was not reached
 */
export function sendFile(
  address: string,
  token: string,
  file: File,
  progress: (part: number) => void,
): Promise<Partial<FileInfo & Problem>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("X-Foyer-Name", encodeURIComponent(file.name));
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    request.onloadend = () => resolve(request.response ?? {});
    request.send(file);
  });
}

/** Lets the visitor save a file. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Paints a picture, no larger than it will be seen. Not an `img`, which a strict policy (CSP) would not let it have. */
export async function paint(canvas: HTMLCanvasElement, blob: Blob, most: number): Promise<void> {
  const picture = await createImageBitmap(blob);
  const scale = Math.min(1, (most * devicePixelRatio) / Math.max(picture.width, picture.height));
  canvas.width = picture.width * scale;
  canvas.height = picture.height * scale;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
}
