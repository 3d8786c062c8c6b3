export function boot(): string {
  return "";
}
