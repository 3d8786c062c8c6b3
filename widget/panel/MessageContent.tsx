/** @jsxRuntime classic */
/** @jsx h */

import type { FileInfo } from "../../shared/file.ts";
import { splitLinks } from "../../shared/rules/links.ts";
import type { Talk } from "../chat/controller/chat-controller.ts";
import { paint } from "../chat/files.ts";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { h } from "./dom.ts";

/** The longer side of a picture in a message, CSS pixels. */
const PICTURE = 240;

const painted = new WeakSet<HTMLCanvasElement>();

/** Paints a canvas once; what is no picture after all leaves it away. */
function paintOnce(canvas: HTMLCanvasElement, load: () => Promise<Blob | undefined>): void {
  if (painted.has(canvas)) return;
  painted.add(canvas);
  load()
    .then((blob) => paint(canvas, blob as Blob, PICTURE))
    .catch(() => {
      canvas.hidden = true;
    });
}

/** An agent's picture over the first letter of their name. */
export function Face({
  name,
  picture,
  talk,
}: {
  name: string;
  picture: string | null | undefined;
  talk: Talk;
}) {
  return (
    <span class="face" aria-hidden="true">
      {[...name][0]}
      {picture && <canvas key={picture} ref={(canvas) => paintOnce(canvas, () => talk.face(picture))} />}
    </span>
  );
}

/** A text with its links and line breaks. */
export function Text({ text }: { text: string }) {
  return (
    <p class="words">
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

/** A file of a message: a click saves it. */
export function Attachment({ file, talk }: { file: Pick<FileInfo, "id" | "name" | "picture">; talk: Talk }) {
  const { id, name, picture } = file;
  const load = () => talk.load(`/files/${id}`);
  const { width = 1, height = 1 } = picture ?? {};
  return (
    <button type="button" class="file" onClick={() => talk.save(name, load())}>
      {picture && (
        <canvas
          style={`width:${Math.min(PICTURE, width, (PICTURE * width) / height)}px;aspect-ratio:${width}/${height}`}
          ref={(canvas) => paintOnce(canvas, load)}
        />
      )}
      <span>{name}</span>
    </button>
  );
}
