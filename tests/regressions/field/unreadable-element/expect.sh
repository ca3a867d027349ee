for part in '"from": *"\\ud800"' '"from":1e400' '"from":"2020-01-01","\\udc00":1' '"from":-1e309'; do
  sed "s/\"from\": *\"\\\\ud800\"/$part/" data.json > one.json
  for strict in "" --strict; do
    fails User::a view Doc::d --policy p.policy --data one.json $strict
    has 'E070'
  done
  run 2 ward audit --policy p.policy --data one.json
done
python3 -c 'print("[" * 20000)' > /dev/null 2>&1 && python3 - <<'P'
import re
text = open('data.json').read()
open('deep.json', 'w').write(re.sub(r'"from": *"\\ud800"', '"from":' + '[' * 5000 + ']' * 5000, text))
open('property.json', 'w').write(re.sub(r'"id":"d"', '"id":"d","properties":{"n":1e400}', re.sub(r',"from": *"\\ud800"', '', text)))
open('key.json', 'w').write(re.sub(r'"id":"d"', r'"id":"d","properties":{"\\ud800":1}', re.sub(r',"from": *"\\ud800"', '', text)))
P
for file in deep property key; do fails User::a view Doc::d --policy p.policy --data $file.json; has 'E070'; done
sed 's/,"from": *"\\ud800"//' data.json > none.json
refuses User::a view Doc::d --policy p.policy --data none.json
sed 's/"\\ud800"/"2020-01-01"/' data.json > past.json
refuses User::a view Doc::d --policy p.policy --data past.json
sed 's/"\\ud800"/"2999-01-01"/' data.json > future.json
permits User::a view Doc::d --policy p.policy --data future.json
sed 's/"from": *"\\ud800"/"from":"2999-01-01"/; s/"id":"d"/"id":"d","properties":{"s":"\\ud83d\\ude00"}/' data.json > pair.json
permits User::a view Doc::d --policy p.policy --data pair.json
