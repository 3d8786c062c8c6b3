import type * as z from "zod/mini";
import { Me } from "../../../shared/account.ts";
import {
  type InvitationAccept,
  type InvitationCreate,
  InvitationCreated,
  InvitationOffer,
  type Setup,
} from "../../../shared/joining.ts";
import type { Api } from "../data/api.ts";
import { NoContent } from "../data/client.ts";

/** The requests of the set-up and of invitations. They are loaded with their screens. */
export function joiningCalls({ call }: Pick<Api, "call">) {
  return {
    setUp: (json: z.input<typeof Setup>) => call(Me, "POST", "/setup", { json }),
    invitation: (token: string) => call(InvitationOffer, "GET", "/invitations/:token", { param: { token } }),
    acceptInvitation: (token: string, json: z.input<typeof InvitationAccept>) =>
      call(Me, "POST", "/invitations/:token", { param: { token }, json }),
    invite: (property: string, json: z.input<typeof InvitationCreate>) =>
      call(InvitationCreated, "POST", "/properties/:property/invitations", { param: { property }, json }),
    revokeInvitation: (property: string, id: string) =>
      call(NoContent, "DELETE", "/properties/:property/invitations/:id", { param: { property, id } }),
  } as const;
}
