run 0 ward matrix --policy p.policy --format csv
lacks '(^|,)"?[=+@-]'
printf '%s\n' "$out" > sheet.csv
run 0 ward matrix --policy p.policy --check sheet.csv
