/** @jsxRuntime classic */
/** @jsx h */

import type { FileInfo } from "../../shared/file.ts";
import { splitLinks } from "../../shared/rules/links.ts";
import type { ChatController } from "../chat/controller/chat-controller.ts";
// biome-ignore lint/correctness/noUnusedImports: JSX compiles to calls of it
import { h } from "./dom.ts";

/** The longer side of a picture in a message, CSS pixels. */
const PICTURE_SIZE = 240;

const painted = new WeakSet<HTMLCanvasElement>();

/** Paints a picture no larger than it is shown. A strict policy (CSP) would not allow an `img`. */
async function paint(canvas: HTMLCanvasElement, blob: Blob): Promise<void> {
  const picture = await createImageBitmap(blob);
  const scale = Math.min(1, (PICTURE_SIZE * devicePixelRatio) / Math.max(picture.width, picture.height));
  canvas.width = picture.width * scale;
  canvas.height = picture.height * scale;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
}

/** Paints a canvas once. It is hidden if the picture cannot be loaded. */
function paintOnce(canvas: HTMLCanvasElement, load: () => Promise<Blob | undefined>): void {
  if (painted.has(canvas)) return;
  painted.add(canvas);
  load()
    .then((blob) => paint(canvas, blob as Blob))
    .catch(() => {
      canvas.hidden = true;
    });
}

interface AvatarProps {
  readonly name: string;
  readonly picture: string | null | undefined;
  readonly chat: ChatController;
}

/** An agent's picture over the first letter of their name. */
export function Avatar({ name, picture, chat }: AvatarProps) {
  return (
    <span class="avatar" aria-hidden="true">
      {[...name][0]}
      {picture && (
        <canvas key={picture} ref={(canvas) => paintOnce(canvas, () => chat.loadPicture(picture))} />
      )}
    </span>
  );
}

/** A text with its links and line breaks. */
export function MessageText({ text }: { text: string }) {
  return (
    <p class="text">
      {splitLinks(text).map((part, index) =>
        index % 2 ? (
          <a href={part} target="_blank" rel="noopener">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  );
}

interface AttachmentProps {
  readonly file: Pick<FileInfo, "id" | "name" | "picture">;
  readonly chat: ChatController;
}

/** A file of a message. A click downloads it. */
export function Attachment({ file: { id, name, picture }, chat }: AttachmentProps) {
  const load = () => chat.loadFile(id);
  const { width = 1, height = 1 } = picture ?? {};
  return (
    <button type="button" class="file" onClick={() => chat.save(name, load())}>
      {picture && (
        <canvas
          style={`width:${Math.min(PICTURE_SIZE, width, (PICTURE_SIZE * width) / height)}px;aspect-ratio:${width}/${height}`}
          ref={(canvas) => paintOnce(canvas, load)}
        />
      )}
      <span>{name}</span>
    </button>
  );
}
