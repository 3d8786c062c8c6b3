import { href } from "../app/routes.ts";
import { followLink } from "./follow-link.ts";
import type { MessageAlert } from "./notifications.ts";
import { workerRegistration } from "./worker-registration.ts";

/** Shows a notification. Phones allow them from a service worker only, which also takes the tap when the page is gone. */
export async function showAlert(page: Window, alert: MessageAlert): Promise<void> {
  const registration = await workerRegistration();
  if (registration?.active) await registration.showNotification(alert.title, optionsOf(alert));
  else showFromPage(page, alert);
}

let audio: AudioContext | undefined;

/** Plays two short tones. Browsers play nothing before the first click on the page. */
export function playTones(): void {
  audio ??= new AudioContext();
  void audio.resume();
  tone(audio, 880, 0);
  tone(audio, 660, 0.12);
}

/** A new message replaces the notification of the previous one in the same conversation, and its push message. */
const optionsOf = (alert: MessageAlert): NotificationOptions => ({
  body: alert.text,
  tag: `${alert.property} ${alert.conversation}`,
  data: { path: pathOf(alert) },
});

const pathOf = ({ property, conversation }: MessageAlert) => href.inbox(property, "all", conversation);

function showFromPage(page: Window, alert: MessageAlert): void {
  try {
    const notification = new Notification(alert.title, optionsOf(alert));
    notification.onclick = () => {
      page.focus();
      notification.close();
      followLink(pathOf(alert));
    };
  } catch {
    // a phone without a service worker: the title and the sound still work
  }
}

/** Plays one short tone that fades out. @param at the delay in seconds */
function tone(audio: AudioContext, pitch: number, at: number): void {
  const start = audio.currentTime + at;
  const source = audio.createOscillator();
  const volume = audio.createGain();
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.15, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
  source.connect(volume).connect(audio.destination);
  source.start(start);
  source.stop(start + 0.4);
}
