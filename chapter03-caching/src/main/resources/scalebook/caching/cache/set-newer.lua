-- KEYS[1] the entry; ARGV: the new entry, which begins with its version, and how many ms to keep it.
local there = redis.pcall('GET', KEYS[1]) -- a table when it is no text: nobody of ours wrote that
if type(there) == 'string' then
  local old = tonumber(string.match(there, '^%d+ ') or '-1')
  local new = tonumber(string.match(ARGV[1], '^%d+'))
  if old > new then return 0 end -- as new is fine: it makes the entry live longer
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
