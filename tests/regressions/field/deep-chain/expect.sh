chain() { python3 -c "
import json
n = $1
folders = [{'type': 'Folder', 'id': 'f0'}] + [{'type': 'Folder', 'id': f'f{i}', 'parents': [f'Folder::f{i-1}']} for i in range(1, n)]
print(json.dumps({'entities': [{'type': 'User', 'id': 'a'}] + folders}))" > chain.json; }
command -v python3 > /dev/null || return 0
chain 500
permits User::a view Folder::f499 --policy p.policy --data chain.json
# Deeper than the limit is an error, and soon; what is below it takes little memory.
chain 10000
ulimit -v 1000000
run "0 2" timeout 60 "$ward" eval User::a view Folder::f9999 --policy p.policy --data chain.json
