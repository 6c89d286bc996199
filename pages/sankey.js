// What the pages take from d3-sankey.

export { sankey, sankeyJustify, sankeyLeft, sankeyLinkHorizontal } from "d3-sankey";
