import { Card } from "../Card.tsx";
import { Loading } from "../states.tsx";

/** Keeps the place of a chart whose turn has not come. */
export function ChartToCome({ title }: { title: string }) {
  return (
    <Card title={title}>
      <Loading shape="block" />
    </Card>
  );
}
