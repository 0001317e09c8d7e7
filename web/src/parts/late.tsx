// Parts of a page that are large and come after the rest.
import { createElement, useEffect, useState, type ComponentType, type ReactNode } from 'react';

/**
 * A part that is fetched when it is first shown, with what stands in its place until then. Unlike a part that suspends:
 * React keeps the stand-in of such a part up for 300 ms at least. One that cannot be fetched fails as it would if drawn.
 */
export function late<P extends object>(
  fetch: () => Promise<{ default: ComponentType<P> }>,
  standIn: ReactNode,
): ComponentType<P> {
  return function Late(props: P) {
    const [part, setPart] = useState<{ there?: ComponentType<P>; failed?: unknown }>({});
    useEffect(() => {
      let wanted = true;
      fetch().then(
        ({ default: there }) => wanted && setPart({ there }),
        (failed: unknown) => wanted && setPart({ failed }),
      );
      return () => {
        wanted = false;
      };
    }, []);
    if ('failed' in part) throw part.failed;
    return part.there ? createElement(part.there, props) : standIn;
  };
}
