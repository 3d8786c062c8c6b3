import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Me, PropertyOfMe } from "../../../shared/account.ts";
import type { Property } from "../../../shared/property.ts";
import { roleMay } from "../../../shared/rules/rights.ts";
import { href, type Route, SETTINGS_SECTIONS, type SettingsSection } from "../app/routes.ts";
import { useLoad } from "../data/use-load.ts";
import { t } from "../i18n/translate.ts";
import { Icon } from "../ui/icon.tsx";
import { LoadError, Note, Skeleton } from "../ui/states.tsx";
import { useTitle } from "../ui/use-title.ts";
import { InstallSection } from "./install.tsx";
import {
  AlertsSection,
  AnswersSection,
  ApiKeysSection,
  AttributesSection,
  AuditLogSection,
  AvailabilitySection,
  EmailSection,
  FormsSection,
  GeneralSection,
  IdentitySection,
  IncomingWebhooksSection,
  Preview,
  PrivacySection,
  preloadSections,
  SitesSection,
  StorageSection,
  TeamSection,
  WebhooksSection,
} from "./lazy-sections.ts";
import type { FormVersion } from "./named-forms.ts";
import { SaveBar } from "./save-bar.tsx";
import { SECTIONS } from "./sections.ts";
import { usePropertyApi } from "./use-property-api.ts";
import { type Editing, useSettingsDraft } from "./use-settings-draft.ts";

type SettingsPlace = Extract<Route, { page: "settings" }>;

/** The sections in which agents who are not admins can change something. */
const FOR_ALL: ReadonlySet<SettingsSection> = new Set(["install", "answers", "attributes"]);

/** The words for what only admins can do in the sections that have nothing to change. */
const READ_BY_ADMINS: Readonly<Partial<Record<SettingsSection, () => string>>> = {
  identity: () => t("Only admins can see and change how visitors are signed in."),
  alerts: () => t("Only admins can see and change alerts."),
  "api-keys": () => t("Only admins can create and revoke API keys."),
  webhooks: () => t("Only admins can see and change webhooks."),
  storage: () => t("Only admins can see what is stored."),
  "incoming-webhooks": () => t("Only admins can see and change incoming webhooks."),
  "audit-log": () => t("Only admins can read the audit log."),
};

interface SettingsScreenProps {
  readonly me: Me;
  readonly property: PropertyOfMe;
  readonly place: SettingsPlace;
}

/** The settings of a property. */
export function SettingsScreen({ me, property, place }: SettingsScreenProps) {
  const properties = usePropertyApi();
  const { loaded, retry, reload, change } = useLoad(property.id, () => properties.property(property.id));
  const section = place.section ?? "install";
  // a section that could not be loaded now is loaded when it is opened
  useEffect(() => void preloadSections().catch(() => undefined), []);
  useTitle(t("{title} · Settings · {name}", { title: t(SECTIONS[section].title), name: property.name }));
  if (loaded.kind === "ready")
    return (
      <Editor
        me={me}
        role={property.role}
        place={place}
        property={loaded.value}
        onSaved={(saved) => change(() => saved)}
        reload={reload}
      />
    );
  return (
    <Frame property={property.id} place={place} faulty={new Set()}>
      {loaded.kind === "failed" ? (
        <LoadError failure={loaded.failure} retry={() => void retry()} />
      ) : (
        <Skeleton lines={8} label={t("Loading the settings")} />
      )}
    </Frame>
  );
}

interface FrameProps {
  readonly property: string;
  readonly place: SettingsPlace;
  readonly faulty: ReadonlySet<SettingsSection>;
  readonly children: ComponentChildren;
}

function Frame({ property, place, faulty, children }: FrameProps) {
  const section = place.section ?? "install";
  return (
    <main class="settings" id="main" tabIndex={-1} data-column={place.section ? "section" : "list"}>
      <h1 class="unseen">{t("Settings")}</h1>
      <nav class="settings-nav" aria-label={t("Settings")}>
        <h2>{t("Settings")}</h2>
        {SETTINGS_SECTIONS.map((one) => (
          <a
            key={one}
            href={href.settings(property, one)}
            aria-current={one === section ? "page" : undefined}
          >
            <Icon name={SECTIONS[one].icon} />
            <span>{t(SECTIONS[one].title)}</span>
            {faulty.has(one) && (
              <span class="faulty">
                <Icon name="alert" size={15} />
                <span class="unseen">{t("Has errors")}</span>
              </span>
            )}
          </a>
        ))}
      </nav>
      <div class="settings-body">
        <p class="narrow-only">
          <a class="back" href={href.settings(property)}>
            <Icon name="back" size={16} />
            {t("Settings")}
          </a>
        </p>
        <h2 class="settings-title">{t(SECTIONS[section].title)}</h2>
        {children}
      </div>
    </main>
  );
}

