/** A span in its tree with the figures it states, if any. */
export interface TreeNode {
  id: string;
  parentId: string | null;
  figures: Readonly<Record<string, number>> | null;
}

/**
 * Sums figures over the tree, skipping every span under one that has figures already: a span that
 * wraps calls may state the sum of its children. Null where no span states any.
 */
export function treeTotals(nodes: readonly TreeNode[]): Record<string, number> | null {
  const ids = new Set(nodes.map((n) => n.id));
  const children = new Map<string, TreeNode[]>();
  const stack: TreeNode[] = [];
  for (const node of nodes) {
    if (node.parentId === null || !ids.has(node.parentId) || node.parentId === node.id) stack.push(node);
    else {
      const siblings = children.get(node.parentId);
      if (siblings) siblings.push(node);
      else children.set(node.parentId, [node]);
    }
  }
  const totals = new Map<string, number>();
  let any = false;
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!node.figures) {
      for (const child of children.get(node.id) ?? []) stack.push(child);
      continue;
    }
    any = true;
    for (const [key, value] of Object.entries(node.figures)) totals.set(key, (totals.get(key) ?? 0) + value);
  }
  return any ? Object.fromEntries(totals) : null;
}
