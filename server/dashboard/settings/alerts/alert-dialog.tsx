import { useState } from "preact/hooks";
import {
  ALERT_KINDS,
  type AlertChannel,
  AlertService,
  type AlertSettings,
  MAX_WAIT,
} from "../../../../shared/alert.ts";
import { useServices } from "../../app/services.tsx";
import { faultsByPath } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { t, translated } from "../../i18n/translate.ts";
import { Fault, Field, TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Switch } from "../../ui/switch.tsx";
import { NumberField } from "../number-field.tsx";
import { NIGHT, QuietTimes } from "../quiet-times.tsx";
import {
  type AlertDraft,
  draftFaults,
  draftOf,
  KIND_WORDS,
  SERVICES,
  toCreate,
  toUpdate,
} from "./alert-draft.ts";
import type { AlertApi } from "./use-alert-api.ts";

interface AlertDialogProps {
  readonly api: AlertApi;
  /** Null: a new one. */
  readonly channel: AlertChannel | null;
  readonly timeZone: string;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Adds or changes a channel: where it leads, what it is alerted of, and when. */
export function AlertDialog({ api, channel, timeZone, onSaved, onClose }: AlertDialogProps) {
  const { notices } = useServices();
  const [draft, setDraft] = useState(() => draftOf(channel));
  const [isTried, setTried] = useState(false);
  const faults = draftFaults(draft, !channel);
  const save = useAction(async () => {
    if (channel) await api.change(channel.id, toUpdate(draft));
    else await api.add(toCreate(draft));
    if (!channel)
      notices.say(
        t("{value} was added. Send a test to see whether it arrives.", { value: draft.name.trim() }),
      );
    onSaved();
  });
  const refused = faultsByPath(save.failure);
  const fields: FieldsProps = {
    draft,
    set: (change) => setDraft((old) => ({ ...old, ...change })),
    fault: (path) => (isTried ? faults.get(path) : undefined) ?? refused.get(path),
  };
  return (
    <FormDialog
      title={channel ? t("Edit {name}", { name: channel.name }) : t("Add a channel")}
      act={channel ? t("Save") : t("Add")}
      busy={save.busy}
      failure={refused.size ? null : save.failure}
      onSubmit={() => {
        setTried(true);
        if (!faults.size) void save.run();
      }}
      onClose={onClose}
    >
      <TargetFields {...fields} channel={channel} />
      <SettingsFields {...fields} timeZone={timeZone} />
    </FormDialog>
  );
}

interface FieldsProps {
  readonly draft: AlertDraft;
  readonly set: (change: Partial<AlertDraft>) => void;
  readonly fault: (path: string) => string | undefined;
}

function TargetFields({ draft, set, fault, channel }: FieldsProps & Pick<AlertDialogProps, "channel">) {
  const { hint, placeholder } = SERVICES[draft.service];
  const secret = {
    autocomplete: "off",
    spellcheck: false,
    dir: "ltr",
    placeholder,
    hint: channel ? t("It is stored, and not shown. Leave this empty to go on using it.") : t(hint),
  } as const;
  // without the keys, a field would become another one when the service is changed, and have its longest length
  return (
    <>
      {!channel && (
        <Field key="service" label={t("Service")}>
          {(control) => (
            <select
              {...control}
              class="input"
              value={draft.service}
              onChange={({ currentTarget }) => {
                const service = AlertService.options.find((one) => one === currentTarget.value);
                if (service) set({ service });
              }}
            >
              {AlertService.options.map((service) => (
                <option key={service} value={service}>
                  {translated(SERVICES[service].name)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {draft.service === "telegram" ? (
        <>
          <TextField
            {...secret}
            key="token"
            label={t("Bot token")}
            value={draft.token}
            onInput={(token) => set({ token })}
            fault={fault("target.token")}
          />
          <TextField
            key="chat"
            label={t("Chat ID")}
            hint={
              channel
                ? t("Enter it with the token, to write to another chat.")
                : t("A number such as -1001234567890, or the @name of a public channel.")
            }
            autocomplete="off"
            spellcheck={false}
            dir="ltr"
            maxLength={40}
            value={draft.chat}
            onInput={(chat) => set({ chat })}
            fault={fault("target.chat")}
          />
        </>
      ) : (
        <TextField
          {...secret}
          key="address"
          label={t("Webhook address")}
          value={draft.address}
          onInput={(address) => set({ address })}
          fault={fault("target.address")}
        />
      )}
      <TextField
        key="name"
        label={t("Name")}
        hint={t("For this list, such as the channel it writes to.")}
        autocomplete="off"
        maxLength={60}
        value={draft.name}
        onInput={(name) => set({ name })}
        fault={fault("name")}
      />
    </>
  );
}

function SettingsFields({ draft, set, fault, timeZone }: FieldsProps & Pick<AlertDialogProps, "timeZone">) {
  const { settings } = draft;
  const { kinds, waitSeconds, quietHours, includeMessage } = settings;
  const choose = (change: Partial<AlertSettings>) => set({ settings: { ...settings, ...change } });
  const kindsFault = fault("settings.kinds");
  return (
    <>
      <fieldset class="alert-kinds">
        <legend class="label">{t("Alert of")}</legend>
        {ALERT_KINDS.map((kind) => (
          <Switch
            key={kind}
            label={t(KIND_WORDS[kind])}
            checked={kinds[kind]}
            onChange={(on) => choose({ kinds: { ...kinds, [kind]: on } })}
          />
        ))}
        {kindsFault && <Fault>{kindsFault}</Fault>}
      </fieldset>
      {kinds.waiting_chat && (
        <NumberField
          label={t("Seconds that a chat waits before the alert")}
          hint={t(
            "Nobody is alerted if somebody has answered by then, or somebody who is there has taken the chat.",
          )}
          min={0}
          max={MAX_WAIT}
          value={waitSeconds}
          onInput={(seconds) => choose({ waitSeconds: seconds })}
          fault={fault("settings.waitSeconds")}
        />
      )}
      <Switch
        label={t("Quiet hours")}
        hint={t(
          "By the time zone of this property, {timeZone}. What is still open at their end is told then.",
          { timeZone },
        )}
        checked={quietHours !== null}
        onChange={(on) => choose({ quietHours: on ? NIGHT : null })}
      />
      {quietHours && <QuietTimes value={quietHours} onChange={(times) => choose({ quietHours: times })} />}
      <Switch
        label={t("Include names and messages")}
        hint={t(
          "Otherwise an alert says only that a visitor waits: no name, no address and no words of visitors go to the service. Names of the team stand in alerts of mentions.",
        )}
        checked={includeMessage}
        onChange={(on) => choose({ includeMessage: on })}
      />
    </>
  );
}
