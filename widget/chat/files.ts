import type { Problem } from "../../shared/error.ts";
import type { FileInfo } from "../../shared/file.ts";
import { classifyResponse } from "../delivery/classify-response.ts";

/** The code of a refusal that is not the server's. */
export const REFUSED_ON_THE_WAY = "refused_on_the_way";

/**
 * Uploads a file. XMLHttpRequest and not `fetch`, which does not report progress.
 *
 * @param url `https://chat.example.com/w/PROPERTY/files`
 * @param onProgress gets the uploaded part, 0 to 1
 * @returns the stored file or a problem document, also for the refusal of a firewall or a proxy (R22); an empty object if
 *   there was no answer, or one that the page may not read
 */
export function uploadFile(
  url: string,
  token: string,
  file: File,
  onProgress: (progress: number) => void,
): Promise<Partial<FileInfo & Problem>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("X-Foyer-Name", encodeURIComponent(file.name));
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onloadend = () => {
      const { status, response } = request;
      const answer = response ?? {};
      const isForeign = classifyResponse(status, answer) === "intermediary";
      resolve(isForeign ? { code: status === 413 ? "file_too_large" : REFUSED_ON_THE_WAY } : answer);
    };
    request.send(file);
  });
}

/** Offers a file to the visitor as a download. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
