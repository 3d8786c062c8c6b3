/** Why a chat service did not take an alert, with words for admins. Codes are stable. */
export const ALERT_FAILURES = {
  private_address:
    "The address leads into a private network. The operator of this server has to allow that first.",
  not_reached: "The service could not be reached, or did not answer in time.",
  redirected: "The address leads on to another address. Copy the webhook address from the service again.",
  not_found:
    "The service does not know this address any more. The webhook, or the channel that it wrote to, was probably removed.",
  unauthorized:
    "The service refuses the address or the token. Make a new one there, or let the bot write to the chat again.",
  chat_not_found: "Telegram does not know this chat. Check the chat ID, and add the bot to the chat.",
  rate_limited: "The service takes no more messages for the moment.",
  refused: "The service refuses this message.",
  service_error: "The service has a fault of its own.",
} as const;

export type AlertFailureCode = keyof typeof ALERT_FAILURES;
