/** Plays a soft tone. Browsers allow sound only after the visitor has interacted with the page. */
export function playSound(): void {
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
