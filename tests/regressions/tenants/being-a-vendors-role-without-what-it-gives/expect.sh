mkdir s; cp ./*.policy s/
for request in "sign Doc::db" "shred Doc::da" "edit Doc::da" "edit Doc::db"; do
  # shellcheck disable=SC2086
  refuses User::u $request --policy s --data d.json
done
