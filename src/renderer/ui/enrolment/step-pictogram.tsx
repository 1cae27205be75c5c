import type { EnrolmentStep } from '../../../shared/core/identity/enrolment-steps.ts';

/** How the drawn face differs from one at rest; lengths in units of its 64 × 64 square. */
interface DrawnFace {
  /** Where its features are moved by a turn of the head, and how far they are squeezed by it. */
  readonly turn: number;
  readonly nod: number;
  /** Brows up, and towards each other. */
  readonly brows: number;
  readonly frown: number;
  /** Corners of the mouth up, and its half width. */
  readonly smile: number;
  readonly width: number;
  /** How open the eyes are, 0..1. */
  readonly open: number;
}

const AT_REST: DrawnFace = { turn: 0, nod: 0, brows: 0, frown: 0, smile: 0.6, width: 6.5, open: 1 };

const DRAWN: Readonly<Record<EnrolmentStep, Partial<DrawnFace>>> = {
  ahead: {},
  turnLeft: { turn: -7.5 },
  turnRight: { turn: 7.5 },
  lookUp: { nod: -6 },
  lookDown: { nod: 7 },
  browsUp: { brows: 4.5 },
  frown: { frown: 3.4, brows: -1.6, smile: -0.8 },
  smile: { smile: 4.6, width: 9.5, open: 0.8 },
  squint: { open: 0.32, brows: -1.2 },
  eyesShut: { open: 0 },
};

/** A small face that does what is asked; moves smoothly from one step to the next. As in a mirror. */
export function StepPictogram(props: { readonly step: EnrolmentStep; readonly isMirrored: boolean }) {
  const face = { ...AT_REST, ...DRAWN[props.step] };
  const squeeze = 1 - Math.abs(face.turn) / 30;
  const { smile, width } = face;
  return (
    <svg viewBox="0 0 64 64" className="step-pictogram" aria-hidden="true" data-flipped={!props.isMirrored}>
      <path className="outline" d="M32 5C18 5 11 15 11 29c0 16 10 30 21 30s21-14 21-30C53 15 46 5 32 5Z" />
      <g
        className="moving"
        style={{ transform: `translate(${face.turn}px, ${face.nod}px) scaleX(${squeeze})` }}
      >
        <Brow side={-1} face={face} />
        <Brow side={1} face={face} />
        <Eye side={-1} open={face.open} />
        <Eye side={1} open={face.open} />
        <path className="line" d="M32 31v6.5" />
        <path
          className="line moving"
          d={`M${32 - width} ${48 - smile * 0.6}Q32 ${48 + smile} ${32 + width} ${48 - smile * 0.6}`}
        />
      </g>
    </svg>
  );
}

function Brow({ side, face }: { readonly side: 1 | -1; readonly face: DrawnFace }) {
  const inward = (-side * face.frown) / 2;
  return (
    <path
      className="line moving"
      style={{
        transform: `translate(${inward}px, ${-face.brows}px) rotate(${side * face.frown * -5}deg)`,
        transformOrigin: `${32 + side * 9}px 22px`,
      }}
      d={side < 0 ? 'M18.5 22.5q4.5-3 9-.6' : 'M45.5 22.5q-4.5-3-9-.6'}
    />
  );
}

/** An open eye is a dot; a closed one a line. */
function Eye({ side, open }: { readonly side: 1 | -1; readonly open: number }) {
  return (
    <ellipse
      className="eye moving"
      cx={32 + side * 9}
      cy={29}
      rx={open > 0.5 ? 2.5 : 3.8}
      ry={Math.max(0.8, open * 2.7)}
    />
  );
}
