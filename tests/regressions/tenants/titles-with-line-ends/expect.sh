run "0 1 2" ward diff old new
lacks '^nothing else changes'
lacks $'\e'
