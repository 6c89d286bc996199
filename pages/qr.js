// What the pages take from uqr.

export { encode } from "uqr";
