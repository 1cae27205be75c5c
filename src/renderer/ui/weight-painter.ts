/** A line of bars: a pair grows from the middle to both sides, a single one to the right. */
export interface WeightRow {
  readonly label: string;
  /** Where in the weights: the subject's left and right, or one of both. */
  readonly indices: readonly [number] | readonly [number, number];
}

/** Rows under a heading, of one array of weights. */
export interface WeightSection {
  readonly heading: string;
  readonly rows: readonly WeightRow[];
  /** 0..1, Float32Array; read with every painting. */
  readonly weights: Float32Array;
}

/** Sections from top to bottom, for each column. */
export type WeightColumns = readonly (readonly WeightSection[])[];

const ROW_HEIGHT = 17;
const HEADING_HEIGHT = 24;
const SECTION_GAP = 8;
const COLUMN_GAP = 20;
const LABEL_SHARE = 0.55;

/** Colours of the panel, as in the style sheet. */
const COLORS = {
  heading: '#8b969e',
  label: '#b9c2c8',
  active: '#f3f6f7',
  track: '#22282d',
  bar: '#5ad1c0',
  peak: '#e9b896',
};

/** Weight above which a label lights up: clearly more than tracker noise. */
const ACTIVE_WEIGHT = 0.15;

/** Draws weights as bars, straight to a canvas: values that change with every frame never go through React. */
export class WeightPainter {
  readonly #context: CanvasRenderingContext2D;
  #columns: WeightColumns = [];
  #width = 0;
  #scale = 1;

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (context === null) {
      throw new Error('the browser gives no 2D canvas');
    }
    this.#context = context;
  }

  /** What it paints from now on, and how wide the canvas is on the page, CSS pixels. */
  layOut(columns: WeightColumns, width: number, pixelRatio: number): void {
    this.#columns = columns;
    this.#width = width;
    this.#scale = pixelRatio;
    this.#context.canvas.width = Math.round(width * pixelRatio);
    this.#context.canvas.height = Math.round(heightOf(columns) * pixelRatio);
  }

  paint(): void {
    const context = this.#context;
    const columns = this.#columns;
    context.setTransform(this.#scale, 0, 0, this.#scale, 0, 0);
    context.clearRect(0, 0, this.#width, heightOf(columns));
    context.textBaseline = 'middle';
    const columnWidth = (this.#width - COLUMN_GAP * (columns.length - 1)) / columns.length;
    columns.forEach((sections, column) => {
      let y = 0;
      for (const { heading, rows, weights } of sections) {
        const x = column * (columnWidth + COLUMN_GAP);
        context.fillStyle = COLORS.heading;
        context.font = '600 11px system-ui, sans-serif';
        context.fillText(heading, x, y + HEADING_HEIGHT / 2 - 2);
        y += HEADING_HEIGHT;
        for (const row of rows) {
          this.#paintRow(row, weights, x, y, columnWidth);
          y += ROW_HEIGHT;
        }
        y += SECTION_GAP;
      }
    });
  }

  #paintRow(row: WeightRow, weights: Float32Array, x: number, y: number, width: number): void {
    const context = this.#context;
    const labelWidth = width * LABEL_SHARE;
    const [first, second] = row.indices;
    const strongest = Math.max(weights[first] ?? 0, second === undefined ? 0 : (weights[second] ?? 0));
    context.fillStyle = strongest > ACTIVE_WEIGHT ? COLORS.active : COLORS.label;
    context.font = '11.5px system-ui, sans-serif';
    context.fillText(row.label, x, y + ROW_HEIGHT / 2, labelWidth - 8);
    const barX = x + labelWidth;
    const barWidth = width - labelWidth;
    if (second === undefined) {
      this.#paintBar(weights[first] ?? 0, barX, y, barWidth, false);
      return;
    }
    // As one sees one's own face in the mirror: the left half of the pair grows to the left.
    const half = (barWidth - 3) / 2;
    this.#paintBar(weights[first] ?? 0, barX, y, half, true);
    this.#paintBar(weights[second] ?? 0, barX + half + 3, y, half, false);
  }

  #paintBar(weight: number, x: number, y: number, width: number, fromRight: boolean): void {
    const context = this.#context;
    const top = y + ROW_HEIGHT / 2 - 3;
    context.fillStyle = COLORS.track;
    context.beginPath();
    context.roundRect(x, top, width, 6, 3);
    context.fill();
    const length = Math.max(0, Math.min(1, weight)) * width;
    if (length < 0.5) {
      return;
    }
    context.fillStyle = weight > 0.85 ? COLORS.peak : COLORS.bar;
    context.beginPath();
    context.roundRect(fromRight ? x + width - length : x, top, length, 6, 3);
    context.fill();
  }
}

/** Height in CSS pixels that all rows of columns need. */
export function heightOf(columns: WeightColumns): number {
  return Math.max(
    ...columns.map((sections) =>
      sections.reduce(
        (height, { rows }) => height + HEADING_HEIGHT + rows.length * ROW_HEIGHT + SECTION_GAP,
        0,
      ),
    ),
  );
}
