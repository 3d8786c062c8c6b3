/** A soft double tone. Browsers let a page sound only after its visitor has touched it. */
export function ring(): void {
  if (!navigator.userActivation?.hasBeenActive) return;
  const audio = new AudioContext();
  for (const [at, pitch] of [
    [0, 660],
    [0.12, 880],
  ] as const) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + at;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.06, start);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.4);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.4);
    tone.onended = () => at && audio.close();
  }
}

let prefix = "";

/** Writes how many messages are unread before the page's title, in the place of what stood there before. */
export function countInTitle(unread: number): void {
  const title = document.title.startsWith(prefix) ? document.title.slice(prefix.length) : document.title;
  prefix = unread ? `(${unread}) ` : "";
  document.title = prefix + title;
}
