import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Organization } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import type { PropertyOfMe } from "../../app/shell/property-screens.tsx";
import { readyOr } from "../../data/loadable.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { shortDate } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { LoadError, Skeleton } from "../../ui/states.tsx";
import { useHeadingFocus } from "../../ui/use-heading-focus.ts";
import { useTitle } from "../../ui/use-title.ts";
import { OrganizationConversations, OrganizationMembers } from "./members.tsx";
import { OrganizationDialog } from "./organization-dialog.tsx";
import { peopleWords } from "./organizations.tsx";

interface OrganizationScreenProps {
  readonly property: PropertyOfMe;
  readonly id: string;
}

/** One organization with its people and what they wrote. */
export function OrganizationScreen({ property, id }: OrganizationScreenProps) {
  const { api } = useServices();
  const { loaded, retry, change } = useLoad(id, () => api.organization(property.id, id));
  const organization = readyOr(loaded, null);
  useTitle(`${organization?.name ?? "Organization"} · ${property.name}`);
  return (
    <main class="contact" id="main" tabIndex={-1}>
      <div class="contact-page">
        <BackLink to={href.organizations(property.id)}>Organizations</BackLink>
        {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
        {loaded.kind === "loading" && <Skeleton lines={8} label="Loading the organization" />}
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
  const [task, setTask] = useState<"edit" | "remove" | null>(null);
  const { id, name, domain, createdAt, people } = organization;
  useHeadingFocus(heading);
  return (
    <>
      <header class="contact-head">
        <span class="mark large" aria-hidden="true">
          <Icon name="house" size={24} />
        </span>
        <div>
          <h1 ref={heading} tabIndex={-1} dir="auto">
            {name}
          </h1>
          <p class="hint">
            {domain && (
              <>
                <bdi>{domain}</bdi> ·{" "}
              </>
            )}
            {peopleWords(people)} · since {shortDate(createdAt)}
          </p>
        </div>
        <div class="contact-acts">
          <Button small icon="edit" onClick={() => setTask("edit")}>
            Edit
          </Button>
          <Button small kind="danger" icon="bin" onClick={() => setTask("remove")}>
            Remove
          </Button>
        </div>
      </header>
      <div class="contact-columns">
        <section>
          <h2>People</h2>
          <OrganizationMembers property={property} organization={id} />
        </section>
        <section>
          <h2>Conversations</h2>
          <OrganizationConversations property={property} organization={id} />
        </section>
      </div>
      {task === "edit" && (
        <OrganizationDialog
          property={property}
          organization={organization}
          onSaved={(saved) => {
            onSaved(saved);
            setTask(null);
          }}
          onClose={() => setTask(null)}
        />
      )}
      {task === "remove" && (
        <RemoveDialog property={property} organization={organization} onClose={() => setTask(null)} />
      )}
    </>
  );
}

interface RemoveDialogProps extends Omit<OrganizationPageProps, "onSaved"> {
  readonly onClose: () => void;
}

function RemoveDialog({ property, organization, onClose }: RemoveDialogProps) {
  const { api, notices } = useServices();
  const { route } = useLocation();
  const remove = useAction(async () => {
    await api.removeOrganization(property, organization.id);
    notices.say(`“${organization.name}” was removed.`);
    route(href.organizations(property), true);
  });
  return (
    <ConfirmDialog title="Remove this organization?" act="Remove" action={remove} onClose={onClose}>
      <p>
        {organization.people > 0 ? (
          <>
            <bdi>{organization.name}</bdi> is taken away from {peopleWords(organization.people)}. The contacts
            themselves stay.
          </>
        ) : (
          <>Nobody belongs to it.</>
        )}
      </p>
    </ConfirmDialog>
  );
}
