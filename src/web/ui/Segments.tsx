import { Segmented } from "antd";

/** A choice of two to five, shown at once. */
export function Segments<K extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: K;
  options: readonly { value: NoInfer<K>; label: string }[];
  onChange(value: NoInfer<K>): void;
}) {
  return <Segmented<K> size="small" aria-label={label} value={value} options={[...options]} onChange={(next) => onChange(next)} />;
}
