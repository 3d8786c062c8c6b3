import { useLayoutEffect, useRef } from "preact/hooks";
import type { FileInfo } from "../../shared/file.ts";
import { splitLinks } from "../../shared/rules/links.ts";
import { useChatController } from "./chat-context.ts";

/** The longer side of a picture in a message, CSS pixels. */
const PICTURE_SIZE = 240;

/** Paints a picture no larger than it is shown. A strict policy (CSP) would not allow an `img`. */
async function paint(canvas: HTMLCanvasElement, blob: Blob): Promise<void> {
  const picture = await createImageBitmap(blob);
  const scale = Math.min(1, (PICTURE_SIZE * devicePixelRatio) / Math.max(picture.width, picture.height));
  canvas.width = picture.width * scale;
  canvas.height = picture.height * scale;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
}

interface PictureProps {
  load(): Promise<Blob | undefined>;
  /** `width:240px;aspect-ratio:4/3` */
  readonly style?: string;
}

/** A picture, loaded once. It is hidden if it cannot be loaded. */
function Picture({ load, style }: PictureProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const show = async () => {
      const blob = await load();
      if (blob) await paint(canvas, blob);
      else canvas.hidden = true;
    };
    show().catch(() => {
      canvas.hidden = true; // it is not a picture, or the connection was cut
    });
  }, []);
  return <canvas ref={ref} style={style} />;
}

interface AvatarProps {
  readonly name: string;
  readonly picture: string | null | undefined;
}

/** An agent's picture over the first letter of their name. */
export function Avatar({ name, picture }: AvatarProps) {
  const chat = useChatController();
  return (
    <span class="avatar" aria-hidden="true">
      {[...name][0]}
      {picture && <Picture key={picture} load={() => chat.loadPicture(picture)} />}
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
}

/** A file of a message. A click downloads it. */
export function Attachment({ file: { id, name, picture } }: AttachmentProps) {
  const chat = useChatController();
  const load = () => chat.loadFile(id);
  const { width = 1, height = 1 } = picture ?? {};
  return (
    <button type="button" class="file" onClick={() => chat.save(name, load())}>
      {picture && (
        <Picture
          load={load}
          style={`width:${Math.min(PICTURE_SIZE, width, (PICTURE_SIZE * width) / height)}px;aspect-ratio:${width}/${height}`}
        />
      )}
      <span>{name}</span>
    </button>
  );
}
