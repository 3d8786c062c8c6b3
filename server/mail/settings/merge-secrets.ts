import type { Fault } from "../../../shared/error.ts";
import type {
  MailAuth,
  MailSettings,
  MailSettingsDraft,
  MailSettingsView,
} from "../../../shared/mail-settings.ts";

export type MergedSettings =
  | { readonly kind: "complete"; readonly settings: MailSettings }
  | { readonly kind: "incomplete"; readonly faults: readonly Fault[] };

/** The settings as admins see them: without secrets. */
export function withoutSecrets({ auth, dkim, ...rest }: MailSettings): MailSettingsView {
  return { ...rest, auth: authWithoutSecrets(auth), dkim: dkim && { ...dkim, privateKey: null } };
}

const authWithoutSecrets = (auth: MailAuth): MailSettingsView["auth"] =>
  auth.kind === "none" ? auth : signInWithoutSecrets(auth);

/** A way to sign in to a mail server, of the settings or of a draft. */
type SignIn = Exclude<MailAuth, { kind: "none" }>;
type SignInDraft = Exclude<MailSettingsDraft["auth"], { kind: "none" }>;

/** A way to sign in without its secrets. */
export function signInWithoutSecrets(auth: SignIn): Exclude<MailSettingsView["auth"], { kind: "none" }> {
  switch (auth.kind) {
    case "password":
      return { ...auth, password: null };
    case "refresh_token":
      return { ...auth, clientSecret: null, refreshToken: null };
    case "client_credentials":
      return { ...auth, clientSecret: null };
  }
}

/**
 * Puts the stored secrets in the place of those that a draft leaves out. A stored secret stays with the address it was
 * typed for: with another server or token address it must be typed again, or an admin who does not know it could have it
 * sent to a server of theirs.
 */
export function mergeSecrets(draft: MailSettingsDraft, stored: MailSettings | null): MergedSettings {
  const faults: Fault[] = [];
  const secret = takeSecrets(faults);
  const isSameServer = stored?.server.host === draft.server.host && stored.server.port === draft.server.port;
  const { auth } = draft;
  const known = stored?.auth ?? null;
  const settings: MailSettings = {
    ...draft,
    auth: mergeAuth(auth, isSameServer ? known : null, secret),
    dkim: draft.dkim && {
      ...draft.dkim,
      privateKey: secret("dkim.privateKey", draft.dkim.privateKey, stored?.dkim?.privateKey ?? null),
    },
  };
  return faults.length ? { kind: "incomplete", faults } : { kind: "complete", settings };
}

/** @param faults where a missing secret is noted */
export function takeSecrets(faults: Fault[]): TakeSecret {
  return (path, given, known) => {
    if (given !== null) return given;
    if (known !== null) return known;
    faults.push({ path: `settings.${path}`, code: "required", message: "must be entered" });
    return "";
  };
}

const mergeAuth = (auth: MailSettingsDraft["auth"], known: MailAuth | null, secret: TakeSecret): MailAuth =>
  auth.kind === "none" ? auth : mergeSignIn(auth, known, secret);

/** Gives a draft's secret, or the stored one, or notes that it is missing. */
export type TakeSecret = (path: string, given: string | null, known: string | null) => string;

/** A way to sign in with the stored secrets in the place of those that the draft leaves out. */
export function mergeSignIn(auth: SignInDraft, known: MailAuth | null, secret: TakeSecret): SignIn {
  switch (auth.kind) {
    case "password": {
      const stored = known?.kind === "password" && known.user === auth.user ? known.password : null;
      return { ...auth, password: secret("auth.password", auth.password, stored) };
    }
    case "refresh_token": {
      const stored = known?.kind === auth.kind && known.tokenAddress === auth.tokenAddress ? known : null;
      return {
        ...auth,
        clientSecret: secret("auth.clientSecret", auth.clientSecret, stored?.clientSecret ?? null),
        refreshToken: secret("auth.refreshToken", auth.refreshToken, stored?.refreshToken ?? null),
      };
    }
    case "client_credentials": {
      const stored = known?.kind === auth.kind && known.tokenAddress === auth.tokenAddress ? known : null;
      return {
        ...auth,
        clientSecret: secret("auth.clientSecret", auth.clientSecret, stored?.clientSecret ?? null),
      };
    }
  }
}
