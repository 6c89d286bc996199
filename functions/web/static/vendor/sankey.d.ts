export function sankey(): any;
export const sankeyJustify: any;
export const sankeyLeft: any;
export function sankeyLinkHorizontal(): any;
