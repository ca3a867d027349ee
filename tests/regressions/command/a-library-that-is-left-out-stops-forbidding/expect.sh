for overlay in good bad; do
  rm -rf s; mkdir s; cp t.policy $overlay.policy s/; printf 'name = "t"\n' > s/ward.toml
  run "1 2" ward eval User::u edit Folder::f --policy s --data d.json
done
sed -i '1s/.*/overlay Org::"a" under c/' s/bad.policy
run "1 2" ward eval User::u edit Folder::f --policy s --data d.json
# Whoever has no such assignment decides as before.
sed 's/,{"subject":"User::u","class":"lock","within":"Org::a"}//' d.json > free.json
cp bad.policy s/bad.policy
permits User::u edit Folder::f --policy s --data free.json
