import { useMemo } from 'react';
import { type Alert, type AlertAction, deriveAlerts } from '../session/alerts.ts';
import { useAppState, useSession, useText } from './app-context.tsx';

/** Ongoing conditions the user should know about, each with what can be done. Gone when the condition is. */
export function AlertStrip(props: {
  readonly onChooseSource: () => void;
  readonly onEditTarget: (targetId: string) => void;
}) {
  const state = useAppState((app) => app);
  const alerts = useMemo(() => deriveAlerts(state), [state]);
  if (alerts.length === 0) {
    return undefined;
  }
  return (
    <ul className="alerts" aria-live="polite">
      {alerts.map((alert) => (
        <AlertLine key={alert.id} alert={alert} {...props} />
      ))}
    </ul>
  );
}

function AlertLine(props: {
  readonly alert: Alert;
  readonly onChooseSource: () => void;
  readonly onEditTarget: (targetId: string) => void;
}) {
  const text = useText();
  const session = useSession();
  const { alert } = props;
  const run = (action: AlertAction) => {
    switch (action.name) {
      case 'retry-source':
        void session.startCamera();
        break;
      case 'choose-source':
        props.onChooseSource();
        break;
      case 'reload':
        location.reload();
        break;
      case 'take-over':
        session.takeOver();
        break;
      case 'calibrate':
        void session.calibrate();
        break;
      case 'edit-target':
        props.onEditTarget(action.targetId);
        break;
      case 'dismiss':
        session.dismissFailure(action.failureIndex);
        break;
    }
  };
  return (
    <li data-severity={alert.severity}>
      <p>
        {text.alerts[alert.text]}
        {alert.detail !== undefined && <small> {alert.detail}</small>}
      </p>
      {alert.action !== undefined && (
        <button type="button" onClick={() => alert.action !== undefined && run(alert.action)}>
          {text.alertActions[alert.action.name]}
        </button>
      )}
    </li>
  );
}
