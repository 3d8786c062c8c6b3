import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { PropertyOfMe } from "../../../../shared/account.ts";
import type { Organization } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { readyOr } from "../../data/loadable.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
import { plural, t, withElements } from "../../i18n/translate.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { shortDate } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { LoadError, Skeleton } from "../../ui/states.tsx";
import { useHeadingFocus } from "../../ui/use-heading-focus.ts";
import { useTitle } from "../../ui/use-title.ts";
import { Verbatim } from "../../ui/verbatim.tsx";
import { OrganizationConversations, OrganizationMembers } from "./members.tsx";
import { OrganizationDialog } from "./organization-dialog.tsx";
import { useOrganizationApi } from "./use-organization-api.ts";

interface OrganizationScreenProps {
  readonly property: PropertyOfMe;
  readonly id: string;
}

/** The page of one organization, with its contacts and their conversations. */
export function OrganizationScreen({ property, id }: OrganizationScreenProps) {
  const api = useOrganizationApi();
  const { loaded, retry, change } = useLoad(id, () => api.organization(property.id, id));
  const organization = readyOr(loaded, null);
  useTitle(`${organization?.name ?? t("Organization")} · ${property.name}`);
  return (
    <main class="contact" id="main" tabIndex={-1}>
      <div class="contact-page">
        <BackLink to={href.organizations(property.id)}>{t("Organizations")}</BackLink>
        {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
        {loaded.kind === "loading" && <Skeleton lines={8} label={t("Loading the organization")} />}
        {organization && (
          <OrganizationPage
            property={property.id}
            organization={organization}
            onSaved={(saved) => change(() => saved)}
          />
        )}
      </div>
    </main>
  );
}

interface OrganizationPageProps {
  readonly property: string;
  readonly organization: Organization;
  readonly onSaved: (organization: Organization) => void;
}

function OrganizationPage({ property, organization, onSaved }: OrganizationPageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [dialog, setDialog] = useState<"edit" | "delete" | null>(null);
  const { id, name, domain, createdAt, people } = organization;
  useHeadingFocus(heading);
  return (
    <>
      <header class="contact-header">
        <span class="avatar large" aria-hidden="true">
          <Icon name="building" size={24} />
        </span>
        <div>
          <h1 ref={heading} tabIndex={-1} dir="auto" translate={false}>
            {name}
          </h1>
          <p class="hint">
            {domain && (
              <>
                <Verbatim>{domain}</Verbatim> ·{" "}
              </>
            )}
            {plural(people, "{count} contact", "{count} contacts")}
            {" · "}
            {t("since {date}", { date: shortDate(createdAt) })}
          </p>
        </div>
        <div class="contact-actions">
          <Button small icon="edit" onClick={() => setDialog("edit")}>
            {t("Edit")}
          </Button>
          <Button small kind="danger" icon="bin" onClick={() => setDialog("delete")}>
            {t("Delete")}
          </Button>
        </div>
      </header>
      <div class="contact-columns">
        <section>
          <h2>{t("Contacts")}</h2>
          <OrganizationMembers property={property} organization={id} />
        </section>
        <section>
          <h2>{t("Conversations")}</h2>
          <OrganizationConversations property={property} organization={id} />
        </section>
      </div>
      {dialog === "edit" && (
        <OrganizationDialog
          property={property}
          organization={organization}
          onSaved={(saved) => {
            onSaved(saved);
            setDialog(null);
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "delete" && (
        <DeleteDialog property={property} organization={organization} onClose={() => setDialog(null)} />
      )}
    </>
  );
}

interface DeleteDialogProps extends Omit<OrganizationPageProps, "onSaved"> {
  readonly onClose: () => void;
}

function DeleteDialog({ property, organization, onClose }: DeleteDialogProps) {
  const { notices } = useServices();
  const api = useOrganizationApi();
  const { route } = useLocation();
  const remove = useAction(async () => {
    await api.removeOrganization(property, organization.id);
    notices.say(t("Organization “{name}” deleted.", { name: organization.name }));
    route(href.organizations(property), true);
  });
  return (
    <ConfirmDialog title={t("Delete this organization?")} act={t("Delete")} action={remove} onClose={onClose}>
      <p>
        {organization.people > 0
          ? withElements("{name} is removed from {contacts}. The contacts are not deleted.", {
              name: <Verbatim>{organization.name}</Verbatim>,
              contacts: plural(organization.people, "{count} contact", "{count} contacts"),
            })
          : t("It has no contacts.")}
      </p>
    </ConfirmDialog>
  );
}
