import { useCallback, useEffect, useRef } from 'react';
import { EXPRESSION_COUNT } from '../../shared/core/face/expression-names.ts';
import { useSession, useText } from './app-context.tsx';
import { ExpressionPainter } from './expression-painter.ts';
import { useElementSize } from './use-element-size.ts';

/** The 52 live weights as bars. */
export function ExpressionPanel() {
  const session = useSession();
  const text = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const painter = useRef<ExpressionPainter>(undefined);
  const weights = useRef(new Float32Array(EXPRESSION_COUNT));
  const headings = text.expressions.groups;

  useEffect(() => {
    let scheduled: number | undefined;
    const stop = session.onFrame((frame) => {
      weights.current.set(frame.expression);
      scheduled ??= requestAnimationFrame(() => {
        scheduled = undefined;
        painter.current?.paint(weights.current, headings);
      });
    });
    return () => {
      stop();
      if (scheduled !== undefined) {
        cancelAnimationFrame(scheduled);
      }
    };
  }, [session, headings]);

  const resize = useCallback(
    (width: number) => {
      if (canvas.current !== null) {
        painter.current ??= new ExpressionPainter(canvas.current);
        painter.current.resize(width, devicePixelRatio);
        painter.current.paint(weights.current, headings);
      }
    },
    [headings],
  );
  useElementSize(container, resize);

  return (
    <section className="panel expressions" aria-label={text.expressions.title}>
      <div ref={container} className="expressions-bars">
        <canvas ref={canvas} style={{ height: ExpressionPainter.height }} />
      </div>
    </section>
  );
}
