"""Addresses of the dashboard that show what a tool answered: the inverse of how the pages read an address.

`functions/web/static/shell/address.js` and the `words` of each view say what an address may hold. A question that no
address can hold has none: a link that shows another figure is worse than none.
"""
