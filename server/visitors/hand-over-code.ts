import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import * as z from "zod/mini";
import type { ServerSecret } from "../platform/secrets.ts";

/** How long a code can be redeemed, ms. */
const CODE_LIFE = 60_000;

const ALGORITHM = "aes-256-gcm";
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

const Content = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.boolean(),
  z.string(),
  z.number(),
]);

/** The content of a code: a visitor, the origin of the page that they leave, and that of the page they open. */
export interface HandOver {
  readonly property: string;
  readonly visitor: string;
  readonly proof: string;
  /** The origin of the page with the link, and that of the page to which the link leads. */
  readonly from: string;
  readonly to: string;
  /** Whether the visitor's panel must be loaded unasked, because a conversation is open. */
  readonly pending: boolean;
}

/** A code that was read: `id` is used once, until `expiresAt` (ms since 1970). */
export interface ReadHandOver extends HandOver {
  readonly id: string;
  readonly expiresAt: number;
}

interface Sealing {
  /** Newest first: the newest seals, all open. */
  readonly secrets: readonly ServerSecret[];
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
}

const keyOf = ({ secret }: ServerSecret) =>
  createHash("sha256").update(`foyer-hand-over-1.${secret}`).digest();

/**
 * Makes the one-time code of a hand-over, `SECRET_ID.SEALED`: encrypted and signed (AES-256-GCM), because it is a part of
 * the address of a page and contains the visitor's proof.
 */
export function sealHandOver({ secrets, now, random }: Sealing, handOver: HandOver): string {
  const [newest] = secrets;
  if (!newest) throw new Error("No secret to seal a hand-over with");
  const { property, visitor, proof, from, to, pending } = handOver;
  const id = Buffer.from(random(16)).toString("base64url");
  const content: z.infer<typeof Content> = [
    property,
    visitor,
    proof,
    from,
    to,
    pending,
    id,
    now() + CODE_LIFE,
  ];
  const iv = random(IV_LENGTH);
  const cipher = createCipheriv(ALGORITHM, keyOf(newest), iv);
  const sealed = [iv, cipher.update(JSON.stringify(content)), cipher.final(), cipher.getAuthTag()];
  return `${newest.id}.${Buffer.concat(sealed).toString("base64url")}`;
}

/** Reads a code. @returns null for every text that this server has not made, or not lately */
export function openHandOver({ secrets, now }: Omit<Sealing, "random">, code: string): ReadHandOver | null {
  const [secretId, sealed = ""] = code.split(".");
  const secret = secrets.find(({ id }) => id === secretId);
  const bytes = Buffer.from(sealed, "base64url");
  if (!secret || bytes.length <= IV_LENGTH + TAG_LENGTH) return null;
  const decipher = createDecipheriv(ALGORITHM, keyOf(secret), bytes.subarray(0, IV_LENGTH), {
    authTagLength: TAG_LENGTH,
  }).setAuthTag(bytes.subarray(-TAG_LENGTH));
  try {
    const text = [decipher.update(bytes.subarray(IV_LENGTH, -TAG_LENGTH)), decipher.final()];
    const [property, visitor, proof, from, to, pending, id, expiresAt] = z.parse(
      Content,
      JSON.parse(Buffer.concat(text).toString()),
    );
    return expiresAt > now() ? { property, visitor, proof, from, to, pending, id, expiresAt } : null;
  } catch {
    return null; // the signature is wrong
  }
}
