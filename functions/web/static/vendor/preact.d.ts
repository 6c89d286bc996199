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
export function html(strings: TemplateStringsArray, ...values: unknown[]): any;
