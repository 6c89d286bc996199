#!/bin/sh
# Prints the path of an installed Chromium or Chrome; fails where there is none.
for name in chromium chromium-browser google-chrome google-chrome-stable \
    /Applications/Chromium.app/Contents/MacOS/Chromium "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    command -v "$name" && exit 0
done
exit 1
