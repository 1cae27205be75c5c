import { type Target, VMC_EXPRESSION_NAMES } from '../../shared/core/output/target.ts';
import { useText } from './app-context.tsx';
import { CheckField, ChoiceField, NumberField, TextField } from './fields.tsx';

/** All of one target's options. Changes apply at once; values that make no sense are not taken. */
export function TargetEditor(props: {
  readonly target: Target;
  readonly onChange: (target: Target) => void;
  readonly onRemove: () => void;
}) {
  const text = useText();
  const { target, onChange } = props;
  return (
    <div className="target-editor">
      <TextField
        label={text.targets.name}
        value={target.name}
        pattern={/^.{1,80}$/}
        onChange={(name) => onChange({ ...target, name })}
      />
      <div className="field-row">
        <TextField
          label={text.targets.host}
          value={target.host}
          pattern={/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/}
          onChange={(host) => onChange({ ...target, host })}
        />
        <NumberField
          label={text.targets.port}
          value={target.port}
          minimum={1}
          maximum={65_535}
          step={1}
          onChange={(port) => onChange({ ...target, port })}
        />
      </div>
      <NumberField
        label={text.targets.rate}
        value={target.rate}
        minimum={1}
        maximum={240}
        step={1}
        onChange={(rate) => onChange({ ...target, rate })}
      />
      {target.kind === 'osc' && (
        <TextField
          label={text.targets.prefix}
          value={target.prefix}
          pattern={/^(\/[A-Za-z0-9_.-]+)+$/}
          onChange={(prefix) => onChange({ ...target, prefix })}
        />
      )}
      {target.kind === 'vmc' && (
        <>
          <ChoiceField
            label={text.targets.expressionNames}
            value={target.expressionNames}
            choices={VMC_EXPRESSION_NAMES.map((value) => ({ value, label: text.targets.names[value] }))}
            onChange={(expressionNames) => onChange({ ...target, expressionNames })}
          />
          <CheckField
            label={text.targets.sendHead}
            value={target.sendHead}
            onChange={(sendHead) => onChange({ ...target, sendHead })}
          />
          <CheckField
            label={text.targets.sendEyes}
            value={target.sendEyes}
            onChange={(sendEyes) => onChange({ ...target, sendEyes })}
          />
        </>
      )}
      <CheckField
        label={text.targets.mirror}
        value={target.mirror}
        onChange={(mirror) => onChange({ ...target, mirror })}
      />
      <button type="button" className="quiet danger" onClick={props.onRemove}>
        {text.actions.remove}
      </button>
    </div>
  );
}
