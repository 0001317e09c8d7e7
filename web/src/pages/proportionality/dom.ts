// Elements without a library: the page for the person concerned is small.

/** What stands in an element; the interface calls `null` what is absent. */
export type Child = Node | string | undefined | null | false | Child[];
type Props = Record<string, string | boolean | undefined | ((event: Event) => void)>;

/** An element with attributes, listeners (`onclick`) and children; what is absent is left out. */
export function h(tag: string, props: Props = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  append(element, children);
  return element;
}

function append(element: HTMLElement, children: Child[]): void {
  for (const child of children) {
    if (child === undefined || child === null || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child);
  }
}
