#!/bin/sh
# Makes roboto_regular.ts and roboto_semi_bold.ts: Latin, Greek and the signs
# of formulas; no hinting, no kerning and no ligatures, so that a text's width
# is the sum of its characters' advances everywhere.
# Needs npm, tar and fonttools 4 (pip install fonttools). Run in this folder.
set -eu
work=$(mktemp -d)
npm pack --silent --pack-destination "$work" @expo-google-fonts/roboto@0.4.3
tar xzf "$work"/*.tgz -C "$work"
for weight in 400Regular:roboto_regular 600SemiBold:roboto_semi_bold; do
  name=${weight%%:*}
  module=${weight##*:}
  pyftsubset "$work/package/$name/Roboto_$name.ttf" \
    --output-file="$work/$name.ttf" \
    --unicodes="U+0020-007E,U+00A0-017F,U+0391-03C9,U+2010-2015,U+2018-201E,\
U+2020-2022,U+2026,U+2030,U+2032,U+2033,U+2070-208E,U+2190-2193,U+2202,U+2206,\
U+220F,U+2211,U+2212,U+2215,U+221A,U+221E,U+222B,U+2248,U+2260,U+2264,U+2265" \
    --no-hinting --layout-features= --notdef-outline \
    --drop-tables+=GSUB,GPOS,GDEF,STAT,gasp,meta --name-IDs=0,1,2,4,5,13,14
  data=$(base64 "$work/$name.ttf" | tr -d '\n')
  sed "s|^  \".*\";|  \"$data\";|" "$module.ts" > "$work/$module.ts"
  mv "$work/$module.ts" "$module.ts"
done
rm -r "$work"
