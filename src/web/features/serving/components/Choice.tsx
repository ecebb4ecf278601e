import { useId, type ReactNode } from "react";

/** A choice of two or three with what each means. */
export function Choice<K extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: K;
  options: readonly { value: K; title: ReactNode; remark: ReactNode; disabled?: boolean }[];
  onChange(value: K): void;
}) {
  const name = useId();
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend className="m" style={{ padding: 0, marginBlockEnd: 6 }}>
        {label}
      </legend>
      <div className="choice-cards">
        {options.map((option) => (
          <label key={option.value} htmlFor={`${name}${option.value}`} className="choice-card">
            <input
              id={`${name}${option.value}`}
              type="radio"
              name={name}
              checked={value === option.value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
            />
            <span className="m">{option.title}</span>
            <span className="sm t2">{option.remark}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
