mkdir s; cp t.policy o.policy s/; printf 'name = "t"\n' > s/ward.toml
permits User::u view Folder::f --policy s --data d.json
has 'warning|W0'; has guest
printf 'overlay Org::"a" under c\nabstract role guest { can view }\n' > s/o.policy
permits User::u view Folder::f --policy s --data d.json
# In the vendor's own name it stays an error.
fails User::u view Folder::f --policy t.policy --data <(sed 's/"within":"Org::a"},{"subject":"User::u","role":"guest","within":"Org::a"/"within":"Org::a"},{"subject":"User::u","role":"guest"/' d.json)
