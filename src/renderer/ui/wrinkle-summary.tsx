import { useEffect, useRef, useState } from 'react';
import type { WrinklePictures } from '../avatar/draw-wrinkle-pictures.ts';
import { loadWrinklePictures } from '../avatar/load-wrinkle-pictures.ts';
import { useSession, useText } from './app-context.tsx';
import { WRINKLE_ROWS, type WrinkleRow } from './wrinkle-rows.ts';

/** Pixels along a side of a picture: twice as many as it takes on the page, for sharp screens. */
const PICTURE_SIZE = 352;

/** Share of a region seen below which it is as good as an average face's. */
const LEAST_SEEN = 0.1;

/**
 * What enrolment has found out about a person's wrinkles: pictures of them, and how much of each region was seen.
 * @param props.id of the person; one who has been enrolled again is to be given another `key`.
 */
export function WrinkleSummary({ id }: { readonly id: string }) {
  const text = useText().wrinkles;
  const pictures = useWrinklePictures(id);
  if (typeof pictures === 'string') {
    return <p className="hint">{text[pictures]}</p>;
  }
  const { size, rest, deepest, confidence } = pictures;
  return (
    <section className="wrinkle-summary" aria-label={text.title}>
      <div className="wrinkle-pictures">
        <Picture size={size} pixels={rest} caption={text.atRest} />
        <Picture size={size} pixels={deepest} caption={text.deepest} />
      </div>
      {confidence !== undefined && (
        <dl className="wrinkle-regions">
          {WRINKLE_ROWS.map((row) => (
            <div key={row.name}>
              <dt>{text.regions[row.name]}</dt>
              <dd>
                <Confidence row={row} confidence={confidence} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Picture(
  props: Pick<WrinklePictures, 'size'> & {
    readonly pixels: WrinklePictures['rest'];
    readonly caption: string;
  },
) {
  const { size, pixels, caption } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, size, size), 0, 0);
  }, [pixels, size]);
  return (
    <figure>
      <canvas ref={canvas} width={size} height={size} role="img" aria-label={caption} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

/** A bar for each side, or the word for what was not seen at all. */
function Confidence(props: { readonly row: WrinkleRow; readonly confidence: readonly number[] }) {
  const text = useText().wrinkles;
  const { name, indices } = props.row;
  const sides = indices.map((index) => props.confidence[index] ?? 0);
  if (sides.every((seen) => seen < LEAST_SEEN)) {
    return <small title={text.averageTitle}>{text.average}</small>;
  }
  const label = text.regions[name];
  const labels = sides.length === 1 ? [label] : [text.left(label), text.right(label)];
  return sides.map((seen, side) => {
    const isSeen = seen >= LEAST_SEEN;
    const percent = Math.round(seen * 100);
    const title = `${labels[side]}: ${isSeen ? text.seen(percent) : text.averageTitle}`;
    return (
      <span key={labels[side]} className="bar" role="img" title={title} aria-label={title} data-seen={isSeen}>
        <span style={{ width: `${percent}%` }} />
      </span>
    );
  });
}

/** A person's wrinkles as pictures, or why there are none. */
function useWrinklePictures(id: string): WrinklePictures | 'drawing' | 'none' | 'failed' {
  const { people } = useSession();
  const [pictures, setPictures] = useState<WrinklePictures | 'drawing' | 'none' | 'failed'>('drawing');
  useEffect(() => {
    let isWanted = true;
    people
      .fileOf(id)
      .then((identity) => loadWrinklePictures({ origin: location.origin, identity, size: PICTURE_SIZE }))
      .then((drawn) => drawn ?? 'none')
      .catch(() => 'failed' as const)
      .then((result) => isWanted && setPictures(result));
    return () => {
      isWanted = false;
    };
  }, [people, id]);
  return pictures;
}
