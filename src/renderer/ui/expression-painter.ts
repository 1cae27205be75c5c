import { EXPRESSION_ROWS, type ExpressionRow, type ExpressionSection } from './expression-rows.ts';

const SECTIONS: readonly (readonly ExpressionSection[])[] = [
  ['brows', 'cheeks'],
  ['eyes'],
  ['jaw'],
  ['mouth'],
];
const ROW_HEIGHT = 17;
const HEADING_HEIGHT = 24;
const SECTION_GAP = 8;
const COLUMN_GAP = 26;
const LABEL_SHARE = 0.46;

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

/**
 * Draws the 52 weights as bars in four columns, straight to a canvas: values that change with every frame never go
 * through React.
 */
export class ExpressionPainter {
  readonly #context: CanvasRenderingContext2D;
  #width = 0;
  #scale = 1;

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (context === null) {
      throw new Error('the browser gives no 2D canvas');
    }
    this.#context = context;
  }

  /** Height in CSS pixels that all rows need. */
  static get height(): number {
    return Math.max(...SECTIONS.map(columnHeight));
  }

  /** Fits the canvas to its width on the page, in CSS pixels. */
  resize(width: number, pixelRatio: number): void {
    this.#width = width;
    this.#scale = pixelRatio;
    this.#context.canvas.width = Math.round(width * pixelRatio);
    this.#context.canvas.height = Math.round(ExpressionPainter.height * pixelRatio);
  }

  /**
   * @param weights `Float32Array [52]`, 0..1
   * @param headings text above each section
   */
  paint(weights: Float32Array, headings: Readonly<Record<ExpressionSection, string>>): void {
    const context = this.#context;
    context.setTransform(this.#scale, 0, 0, this.#scale, 0, 0);
    context.clearRect(0, 0, this.#width, ExpressionPainter.height);
    context.textBaseline = 'middle';
    const columnWidth = (this.#width - COLUMN_GAP * (SECTIONS.length - 1)) / SECTIONS.length;
    SECTIONS.forEach((sections, column) => {
      let y = 0;
      for (const section of sections) {
        const x = column * (columnWidth + COLUMN_GAP);
        context.fillStyle = COLORS.heading;
        context.font = '600 11px system-ui, sans-serif';
        context.fillText(headings[section], x, y + HEADING_HEIGHT / 2 - 2);
        y += HEADING_HEIGHT;
        for (const row of EXPRESSION_ROWS) {
          if (row.section === section) {
            this.#paintRow(row, weights, x, y, columnWidth);
            y += ROW_HEIGHT;
          }
        }
        y += SECTION_GAP;
      }
    });
  }

  #paintRow(row: ExpressionRow, weights: Float32Array, x: number, y: number, width: number): void {
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

function columnHeight(sections: readonly ExpressionSection[]): number {
  return sections.reduce((height, section) => {
    const rows = EXPRESSION_ROWS.filter((row) => row.section === section).length;
    return height + HEADING_HEIGHT + rows * ROW_HEIGHT + SECTION_GAP;
  }, 0);
}
