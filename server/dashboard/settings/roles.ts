import type { Role } from "../../../shared/account.ts";

export const ROLE_WORDS: Readonly<Record<Role, string>> = { admin: "Admin", agent: "Agent" };
