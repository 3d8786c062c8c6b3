import type * as z from "zod/mini";
import {
  Me,
  Picture,
  type Presence,
  PresenceReceipt,
  type Role,
  SetupState,
  type SignIn,
  Team,
} from "../../../shared/account.ts";
import { LanguageChoice } from "../../../shared/dashboard-language.ts";
import { type Client, NoContent } from "./client.ts";

/** The requests for accounts, teams and properties. */
export function accountCalls({ call, upload }: Client) {
  return {
    setupState: () => call(SetupState, "GET", "/setup", {}),
    signIn: (json: z.input<typeof SignIn>) => call(Me, "POST", "/sign-in", { json }),
    signOut: () => call(NoContent, "POST", "/sign-out", {}),
    me: () => call(Me, "GET", "/me", {}),
    presence: (status: Presence) => call(PresenceReceipt, "PUT", "/presence", { json: { status } }),
    savePicture: (body: Blob, onProgress: (share: number) => void, signal: AbortSignal) =>
      upload(Picture, "PUT", "/me/picture", {}, { body, onProgress, signal }),
    chooseLanguage: (json: z.infer<typeof LanguageChoice>) =>
      call(LanguageChoice, "PUT", "/me/language", { json }),
    removePicture: () => call(Picture, "DELETE", "/me/picture", {}),

    team: (property: string) => call(Team, "GET", "/properties/:property/team", { param: { property } }),
    setRole: (property: string, agent: string, role: Role) =>
      call(Team, "PUT", "/properties/:property/team/:agent", { param: { property, agent }, json: { role } }),
    setDisabled: (property: string, agent: string, isDisabled: boolean) =>
      call(Team, "PUT", "/properties/:property/team/:agent/disabled", {
        param: { property, agent },
        json: { isDisabled },
      }),
    removeAgent: (property: string, agent: string) =>
      call(NoContent, "DELETE", "/properties/:property/team/:agent", { param: { property, agent } }),
  } as const;
}
