import { EXPRESSION_NAMES } from '../face/expression-names.ts';
import type { FaceFrame } from '../face/face-frame.ts';
import { WRINKLE_REGIONS } from '../face/wrinkle-regions.ts';
import type { PipelineSettings } from '../tracking/pipeline-settings.ts';
import type { Marker, TakeHeader } from './take-record.ts';

/** First line of a JSONL export. `settings` are those the take began with. */
export function takeLine(header: TakeHeader, settings: PipelineSettings | undefined): string {
  const { version, identity, pack } = header;
  return JSON.stringify({ type: 'take', version, identity, pack, settings });
}

/**
 * One frame's line. Times in milliseconds of the take's clock, centimetres and radians as in `FaceFrame`; `wrinkles`
 * and `flame` are left out where nothing measured them.
 */
export function frameLine(frame: FaceFrame): string {
  const { flame } = frame;
  return JSON.stringify({
    type: 'frame',
    index: frame.index,
    time: frame.time,
    tracking: frame.tracking,
    head: { rotation: numbers(frame.headRotation), translation: numbers(frame.headTranslation) },
    gaze: { left: numbers(frame.gazeLeft), right: numbers(frame.gazeRight) },
    expression: byName(EXPRESSION_NAMES, frame.expression),
    raw: { expression: byName(EXPRESSION_NAMES, frame.rawExpression) },
    wrinkles: Number.isNaN(frame.wrinkleTime) ? undefined : byName(WRINKLE_REGIONS, frame.wrinkles),
    flame:
      flame === undefined
        ? undefined
        : {
            expression: numbers(flame.expression),
            pose: numbers(flame.pose),
            camera: numbers(flame.camera),
            light: numbers(flame.light),
          },
  });
}

/** One marker's line. */
export function markerLine(marker: Marker): string {
  return JSON.stringify({ type: 'marker', ...marker });
}

function byName(names: readonly string[], weights: Float32Array): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, decimal(weights[index] ?? 0)]));
}

function numbers(values: Float32Array): number[] {
  return Array.from(values, decimal);
}

/** Nine significant digits, as many as tell every 32-bit float from its neighbours. */
function decimal(value: number): number {
  return Number(value.toPrecision(9));
}
