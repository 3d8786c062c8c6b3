import { Hono } from "hono";
import { Picture } from "../../shared/account.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import type { Deps } from "../deps.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { endpoint } from "../platform/http/endpoint.ts";
import { newId } from "../platform/ids.ts";
import { createIncoming } from "../platform/storage/incoming.ts";
import { inspectFile } from "./inspect-file.ts";
import { contentLengthOf } from "./receive-upload.ts";
import { SANDBOX_HEADERS, sendBytes } from "./send-file.ts";
import { incomingFolder, PICTURES } from "./store.ts";

const MAX_PICTURE = 1_048_576;

/** The media types of pictures, by the extension in the URL. */
const TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
};
const ADDRESS = /^([\da-f-]{36})\.(png|jpg|gif|webp)$/;

type PictureDeps = Pick<Deps, "config" | "database" | "files" | "log" | "now" | "random">;

/** The agent's own picture, which visitors see next to their messages. Behind `signedIn`. */
export function pictureRoutes(deps: PictureDeps, may: May) {
  const incoming = createIncoming(incomingFolder(deps.config), deps.files);

  /** Sets another picture, or none, and removes the previous one. */
  async function change(agent: string, image: string | null): Promise<void> {
    const before = await deps.database.write(async (tx) => {
      const row = await tx.selectFrom("agents").select("image").where("id", "=", agent).executeTakeFirst();
      await tx.updateTable("agents").set({ image }).where("id", "=", agent).execute();
      return row?.image ?? null;
    });
    const [key] = before?.split(".") ?? [];
    if (!key) return;
    // the change is committed; if the removal fails, its marker makes housekeeping retry it
    await incoming
      .discard(key)
      .catch((err: unknown) => deps.log.warn({ err }, "an agent's former picture is removed later"));
  }

  return new Hono<AgentEnv>()
    .put(
      "/me/picture",
      endpoint(
        "Set the agent's picture; the body is a PNG, JPEG, GIF or WebP of at most 1 MB",
        Picture,
        "file_too_large",
        "file_incomplete",
        "file_type_refused",
      ),
      may("account.own"),
      async (c) => {
        const tooLarge = () => new ApiError("file_too_large", { detail: "A picture may have at most 1 MB." });
        const rule = { max: MAX_PICTURE, announced: contentLengthOf(c), tooLarge };
        if ((rule.announced ?? 0) > rule.max) throw tooLarge();
        const key = `${PICTURES}/${newId(deps)}`;
        const picture = await incoming.receive(key, c.req.raw.body, rule, async (file) => {
          const { kind, picture: size } = await inspectFile(file.path);
          const extension = Object.keys(TYPES).find((one) => TYPES[one] === kind.type);
          if (!size || !extension)
            throw new ApiError("file_type_refused", {
              detail: "A picture must be a PNG, JPEG, GIF or WebP that is not too large.",
            });
          await deps.files.put(key, file);
          await change(c.var.agent.id, `${key}.${extension}`);
          return `${key}.${extension}`;
        });
        return c.json({ picture });
      },
    )
    .delete("/me/picture", endpoint("Remove the agent's picture", Picture), may("account.own"), async (c) => {
      await change(c.var.agent.id, null);
      return c.json({ picture: null });
    });
}

/** `GET /pictures/:file`: agents' pictures are for everybody who sees a widget. */
export function publicPictureRoutes({ files }: Pick<Deps, "files">) {
  return new Hono().get("/pictures/:file", async (c) => {
    const [, id, extension = ""] = ADDRESS.exec(c.req.param("file")) ?? [];
    const bytes = id === undefined ? null : await files.get(`${PICTURES}/${id}`);
    return sendBytes(c, bytes, 200, {
      ...SANDBOX_HEADERS,
      "Content-Type": TYPES[extension] ?? "",
      "Access-Control-Allow-Origin": "*",
      "Cache-Control": "public, max-age=31536000, immutable",
    });
  });
}
