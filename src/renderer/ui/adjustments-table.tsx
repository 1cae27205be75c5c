import { useState } from 'react';
import {
  EXPRESSION_NAMES,
  type ExpressionName,
  isExpressionName,
} from '../../shared/core/face/expression-names.ts';
import {
  type ExpressionAdjustment,
  IDENTITY_ADJUSTMENT,
} from '../../shared/core/tracking/pipeline-settings.ts';
import { useAppState, useSession, useText } from './app-context.tsx';
import { NumberField } from './fields.tsx';

/** Gain, offset and range of single expressions: one is chosen, its four numbers follow. */
export function AdjustmentsTable() {
  const text = useText();
  const session = useSession();
  const pipeline = useAppState((state) => state.settings.pipeline);
  const [name, setName] = useState<ExpressionName>('jawOpen');
  const adjustment = pipeline.adjustments[name] ?? IDENTITY_ADJUSTMENT;

  const save = (adjustments: typeof pipeline.adjustments) =>
    void session.updateSettings({ pipeline: { ...pipeline, adjustments } });
  const change = (part: Partial<ExpressionAdjustment>) =>
    save({ ...pipeline.adjustments, [name]: { ...adjustment, ...part } });
  const reset = () => {
    const { [name]: _removed, ...others } = pipeline.adjustments;
    save(others);
  };

  return (
    <fieldset>
      <legend>{text.settings.adjustments}</legend>
      <p className="hint">{text.settings.adjustmentsHint}</p>
      <label className="field">
        <span>{text.settings.expression}</span>
        <select
          value={name}
          onChange={(event) => isExpressionName(event.target.value) && setName(event.target.value)}
        >
          {EXPRESSION_NAMES.map((choice) => (
            <option key={choice} value={choice}>
              {pipeline.adjustments[choice] === undefined ? choice : `${choice} •`}
            </option>
          ))}
        </select>
      </label>
      <div className="field-row">
        <NumberField
          label={text.settings.gain}
          value={adjustment.gain}
          minimum={0}
          maximum={5}
          step={0.1}
          onChange={(gain) => change({ gain })}
        />
        <NumberField
          label={text.settings.offset}
          value={adjustment.offset}
          minimum={-1}
          maximum={1}
          step={0.05}
          onChange={(offset) => change({ offset })}
        />
        <NumberField
          label={text.settings.minimum}
          value={adjustment.minimum}
          minimum={0}
          maximum={1}
          step={0.05}
          onChange={(minimum) => change({ minimum })}
        />
        <NumberField
          label={text.settings.maximum}
          value={adjustment.maximum}
          minimum={0}
          maximum={1}
          step={0.05}
          onChange={(maximum) => change({ maximum })}
        />
      </div>
      {pipeline.adjustments[name] !== undefined && (
        <button type="button" className="quiet" onClick={reset}>
          {text.settings.reset}
        </button>
      )}
    </fieldset>
  );
}
