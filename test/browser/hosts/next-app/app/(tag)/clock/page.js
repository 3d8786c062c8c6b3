import Clock from "./clock";

export default function Page() {
  return (
    <main>
      <h1>Clock</h1>
      <Clock />
    </main>
  );
}
