import { useState } from 'react';

/** Deletes for good, after having asked once; the question goes away with the focus. */
export function DeleteButton(props: {
  readonly label: string;
  readonly question: string;
  readonly onDelete: () => void;
}) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <button
      type="button"
      className="quiet danger"
      onBlur={() => setIsAsking(false)}
      onClick={() => (isAsking ? props.onDelete() : setIsAsking(true))}
    >
      {isAsking ? props.question : props.label}
    </button>
  );
}
