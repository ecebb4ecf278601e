/** The person behind an actor: a service account counts as its owner. */
export function personOf(actor: { id: string; ownerId?: string }): string {
  return actor.ownerId ?? actor.id;
}
