// The nonce of this answer of the server: styles that carry it may be put into the page (`style-src`). Scripts need none:
// they come from files of our own host alone.
export const nonce: string | undefined =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;

/**
 * Style elements that libraries make carry the nonce as well: some know of no nonce (the lock of scrolling below a
 * dialog), and without it their styles would be refused. Scripts and HTML from data are not touched by this.
 */
export function markStyles(): void {
  if (!nonce) return;
  const make = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
