/** The method of an operation. Its colour says whether it reads, changes or deletes. */
export function Method({ name }: { name: string }) {
  return (
    <span class={`method ${name.toLowerCase()}`} translate={false}>
      {name}
    </span>
  );
}
