// What the scripts of a page count on and TypeScript's own library does not know.

/** What a selector finds on our pages is HTML. */
interface ParentNode {
  querySelector(selectors: string): HTMLElement | null;
  querySelectorAll(selectors: string): NodeListOf<HTMLElement>;
}

interface Element {
  closest(selectors: string): HTMLElement | null;
  readonly dataset: DOMStringMap;
  focus(options?: FocusOptions): void;
  click(): void;
}

/** What an event came from; which of these it has, a script finds out by `?.`. */
interface EventTarget {
  closest?: Element["closest"];
  matches?: Element["matches"];
  dataset?: DOMStringMap;
  id?: string;
  form?: HTMLFormElement;
  open?: boolean;
}

/** An element by its id or selector, of which the script knows what it is: a dialog, a template, a form. */
interface HTMLElement {
  content?: any; // of a <template> a fragment, of a <meta> a text
  elements?: any; // the fields of a form, by name and in order
  open?: boolean;
  reset?(): void;
}

/** Modules tell each other what happened by events of the document. */
interface DocumentEventMap {
  "kr:answered": CustomEvent;
  "kr:clap": CustomEvent;
  "kr:connection": CustomEvent;
  "kr:done": CustomEvent;
  "kr:here": CustomEvent;
  "kr:hold": CustomEvent;
  "kr:marked": CustomEvent;
  "kr:over": CustomEvent;
  "kr:placed": CustomEvent;
  "kr:sending": CustomEvent;
  "kr:step": CustomEvent;
  "kr:stopped": CustomEvent;
  "kr:swapped": CustomEvent;
  "htmx:before:response": CustomEvent;
  "htmx:config:request": CustomEvent;
  "htmx:error": CustomEvent;
}

declare const htmx: {
  swap(how: { text: string; target: Element; swap: string; sourceElement: Element }): Promise<void>;
};
