import { useCallback, useEffect, useMemo, useRef } from 'react';
import { EXPRESSION_COUNT } from '../../shared/core/face/expression-names.ts';
import { WRINKLE_REGION_COUNT } from '../../shared/core/face/wrinkle-regions.ts';
import { useSession, useText } from './app-context.tsx';
import { EXPRESSION_ROWS, type ExpressionSection } from './expression-rows.ts';
import type { Text } from './text/english.ts';
import { useElementSize } from './use-element-size.ts';
import { heightOf, type WeightColumns, WeightPainter } from './weight-painter.ts';
import { WRINKLE_ROWS } from './wrinkle-rows.ts';

const SECTIONS: readonly (readonly ExpressionSection[])[] = [
  ['brows', 'cheeks'],
  ['eyes'],
  ['jaw'],
  ['mouth'],
];

/** The live weights as bars: 52 expressions, and how deep the skin is folded. */
export function ExpressionPanel() {
  const session = useSession();
  const text = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const painter = useRef<WeightPainter>(undefined);
  const expression = useRef(new Float32Array(EXPRESSION_COUNT));
  const wrinkles = useRef(new Float32Array(WRINKLE_REGION_COUNT));
  const columns = useMemo(() => columnsOf(text, expression.current, wrinkles.current), [text]);

  useEffect(() => {
    let scheduled: number | undefined;
    const stop = session.onFrame((frame) => {
      expression.current.set(frame.expression);
      wrinkles.current.set(frame.wrinkles);
      scheduled ??= requestAnimationFrame(() => {
        scheduled = undefined;
        painter.current?.paint();
      });
    });
    return () => {
      stop();
      if (scheduled !== undefined) {
        cancelAnimationFrame(scheduled);
      }
    };
  }, [session]);

  const resize = useCallback(
    (width: number) => {
      if (canvas.current !== null) {
        painter.current ??= new WeightPainter(canvas.current);
        painter.current.layOut(columns, width, devicePixelRatio);
        painter.current.paint();
      }
    },
    [columns],
  );
  useElementSize(container, resize);

  return (
    <section className="panel expressions" aria-label={text.expressions.title}>
      <div ref={container} className="expressions-bars">
        <canvas ref={canvas} style={{ height: heightOf(columns) }} />
      </div>
    </section>
  );
}

function columnsOf(text: Text, expression: Float32Array, wrinkles: Float32Array): WeightColumns {
  const expressions = SECTIONS.map((column) =>
    column.map((section) => ({
      heading: text.expressions.groups[section],
      rows: EXPRESSION_ROWS.filter((row) => row.section === section),
      weights: expression,
    })),
  );
  const regions = WRINKLE_ROWS.map(({ name, indices }) => ({ label: text.wrinkles.regions[name], indices }));
  return [...expressions, [{ heading: text.wrinkles.title, rows: regions, weights: wrinkles }]];
}
