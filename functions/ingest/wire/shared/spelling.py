"""One spelling for what trackers call devices, systems and browsers, so that one list holds those of all."""

from typing import Any

_DEVICES = {
    "mobile": "Mobile",
    "phone": "Mobile",
    "smartphone": "Mobile",
    "ios": "Mobile",  # as Segment's SDKs for phones say
    "android": "Mobile",
    "tablet": "Tablet",
    "ipad": "Tablet",
    "desktop": "Desktop",
    "laptop": "Desktop",
    "pc": "Desktop",
    "tv": "TV",
    "smarttv": "TV",
    "smart tv": "TV",
}
_SYSTEMS = {
    "ios": "iOS",
    "android": "Android",
    "android os": "Android",
    "macos": "Mac OS X",
    "mac os": "Mac OS X",
    "mac os x": "Mac OS X",
    "osx": "Mac OS X",
    "windows": "Windows",
    "linux": "Linux",
    "chrome os": "Chrome OS",
    "chromeos": "Chrome OS",
}
_BROWSERS = {
    "chrome": "Chrome",
    "safari": "Safari",
    "mobile safari": "Mobile Safari",
    "firefox": "Firefox",
    "edge": "Microsoft Edge",
    "edge-chromium": "Microsoft Edge",
    "opera": "Opera",
    "samsung": "Samsung Internet",
    "samsung internet": "Samsung Internet",
}
_SPELLED = {"$device_type": _DEVICES, "$os": _SYSTEMS, "$browser": _BROWSERS}


def spelled(name: str, value: Any) -> Any:
    """The value of a property in our spelling where it is one that we know, else as it was said."""
    if type(value) is not str:
        return value
    if name == "$country":
        return value.upper() if len(value) == 2 else value
    known = _SPELLED.get(name)
    return known.get(value.lower(), value) if known else value
