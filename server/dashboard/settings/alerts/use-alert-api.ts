import { useMemo } from "preact/hooks";
import type * as z from "zod/mini";
import {
  AlertChannel,
  type AlertChannelCreate,
  AlertChannels,
  type AlertChannelUpdate,
  AlertTestResult,
} from "../../../../shared/alert.ts";
import { useServices } from "../../app/services.tsx";

/** The requests for the channels of a property. They are loaded with the screen that sends them. */
export function useAlertApi(property: string) {
  const {
    api: { call },
  } = useServices();
  return useMemo(() => {
    const ofChannel = (id: string) => ({ param: { property, id } });
    return {
      list: () => call(AlertChannels, "GET", "/properties/:property/alert-channels", { param: { property } }),
      add: (json: z.input<typeof AlertChannelCreate>) =>
        call(AlertChannel, "POST", "/properties/:property/alert-channels", { param: { property }, json }),
      change: (id: string, json: z.input<typeof AlertChannelUpdate>) =>
        call(AlertChannel, "PUT", "/properties/:property/alert-channels/:id", { ...ofChannel(id), json }),
      remove: (id: string) =>
        call(AlertChannel, "DELETE", "/properties/:property/alert-channels/:id", ofChannel(id)),
      pause: (id: string) =>
        call(AlertChannel, "POST", "/properties/:property/alert-channels/:id/pause", ofChannel(id)),
      resume: (id: string) =>
        call(AlertChannel, "POST", "/properties/:property/alert-channels/:id/resume", ofChannel(id)),
      test: (id: string) =>
        call(AlertTestResult, "POST", "/properties/:property/alert-channels/:id/test", ofChannel(id)),
    } as const;
  }, [call, property]);
}

export type AlertApi = ReturnType<typeof useAlertApi>;
