import { useLayoutEffect, useRef } from "preact/hooks";
import type { FileInfo } from "../../shared/file.ts";
import type { PictureSource } from "../chat/files-part.ts";
import { PICTURE_SIZE } from "../chat/picture-size.ts";
import { type ChatProps, usePart } from "./use-chat.ts";

interface PictureProps extends ChatProps {
  readonly source: PictureSource;
  /** `width:240px;aspect-ratio:4/3` */
  readonly style?: string;
}

/** A picture, painted once. */
function Picture({ panel, source, style }: PictureProps) {
  const { files } = panel.controller;
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    if (canvas) files().then(({ show }) => show(canvas, source));
  }, []);
  return <canvas ref={ref} style={style} />;
}

interface AvatarProps extends ChatProps {
  readonly name: string;
  readonly picture: string | null | undefined;
}

/** An agent's picture over the first letter of their name. */
export function Avatar({ panel, name, picture }: AvatarProps) {
  return (
    <span class="avatar" aria-hidden="true">
      {[...name][0]}
      {picture && <Picture key={picture} panel={panel} source={{ agent: picture }} />}
    </span>
  );
}

interface TextProps extends ChatProps {
  readonly text: string;
}

/** A text with its links and line breaks. */
export function MessageText({ panel, text }: TextProps) {
  return <p class="text">{text.includes("://") ? <TextWithLinks panel={panel} text={text} /> : text}</p>;
}

function TextWithLinks({ panel, text }: TextProps) {
  const splitLinks = usePart(panel.controller.splitLinks);
  if (!splitLinks) return <>{text}</>;
  return (
    <>
      {splitLinks(text).map((part, index) =>
        index % 2 ? (
          <a href={part} target="_blank" rel="noopener">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}

interface AttachmentProps extends ChatProps {
  readonly file: Pick<FileInfo, "id" | "name" | "picture">;
}

/** A file of a message. A click downloads it. */
export function Attachment({ panel, file }: AttachmentProps) {
  const { files } = panel.controller;
  const { id, name, picture } = file;
  const { width = 1, height = 1 } = picture ?? {};
  return (
    <button type="button" class="file" onClick={() => files().then(({ save }) => save(file))}>
      {picture && (
        <Picture
          panel={panel}
          source={{ file: id }}
          style={`width:${Math.min(PICTURE_SIZE, width, (PICTURE_SIZE * width) / height)}px;aspect-ratio:${width}/${height}`}
        />
      )}
      <span>{name}</span>
    </button>
  );
}
