// What the pages take from Preact and htm: one copy, which all of them share.

import { h } from "preact";
import htm from "htm";

export { cloneElement, Component, createContext, createRef, Fragment, render } from "preact";
export {
  useCallback,
  useContext,
  useEffect,
  useErrorBoundary,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "preact/hooks";
/** html`<p>${text}</p>`: elements, never HTML. */
export const html = htm.bind(h);
