import { Checkbox } from "antd";
import { useT } from "../../../../lib/i18n.ts";

interface LogAxesProps {
  x: boolean;
  y: boolean;
  /** The x axis is a clock, which has no logarithm. */
  clock: boolean;
  onChange(axes: { logX: boolean; log: boolean }): void;
}

/** Which axes of the line charts are logarithmic. */
export function LogAxes({ x, y, clock, onChange }: LogAxesProps) {
  const t = useT();
  return (
    <>
      <Checkbox checked={x && !clock} disabled={clock} onChange={(e) => onChange({ logX: e.target.checked, log: y })}>
        {t("Log x")}
      </Checkbox>
      <Checkbox checked={y} onChange={(e) => onChange({ logX: x, log: e.target.checked })}>
        {t("Log y")}
      </Checkbox>
    </>
  );
}
