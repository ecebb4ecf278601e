const segment = /^[A-Za-z0-9_=+@.-]{1,200}$/;

/**
 * Refuses keys that could leave the store: empty, absolute, `.` or `..` segments, control characters, back-slashes.
 * @throws Error when the key is not a plain relative name; keys are made by code, never typed by people.
 */
export function checkedKey(key: string): string {
  const parts = key.split("/");
  const plain = key.length <= 1024 && parts.every((p) => segment.test(p) && p !== "." && p !== "..");
  if (!plain) throw new Error(`"${key.slice(0, 80)}" is not an object key`);
  return key;
}

/** The key of content with this hash. */
export function contentKey(workspaceId: string, sha256: string): string {
  return `w/${workspaceId}/sha256/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
}
