import { useEffect, useState } from 'react';

interface FieldProps<Value> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One line of text, taken over when it matches and the user leaves the field or presses Enter. */
export function TextField(props: FieldProps<string> & { readonly pattern: RegExp }) {
  const [draft, setDraft] = useState(props.value);
  useEffect(() => setDraft(props.value), [props.value]);
  const isValid = props.pattern.test(draft);
  const commit = () => {
    if (isValid && draft !== props.value) {
      props.onChange(draft);
    } else if (!isValid) {
      setDraft(props.value);
    }
  };
  return (
    <label className="field">
      <span>{props.label}</span>
      <input
        type="text"
        value={draft}
        spellCheck={false}
        aria-invalid={!isValid}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </label>
  );
}

/** A number within limits, taken over like a text field. */
export function NumberField(
  props: FieldProps<number> & { readonly minimum: number; readonly maximum: number; readonly step: number },
) {
  const [draft, setDraft] = useState(String(props.value));
  useEffect(() => setDraft(String(props.value)), [props.value]);
  const number = Number(draft);
  const isValid = draft.trim() !== '' && number >= props.minimum && number <= props.maximum;
  const commit = () => {
    if (isValid && number !== props.value) {
      props.onChange(number);
    } else if (!isValid) {
      setDraft(String(props.value));
    }
  };
  return (
    <label className="field">
      <span>{props.label}</span>
      <input
        type="number"
        value={draft}
        min={props.minimum}
        max={props.maximum}
        step={props.step}
        aria-invalid={!isValid}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </label>
  );
}

/** A value from 0 to 1, or another maximum, by feel. */
export function SliderField(props: FieldProps<number> & { readonly maximum?: number }) {
  return (
    <label className="field slider">
      <span>{props.label}</span>
      <input
        type="range"
        min={0}
        max={props.maximum ?? 1}
        step={0.05}
        value={props.value}
        onChange={(event) => props.onChange(Number(event.target.value))}
      />
      <output>{props.value.toFixed(2)}</output>
    </label>
  );
}

/** Yes or no. */
export function CheckField(props: FieldProps<boolean>) {
  return (
    <label className="field check">
      <input
        type="checkbox"
        checked={props.value}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}

/** One of a few. */
export function ChoiceField<Value extends string>(
  props: FieldProps<Value> & {
    readonly choices: readonly { readonly value: Value; readonly label: string }[];
  },
) {
  return (
    <label className="field">
      <span>{props.label}</span>
      <select
        value={props.value}
        onChange={(event) => {
          const choice = props.choices.find(({ value }) => value === event.target.value);
          if (choice !== undefined) {
            props.onChange(choice.value);
          }
        }}
      >
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}
