import type { Problem } from "../../shared/error.ts";
import type { FileInfo } from "../../shared/file.ts";
import { wellFormed } from "../../shared/rules/well-formed.ts";
import type { ControllerContext } from "../state/controller-context.ts";
import type { Upload } from "./chat-model.ts";
import type { ChatStore } from "./controller/store.ts";
import { PICTURE_SIZE } from "./picture-size.ts";

/**
 * Uploads a file. XMLHttpRequest and not `fetch`, which does not report progress.
 *
 * @param url `https://chat.example.com/w/PROPERTY/files`
 * @param onProgress gets the uploaded part, 0 to 1
 * @returns the stored file or a problem document; an empty object if there was no answer, or one of something else
 */
function uploadFile(
  url: string,
  token: string,
  file: File,
  onProgress: (progress: number) => void,
): Promise<Partial<FileInfo & Problem>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("X-Foyer-Name", encodeURIComponent(wellFormed(file.name)));
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onloadend = () => resolve(request.response ?? {});
    request.send(file);
  });
}

/** Offers a file to the visitor as a download. */
function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(URL.revokeObjectURL, 60_000, link.href);
}

/**
 * Paints a picture no larger than it is shown. A strict policy (CSP) would not allow an `img`.
 *
 * @throws if it is not a picture
 */
async function paint(canvas: HTMLCanvasElement, blob: Blob): Promise<void> {
  const picture = await createImageBitmap(blob);
  const scale = Math.min(1, (PICTURE_SIZE * devicePixelRatio) / Math.max(picture.width, picture.height));
  canvas.width = picture.width * scale;
  canvas.height = picture.height * scale;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
}

/** The files of a chat, and pictures of agents. */
export interface ChatFiles {
  /** Uploads a file that is attached to the next message. Resolves to whether it was stored. */
  upload(upload: Upload): Promise<boolean>;
  /** Paints a picture. If it cannot be loaded, its canvas is hidden. */
  show(canvas: HTMLCanvasElement, { file, agent }: PictureSource): Promise<void>;
  /** Offers a file of the conversation as a download, or shows that it could not be loaded. */
  save({ id, name }: Pick<FileInfo, "id" | "name">): Promise<void>;
  /** Offers the conversation as a text file, as by `save`. */
  saveTranscript(name: string): Promise<void>;
}

/** Where a picture comes from. */
export interface PictureSource {
  /** The ID of a file of the conversation. */
  readonly file?: string;
  /** The path of an agent's picture. */
  readonly agent?: string;
}

export function createChatFiles(
  { client, visitor, propertyUrl, signal }: ControllerContext,
  store: ChatStore,
): ChatFiles {
  async function load(id: string): Promise<Blob | undefined> {
    const makeRequest = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
    return (await client.request(visitor(), `/files/${id}`, makeRequest, true)).blob;
  }

  async function saveAs(name: string, load: () => Promise<Blob | undefined>): Promise<void> {
    store.update({ notice: { kind: "none" } });
    const blob = await load();
    if (blob) download(blob, name);
    else store.update({ notice: { kind: "not_loaded" } });
  }

  return {
    async upload({ key, file }) {
      const replace = (upload: Upload) =>
        store.update({ uploads: store.chat().uploads.map((one) => (one.key === key ? upload : one)) });
      const { body } = await client.authorize(visitor());
      const answer: Partial<FileInfo & Problem> = body.token
        ? await uploadFile(`${propertyUrl}/files`, body.token, file, (progress) =>
            replace({ key, file, kind: "uploading", progress }),
          ).catch(() => ({})) // a script of the page that observes requests may throw
        : body;
      // where there is a network, something on the way refuses what gets no answer of the server (R22)
      const isRefused = !(answer.id ?? answer.code) && (await client.isAnswered(visitor(), "/files", {}));
      replace(
        answer.id
          ? { key, file, kind: "ready", info: answer as FileInfo }
          : { key, file, kind: "failed", code: isRefused ? "refused_on_the_way" : answer.code },
      );
      if (answer.code === "token_expired") client.dropToken(visitor());
      return !!answer.id;
    },
    async show(canvas, { file, agent }) {
      try {
        const blob = await (file
          ? load(file)
          : (await fetch(`${propertyUrl}/../../${agent}`, { signal })).blob());
        if (blob) await paint(canvas, blob);
        canvas.hidden = !blob;
      } catch {
        canvas.hidden = true; // it is not a picture, or the connection was cut
      }
    },
    save: ({ id, name }) => saveAs(name, () => load(id)),
    saveTranscript: (name) =>
      saveAs(name, async () => {
        const content = { conversation: store.chat().conversation?.id };
        return (await client.post(visitor(), "/transcript", content, true)).blob;
      }),
  };
}
