import type { Team } from "../../../shared/account.ts";
import { TwoFactorPolicy } from "../../../shared/account-security.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { t, withElements } from "../i18n/translate.ts";
import { ErrorNote, LoadError, Skeleton } from "../ui/states.tsx";
import { Switch } from "../ui/switch.tsx";
import { Verbatim } from "../ui/verbatim.tsx";

interface TwoFactorPolicySectionProps {
  readonly property: string;
  readonly agents: Team["agents"];
}

const PATH = "/properties/:property/two-factor";

/** Demands two-factor authentication of the team, and says who has none yet. Takes effect at once. */
export function TwoFactorPolicySection({ property, agents }: TwoFactorPolicySectionProps) {
  const { api } = useServices();
  const param = { property };
  const { loaded, retry, change } = useLoad(`two-factor of ${property}`, () =>
    api.call(TwoFactorPolicy, "GET", PATH, { param }),
  );
  const save = useAction(async (isRequired: boolean) => {
    const saved = await api.call(TwoFactorPolicy, "PUT", PATH, { param, json: { isRequired } });
    change(() => saved);
  });
  return (
    <section class="invite">
      <h3>{t("Two-factor authentication")}</h3>
      {loaded.kind === "loading" && <Skeleton lines={2} label={t("Loading")} />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "ready" && (
        <>
          <Switch
            // shows the stored value again if the server refuses the change
            key={`${loaded.value.isRequired} ${save.failure?.message}`}
            label={t("Require it of the whole team")}
            hint={t("Whoever has none has to set it up before anything else.")}
            checked={loaded.value.isRequired}
            onChange={(isRequired) => void save.run(isRequired)}
          />
          <ErrorNote failure={save.failure} />
          {save.failure?.code === "two_factor_setup_needed" && (
            <p>
              <a href={href.account()}>{t("Account and security")}</a>
            </p>
          )}
          <Without agents={agents.filter(({ id }) => loaded.value.without.includes(id))} />
        </>
      )}
    </section>
  );
}

function Without({ agents }: { agents: Team["agents"] }) {
  if (!agents.length) return <p class="hint">{t("Everybody on the team has set it up.")}</p>;
  return (
    <p class="hint">
      {withElements("Not set up yet by {names}.", {
        names: agents.map(({ id, name }, at) => (
          <>
            {at > 0 && ", "}
            <Verbatim key={id}>{name}</Verbatim>
          </>
        )),
      })}
    </p>
  );
}