interface EditorProps {
  readonly me: Me;
  readonly role: PropertyOfMe["role"];
  readonly place: SettingsPlace;
  readonly property: Property;
  readonly onSaved: (property: Property) => void;
  readonly reload: () => Promise<unknown>;
}

function Editor({ me, role, place, property, onSaved, reload }: EditorProps) {
  const editing = useSettingsDraft(property, onSaved);
  const section = place.section ?? "install";
  const looks = section === "general" || section === "forms";
  const form = section === "forms" ? place.form : "pre_chat";
  const [version, setVersion] = useState<FormVersion>("first");
  const isCompared = editing.draft.comparisons.some((one) => one.form === form);
  const shown = section === "forms" && isCompared ? version : "first";
  return (
    <Frame property={property.id} place={place} faulty={editing.faulty}>
      <div class={looks ? "editor with-preview" : "editor"}>
        <div class="editor-fields">
          {role !== "admin" && !FOR_ALL.has(section) && (
            <Note icon="lock">
              <p>{READ_BY_ADMINS[section]?.() ?? t("Only admins can change these settings.")}</p>
            </Note>
          )}
          <Section
            me={me}
            role={role}
            place={place}
            property={property}
            editing={editing}
            version={shown}
            onVersion={setVersion}
            reload={reload}
          />
        </div>
        {looks && (
          <Preview
            property={property.id}
            draft={editing.draft}
            valid={editing.valid}
            form={form}
            version={shown}
            offerForms={section === "general"}
          />
        )}
      </div>
      <SaveBar property={property.id} editing={editing} />
    </Frame>
  );
}

interface SectionProps extends Omit<EditorProps, "onSaved"> {
  readonly editing: Editing;
  /** The version of the form that is edited. */
  readonly version: FormVersion;
  readonly onVersion: (version: FormVersion) => void;
}

function Section({ me, role, place, property, editing, version, onVersion, reload }: SectionProps) {
  const { section } = place;
  if (section === null || section === "install")
    return <InstallSection property={property} reload={reload} />;
  if (section === "team") return <TeamSection me={me} property={property.id} admin={role === "admin"} />;
  if (section === "answers") return <AnswersSection property={property.id} />;
  if (section === "attributes") return <AttributesSection property={property.id} admin={role === "admin"} />;
  if (section === "email") return <EmailSection property={property.id} admin={role === "admin"} />;
  if (section === "alerts")
    return roleMay(role, "settings.change") ? (
      <AlertsSection property={property.id} timeZone={property.settings.timeZone} />
    ) : null;
  if (section === "api-keys")
    return roleMay(role, "api.configure") ? <ApiKeysSection property={property.id} /> : null;
  if (section === "webhooks")
    return roleMay(role, "webhooks.configure") ? <WebhooksSection property={property.id} /> : null;
  if (section === "storage")
    return roleMay(role, "settings.change") ? <StorageSection property={property.id} /> : null;
  if (section === "incoming-webhooks")
    return roleMay(role, "settings.change") ? (
      <IncomingWebhooksSection property={property.id} open={place.source} />
    ) : null;
  if (section === "audit-log")
    return roleMay(role, "audit.read") ? <AuditLogSection property={property.id} /> : null;
  if (section === "identity")
    return roleMay(role, "identity.configure") ? (
      <IdentitySection property={property.id} editing={editing} />
    ) : null;
  return (
    <fieldset class="form bare" disabled={role !== "admin"} onFocusOut={editing.touch}>
      <legend class="unseen">{t(SECTIONS[section].title)}</legend>
      {section === "general" && <GeneralSection editing={editing} />}
      {section === "availability" && <AvailabilitySection editing={editing} />}
      {section === "forms" && (
        <FormsSection
          property={property.id}
          editing={editing}
          form={place.form}
          version={version}
          onVersion={onVersion}
        />
      )}
      {section === "sites" && <SitesSection editing={editing} />}
      {section === "privacy" && <PrivacySection property={property.id} editing={editing} />}
    </fieldset>
  );
}
