import type { AppState, Failure, SourceState } from '../state/app-state.ts';

/** What an alert is about: the key of its text. */
export const ALERT_TEXTS = [
  'backend-lost',
  'backend-refused',
  'camera-denied',
  'camera-missing',
  'camera-busy',
  'camera-lost',
  'camera-failed',
  'picture-black',
  'video-unreadable',
  'video-unsupported',
  'face-missing',
  'calibration-failed',
  'tracker-failed',
  'capturing-elsewhere',
  'face-pack-failing',
  'face-pack-fallback',
  'target-failing',
  'recording-failed',
  'playback-failed',
  'action-failed',
] as const;

/** One of `ALERT_TEXTS`. */
export type AlertText = (typeof ALERT_TEXTS)[number];

/** What the user can do about it with one click. */
export type AlertAction =
  | { readonly name: 'retry-source' }
  | { readonly name: 'choose-source' }
  | { readonly name: 'reload' }
  | { readonly name: 'take-over' }
  | { readonly name: 'calibrate' }
  | { readonly name: 'edit-target'; readonly targetId: string }
  | { readonly name: 'dismiss'; readonly failureIndex: number };

/** An ongoing condition the user should know about. */
export interface Alert {
  /** The same as long as the same condition lasts. */
  readonly id: string;
  /** `error`: nothing is sent or tracked until something is done. `warning`: works, but not as it should. */
  readonly severity: 'error' | 'warning' | 'info';
  readonly text: AlertText;
  /** A name or message to put into the text, untranslated; undefined when the text says all. */
  readonly detail: string | undefined;
  readonly action: AlertAction | undefined;
}

/** All alerts of a state, the gravest first. */
export function deriveAlerts(state: AppState): Alert[] {
  const alerts = [
    ...backendAlerts(state),
    ...sourceAlerts(state.source),
    ...trackerAlerts(state),
    ...calibrationAlerts(state),
    ...facePackAlerts(state),
    ...targetAlerts(state),
    ...takeAlerts(state),
    ...state.failures.map((failure, index) => failureAlert(failure, index)),
  ];
  const rank = { error: 0, warning: 1, info: 2 };
  return alerts.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

function backendAlerts({ connection, publishing }: AppState): Alert[] {
  if (connection.status === 'refused') {
    const { code, message } = connection.failure;
    const detail = code === 'backend/unauthorised' ? undefined : message;
    return [alert('error', 'backend-refused', { name: 'reload' }, detail)];
  }
  if (connection.status === 'reconnecting' || publishing.status === 'disconnected') {
    return [alert('error', 'backend-lost')];
  }
  return publishing.status === 'elsewhere'
    ? [alert('warning', 'capturing-elsewhere', { name: 'take-over' })]
    : [];
}

const SOURCE_TEXTS: Partial<Record<Failure['code'], AlertText>> = {
  'camera/denied': 'camera-denied',
  'camera/missing': 'camera-missing',
  'camera/busy': 'camera-busy',
  'camera/lost': 'camera-lost',
  'video/unreadable': 'video-unreadable',
  'video/unsupported': 'video-unsupported',
};

/** Trying the same again cannot help against these. */
const CHOOSE_ANOTHER: ReadonlySet<AlertText> = new Set<AlertText>([
  'camera-missing',
  'video-unreadable',
  'video-unsupported',
]);

/** Their texts leave nothing for the failure's own message to add. */
const COMPLETE_TEXTS: ReadonlySet<AlertText> = new Set<AlertText>([
  'camera-denied',
  'camera-busy',
  'camera-lost',
]);

function sourceAlerts(source: SourceState): Alert[] {
  if (source.status === 'running' && source.isBlack) {
    return [alert('warning', 'picture-black', { name: 'choose-source' })];
  }
  if (source.status !== 'failed') {
    return [];
  }
  const text = SOURCE_TEXTS[source.failure.code] ?? 'camera-failed';
  const name = CHOOSE_ANOTHER.has(text) ? 'choose-source' : 'retry-source';
  return [alert('error', text, { name }, COMPLETE_TEXTS.has(text) ? undefined : source.failure.message)];
}

function trackerAlerts({ tracker, isFaceMissing, source }: AppState): Alert[] {
  if (tracker.status === 'failed') {
    return [alert('error', 'tracker-failed', { name: 'reload' }, tracker.failure.message)];
  }
  const isSeen = source.status === 'running' && !source.isBlack;
  return isFaceMissing && isSeen ? [alert('info', 'face-missing')] : [];
}

function calibrationAlerts({ calibration }: AppState): Alert[] {
  return calibration === 'failed' ? [alert('warning', 'calibration-failed', { name: 'calibrate' })] : [];
}

function facePackAlerts({ liveFace }: AppState): Alert[] {
  if (liveFace.status === 'failing') {
    return [alert('warning', 'face-pack-failing', undefined, liveFace.problem.message)];
  }
  return liveFace.status === 'running' && liveFace.fallback !== undefined
    ? [alert('info', 'face-pack-fallback', undefined, liveFace.fallback.message)]
    : [];
}

function targetAlerts({ stream, settings }: AppState): Alert[] {
  return stream.targets
    .filter((target) => target.status === 'failing')
    .map(({ id, message }) => {
      const name = settings.targets.find((target) => target.id === id)?.name ?? id;
      return {
        id: `target-failing:${id}`,
        severity: 'warning',
        text: 'target-failing',
        detail: message === undefined ? name : `${name}: ${message}`,
        action: { name: 'edit-target', targetId: id },
      };
    });
}

function takeAlerts({ recording, playback }: AppState): Alert[] {
  const alerts: Alert[] = [];
  if (recording.status === 'failed') {
    alerts.push(alert('error', 'recording-failed', undefined, recording.message));
  }
  if (playback.status === 'stopped' && playback.message !== undefined) {
    alerts.push(alert('warning', 'playback-failed', undefined, playback.message));
  }
  return alerts;
}

function failureAlert({ message }: Failure, index: number): Alert {
  return {
    id: `action-failed:${index}`,
    severity: 'warning',
    text: 'action-failed',
    detail: message,
    action: { name: 'dismiss', failureIndex: index },
  };
}

function alert(severity: Alert['severity'], text: AlertText, action?: AlertAction, detail?: string): Alert {
  return { id: text, severity, text, detail, action };
}
