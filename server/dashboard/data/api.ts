import { accountCalls } from "./accounts-api.ts";
import { type ClientDeps, createClient } from "./client.ts";
import { contactCalls, contactRecordCalls } from "./contacts-api.ts";
import { conversationCalls } from "./conversations-api.ts";

/** The agents' API, with one function for each request. */
export function createApi(deps: ClientDeps) {
  const client = createClient(deps);
  return {
    /** Any request: for parts that are loaded later and bring their requests along. */
    call: client.call,
    upload: client.upload,
    download: client.download,
    ...accountCalls(client),
    ...conversationCalls(client),
    ...contactCalls(client),
    ...contactRecordCalls(client),
  } as const;
}

export type Api = ReturnType<typeof createApi>;
