import { type RefObject, useEffect } from 'react';

/** Calls back with an element's size in CSS pixels now and whenever it changes. */
export function useElementSize(
  element: RefObject<HTMLElement | null>,
  onResize: (width: number, height: number) => void,
): void {
  useEffect(() => {
    const target = element.current;
    if (target === null) {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) {
        onResize(entry.contentRect.width, entry.contentRect.height);
      }
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element, onResize]);
}
