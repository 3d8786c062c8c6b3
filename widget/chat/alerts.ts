/** A soft tone. Browsers let a page sound only after its visitor has touched it. */
export function ring(): void {
  if (!navigator.userActivation?.hasBeenActive) return;
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.value = 0.06;
  volume.gain.setTargetAtTime(0, audio.currentTime, 0.12);
  tone.connect(volume).connect(audio.destination);
  tone.onended = () => audio.close();
  tone.start();
  tone.stop(audio.currentTime + 0.8);
}

let prefix = "";

/** Writes how many messages are unread before the page's title, in the place of what stood there before. */
export function countInTitle(unread: number): void {
  const title = document.title.replace(prefix, "");
  prefix = unread ? `(${unread}) ` : "";
  document.title = prefix + title;
}
