import AskButton from "../ask-button";

export default function Page() {
  return (
    <main>
      <h1>More lanterns</h1>
      <AskButton />
    </main>
  );
}
