import { initials, pictureAddress } from "./format.ts";
import { Icon } from "./icon.tsx";

interface MarkProps {
  readonly name: string | null;
  /** An agent's own picture, a path on the server. */
  readonly picture?: string | null;
  readonly large?: boolean;
}

/** The avatar of a person: a picture, else the initials of the name, else an icon. */
export function Avatar({ name, picture = null, large = false }: MarkProps) {
  return (
    <span class={large ? "avatar large" : "avatar"} aria-hidden="true" translate={false}>
      {picture ? (
        <img src={pictureAddress(picture)} alt="" />
      ) : name ? (
        initials(name)
      ) : (
        <Icon name="person" size={large ? 24 : 17} />
      )}
    </span>
  );
}
