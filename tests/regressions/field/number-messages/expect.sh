fails User::a view Doc::d --policy p.policy --data data.json
has '9,?223,?372,?036,?854'
lacks 'six digits (behind|after) the point.?$'
sed 's|"d":9223372036855|"n":9223372036854775808|' data.json > one.json
fails User::a view Doc::d --policy p.policy --data one.json
has '9,?223,?372,?036,?854,?775,?807'
sed 's|"d":9223372036855|"n":-0|' data.json > one.json
permits User::a view Doc::d --policy p.policy --data one.json
for ok in '"n":9223372036854775807' '"d":9223372036854.775807'; do
  sed "s|\"d\":9223372036855|$ok|" data.json > one.json
  permits User::a view Doc::d --policy p.policy --data one.json
done
for bad in '"d":0.1234567' '"n":1.5'; do
  sed "s|\"d\":9223372036855|$bad|" data.json > one.json
  fails User::a view Doc::d --policy p.policy --data one.json
done
