refuses User::a view Doc::d --policy p.policy --data data.json
sed 's/\r/\r\n/' p.policy > crlf.policy
refuses User::a view Doc::d --policy crlf.policy --data data.json
for end in '\xe2\x80\xa8' '\xe2\x80\xa9' '\xc2\x85' '\x0b' '\x0c'; do
  sed "s/\r/$(printf "$end")/" p.policy > other.policy
  run "1 2" ward check other.policy; has E0010
done
sed 's/the block list\r/é und\xc2\xa0ß\n/' p.policy > letters.policy
refuses User::a view Doc::d --policy letters.policy --data data.json
