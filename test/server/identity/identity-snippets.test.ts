import { execFileSync } from "node:child_process";
import { createSecretKey } from "node:crypto";
import { jwtVerify } from "jose";
import { expect, it } from "vitest";
import { SERVER_SNIPPETS } from "../../../server/dashboard/settings/identity-snippets.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const env = { ...process.env, FOYER_IDENTITY_SECRET: SECRET };
const run = (program: string, ...args: readonly string[]) =>
  execFileSync(program, args, { env, encoding: "utf8" }).trim();

const PROGRAMS = {
  node: () =>
    run(
      "node",
      "--input-type=module",
      "-e",
      `${SERVER_SNIPPETS.node}\nconsole.log(foyerToken({ id: 42, name: "Zoë Lee", email: "zoe@example.com" }))`,
    ),
  python: () =>
    run(
      "python3",
      "-c",
      `${SERVER_SNIPPETS.python}\nfrom types import SimpleNamespace as User\nprint(foyer_token(User(id=42, name="Zo\\u00eb Lee", email="zoe@example.com")))`,
    ),
};

it.each(Object.entries(PROGRAMS))("R33: the snippet for %s signs what is accepted", async (_, sign) => {
  const { payload } = await jwtVerify(sign(), createSecretKey(Buffer.from(SECRET)), {
    algorithms: ["HS256"],
    requiredClaims: ["exp"],
  });
  expect(payload).toMatchObject({ user_id: "42", name: "Zoë Lee", email: "zoe@example.com" });
});
