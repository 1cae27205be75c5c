/** Names a VMC receiver expects: the 52 as Perfect Sync clips, or the presets of VRM 0 or VRM 1. */
export const VMC_EXPRESSION_NAMES = ['perfect-sync', 'perfect-sync-camel', 'vrm0', 'vrm1'] as const;

export type VmcExpressionNames = (typeof VMC_EXPRESSION_NAMES)[number];

interface TargetBase {
  /** Unique among the targets, stable for ever. */
  readonly id: string;
  /** What the user calls it. */
  readonly name: string;
  readonly enabled: boolean;
  /** Host name or address of the receiver. */
  readonly host: string;
  readonly port: number;
  /** Frames per second at the most. */
  readonly rate: number;
  /** Left and right swapped, as in a mirror. */
  readonly mirror: boolean;
}

/** Furrow's own address table (design section 6). */
export interface OscTarget extends TargetBase {
  readonly kind: 'osc';
  /** First part of every address, e.g. `/furrow`. */
  readonly prefix: string;
}

/** The VMC protocol, as a performer or assistant. */
export interface VmcTarget extends TargetBase {
  readonly kind: 'vmc';
  readonly expressionNames: VmcExpressionNames;
  /** Whether neck and head bones are sent; off when another program moves the body. */
  readonly sendHead: boolean;
  /** Whether the eye bones are sent. */
  readonly sendEyes: boolean;
}

/** One receiver of the stream, with its own names, rate and mirror. */
export type Target = OscTarget | VmcTarget;

export type TargetKind = Target['kind'];
